// The phone's owner: who they are to the brand, and what they bought.
import { act, ask } from "../js/ask.js";
import { avatar, el, icon } from "../js/dom.js";
import { sheet, toast, trying } from "../js/overlay.js";
import { dayAndHour, kindOfAccount, money, otherLanguage, otherLanguagesName, t } from "../js/words.js";

export default async function me(phone) {
  const card = await ask(`/_sandbox/people/${phone.person}`);
  const { home } = phone;
  const ids = card.accounts.map((one) => [`${kindOfAccount(one.kind)} ${one.account}`, one.openid ?? one.external_userid]);
  const unionid = card.accounts.find((one) => one.unionid)?.unionid;
  return {
    title: t("我", "Me"),
    body: [
      el("div", { class: "face" }, avatar(home.name, "person"),
        el("div", {}, el("h2", {}, home.name), el("div", { class: "soft small" }, home.phone),
          home.member_no && el("span", { class: "tag" }, `${t("会员", "member")} ${home.member_no}`))),
      el("div", { class: "list" },
        line("orders", t("我的订单", "My orders"), String(home.orders), { href: "#orders" }),
        line("wallet", t("红包与卡券", "Wallet"), "", { href: "#wallet" }),
        line("scan", t("我的二维码", "My code"), "", { onclick: () => myCode(phone) }, "button"),
        line("check", t("让他做一件事", "Do something"), "", { href: "#deeds" }),
        line("people", t("换一个人", "Somebody else"), "", { href: "/phone" }),
        line("gear", otherLanguagesName(), "", { onclick: otherLanguage }, "button")),
      el("div", { class: "label" }, t("品牌认得他的编号", "what the brand knows them by")),
      el("div", { class: "list" },
        unionid && known("unionid", unionid), ids.map(([name, id]) => known(name, id))),
    ],
  };
}

const line = (picture, name, end, given, tag = "a") =>
  el(tag, { class: "item", ...given }, icon(picture), el("span", { class: "what" }, name), el("span", { class: "end" }, end), icon("next"));

const known = (name, id) =>
  el("button", { class: "item", onclick: () => navigator.clipboard?.writeText(id).then(() => toast(t("已复制", "Copied"))) },
    el("span", { class: "what" }, el("small", {}, name), el("span", { class: "cut small" }, id)), icon("copy"));

function myCode(phone) {
  const address = `${location.origin}/phone/${phone.person}`;
  sheet(t("我的二维码", "My code"), () =>
    el("div", { class: "mycode" }, el("img", { src: `/_phone/code.png?text=${encodeURIComponent(address)}`, alt: address }),
      el("p", { class: "soft small" }, t("在扫码台扫它，就拿起这台手机。", "Scan it at the scanner to take up this phone."))));
}

/** What the person bought, with a way to send it back. */
export async function orders(phone) {
  const { items } = await ask(`/_phone/people/${phone.person}/orders`);
  const back = async (order) => {
    if (await trying(() => act(phone.person, "refund", { account: order.account, order_id: order.order_id }))) phone.again();
  };
  return {
    title: t("我的订单", "My orders"),
    body: items.length
      ? el("div", { class: "list" }, items.map((order) =>
        el("div", { class: "item" },
          el("span", { class: "what" },
            el("span", {}, order.items.map((one) => `${one.item_name} × ${one.quantity}`).join("，")),
            el("small", {}, `${dayAndHour(order.at * 1000)} · ${order.order_id}`)),
          el("span", { class: "end" }, el("b", { class: "price" }, money(order.amount_fen)),
            order.refunded ? t("已退款", "refunded") : el("button", { onclick: () => back(order) }, t("退货", "Return"))))))
      : el("p", { class: "empty" }, t("还没有订单", "no orders yet")),
  };
}
