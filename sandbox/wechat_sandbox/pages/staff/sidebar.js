// The right part: a page of the brand's application beside the chat, with the JS-SDK answering it.
import { localAddress, remember } from "../js/addresses.js";
import { ask } from "../js/ask.js";
import { serve } from "../js/bridge.js";
import { el, icon } from "../js/dom.js";
import { confirmed, trying } from "../js/overlay.js";
import { t } from "../js/words.js";

export function sidebar(phone) {
  const address = phone.home.sidebar_url;
  return [
    el("div", { class: "head" },
      el("button", { class: "bare narrow", onclick: () => phone.show("main"), "aria-label": t("返回", "Back") }, icon("back")),
      el("h2", {}, t("侧边栏", "Sidebar")),
      address && el("button", { class: "bare small", onclick: () => save(phone, "") }, t("换地址", "Change"))),
    address ? frame(phone, address) : setting(phone),
  ];
}

function frame(phone, address) {
  const who = { sandbox_member: phone.home.userid };
  remember(who);
  const shown = el("iframe", { class: "sidebar", title: t("侧边栏", "Sidebar"), src: localAddress(address, who) ?? "about:blank", sandbox: "allow-scripts allow-forms allow-same-origin allow-popups" });
  serve(shown, calls(phone), { strict: true });
  return shown;
}

/** What a page in the sidebar may do, when agentConfig has named it. */
function calls(phone) {
  const customer = () => {
    if (!phone.customer) throw new Error("no chat is open");
    return phone.customer;
  };
  const send = async (params) => {
    const kind = params.msgtype;
    if (!params[kind]) throw new Error(`${kind} is missing`);
    const words = kind === "text" ? params.text.content : params[kind].title ?? kind;
    if (!(await confirmed(t("发送给客户？", "Send to the customer?"), words, t("发送", "Send")))) throw new Error("cancel");
    if (phone.group) await phone.act("say_in_group", { chat_id: phone.group.chat_id, content: words });
    else await phone.act("staff_writes", { external_userid: params.external ?? customer().external_userid, message: { msgtype: kind, [kind]: params[kind] } });
    await phone.refreshTalk?.();
  };
  return {
    getContext: () => ({ entry: phone.group ? "group_chat_tools" : phone.customer ? "single_chat_tools" : "normal" }),
    getCurExternalContact: () => ({ userId: customer().external_userid }),
    getCurExternalChat: () => {
      if (!phone.group) throw new Error("no group is open");
      return { chatId: phone.group.chat_id };
    },
    sendChatMessage: (params) => send(params),
    shareToExternalContact: (params) => send(attached(params)),
    async openExistedChatWithMsg(params) {
      const external = params.externalUserIds?.split(";")[0] ?? params.externalUserId;
      const known = phone.customers.find((one) => one.external_userid === external);
      if (known) await phone.open(known);
      if (params.msg) await send({ ...params.msg, external });
    },
    closeWindow: () => phone.show("main"),
  };
}

/** shareToExternalContact writes its message as text and attachments; one of them is sent. */
function attached({ text, attachments }) {
  const first = attachments?.[0];
  return first ? { msgtype: first.msgtype, [first.msgtype]: first[first.msgtype] } : { msgtype: "text", text };
}

function setting(phone) {
  const field = el("input", { type: "url", placeholder: "http://127.0.0.1:…/sidebar", "aria-label": t("侧边栏地址", "Address of the sidebar") });
  const use = () => field.value && save(phone, field.value);
  field.addEventListener("keydown", (event) => event.key === "Enter" && use());
  return el("div", { class: "hint" },
    el("p", {}, t("这里显示应用的侧边栏页面。填入它在本机的地址：", "The sidebar page of your application is shown here. Its address on this machine:")),
    field, el("div", { class: "row" }, el("button", { class: "main", onclick: use }, t("使用", "Use"))),
    el("p", { class: "soft small" }, t("页面里把 JS-SDK 换成本地的这一份，wx 与 ww 的调用会由这个窗口应答：", "In the page load this JS-SDK in place of the official one; calls of wx and ww are answered here:")),
    el("code", {}, `<script src="${location.origin}/_sdk/wechat.js"></script>`));
}

async function save(phone, address) {
  const account = await ask(`/_sandbox/accounts/${phone.home.corp}`);
  const more = { ...account.more, sidebar_url: address };
  if (await trying(() => ask(`/_sandbox/accounts/${phone.home.corp}`, { more }, "PATCH"))) await phone.again();
}
