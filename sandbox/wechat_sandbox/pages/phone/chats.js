// The list of chats.
import { ask } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { lately, t } from "../js/words.js";

const seenKey = (person) => `seen:${person}`;
const seen = (person) => JSON.parse(localStorage.getItem(seenKey(person)) ?? "{}");

/** Note that a chat has been looked at up to a message. */
export function see(person, chat, seq) {
  localStorage.setItem(seenKey(person), JSON.stringify({ ...seen(person), [chat]: seq }));
}

/** Tell whether somebody else has said something since the chat was looked at. */
export const isNew = (person, chat) => chat.seq > (seen(person)[chat.id] ?? 0) && !chat.mine;

/** What a chat is called here. */
export const nameOf = (chat) => (chat.kind === "notices" ? t("服务通知", "Service notices") : chat.name);

export default async function chats(phone) {
  const list = el("div", { class: "list" });
  let before = "";
  const refresh = async () => {
    const { items } = await ask(`/_phone/people/${phone.person}/chats`);
    const now = JSON.stringify(items);
    if (now === before) return;
    before = now;
    fill(list, items.map((chat) => line(phone, chat)),
      !items.length && el("p", { class: "empty" }, t("还没有聊天。去“通讯录”关注一个服务号，或扫一个码。", "No chats yet. Follow an account in Contacts, or scan a code.")));
  };
  await refresh();
  return {
    title: t("聊天", "Chats"),
    body: list,
    more: el("button", { class: "bare", onclick: () => phone.go("scan"), "aria-label": t("扫一扫", "Scan") }, icon("scan")),
    refresh,
  };
}

const line = (phone, chat) =>
  el("a", { class: "item", href: `#chat/${encodeURIComponent(chat.id)}` },
    chat.kind === "notices" ? el("span", { class: "avatar hue-2 official_account" }, icon("bell")) : avatar(chat.name, chat.kind === "staff" ? "person" : chat.kind),
    el("span", { class: "what" },
      el("span", { class: "cut" }, nameOf(chat), chat.company && el("small", { class: "warn" }, ` @${chat.company}`)),
      el("small", { class: "cut" }, chat.last || " ")),
    el("span", { class: "end" }, chat.at && lately(chat.at, phone.home.now),
      isNew(phone.person, chat) && el("span", { class: "badge" }, t("新", "new"))));
