// Web pages inside the phone: pages of the brand on this machine, and WeChat's own pages of the sandbox.
import { localAddress, remember } from "../js/addresses.js";
import { ask } from "../js/ask.js";
import { serve } from "../js/bridge.js";
import { el, icon } from "../js/dom.js";
import { t } from "../js/words.js";
import { payOrder } from "./pay.js";

export default function web(phone, address = "") {
  if (!address) return asking(phone);
  const who = { sandbox_person: String(phone.person) };
  const source = localAddress(address, who);
  if (source === null) return elsewhere(address);
  const frame = el("iframe", {
    class: "frame", title: address, src: source, referrerPolicy: "origin",
    sandbox: "allow-scripts allow-forms allow-same-origin allow-modals allow-popups",
  });
  const close = () => phone.go("chats");
  remember(who);
  const about = {};
  serve(frame, {
    closeWindow: close,
    scanQRCode: () => ({ resultStr: "" }),
    getNetworkType: () => ({ networkType: "wifi" }),
    chooseWXPay: (params) => pay(phone, params, about),
    getBrandWCPayRequest: (params) => pay(phone, params, about),
    launch: ({ path }) => phone.lead({ program: "", path, scene: 1167 }),
  }, about);
  return {
    title: hostOf(address),
    body: frame,
    more: el("button", { class: "bare", onclick: close, "aria-label": t("关闭", "Close") }, icon("close")),
  };
}

const hostOf = (address) => new URL(address).host;

function asking(phone) {
  const field = el("input", { type: "url", placeholder: "http://127.0.0.1:…", "aria-label": t("网址", "Address") });
  const go = () => field.value && phone.go("web", field.value);
  field.addEventListener("keydown", (event) => event.key === "Enter" && go());
  return {
    title: t("打开网页", "Open a page"),
    body: el("div", { class: "finder" }, field, el("button", { class: "main", onclick: go }, t("打开", "Open"))),
  };
}

const elsewhere = (address) => ({
  title: t("网页", "Page"),
  body: el("div", { class: "empty" }, el("p", {}, t("这部手机只上本机的网。", "This phone reaches this machine only.")),
    el("p", { class: "small" }, address)),
});

async function pay(phone, params, about) {
  const prepay = /prepay_id=([\w-]+)/.exec(params.package ?? "")?.[1] ?? "";
  const order = await ask(`/_phone/payment?order=${encodeURIComponent(prepay)}`);
  const signed = { ...params, timeStamp: String(params.timeStamp ?? params.timestamp ?? "") };
  // A page in WeChat's browser names its appid to wx.config only; the signature holds it.
  const result = await payOrder(phone, order, { account: order.account, appId: about.appId, ...signed }, "request_payment");
  return { errMsg: `chooseWXPay:${result}`, err_msg: `get_brand_wcpay_request:${result}` };
}
