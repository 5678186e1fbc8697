// The middle part: a chat with one customer, or what is said in a group.
import { ask } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { dayAndHour, t } from "../js/words.js";
import { draw as drawBubble } from "../phone/bubbles.js";

/** What the two kinds of chat differ in. */
const withCustomer = (phone, customer) => ({
  path: `${phone.path}/customers/${customer.external_userid}`,
  title: customer.remark || customer.name,
  name: customer.name,
  say: (content) => phone.act("staff_writes", { external_userid: customer.external_userid, content }),
  more: el("a", { href: `/phone/${customer.person}`, target: "_blank", class: "small" }, t("他的手机", "Their phone")),
});
const inGroup = (phone, group) => ({
  path: `${phone.path}/groups/${group.chat_id}`,
  title: `${group.name}（${group.members}）`,
  name: group.name,
  say: (content) => phone.act("say_in_group", { chat_id: group.chat_id, content }),
});

export async function conversation(phone) {
  phone.refreshTalk = null;
  const chat = phone.customer ? withCustomer(phone, phone.customer) : phone.group && inGroup(phone, phone.group);
  if (!chat) return el("p", { class: "empty" }, t("选一位客户开始聊天", "Choose a customer"));
  const talk = el("div", { class: "talk", role: "log" });
  const scroll = el("div", { class: "scroll" }, talk);
  let last = -1;
  const refresh = async () => {
    const { items } = await ask(chat.path);
    const newest = items.length ? items[items.length - 1].seq : 0;
    if (newest === last) return;
    last = newest;
    fill(talk, items.map((line) => drawn(phone, chat, line)), !items.length && el("p", { class: "empty" }, t("还没有说过话", "nothing was said yet")));
    scroll.scrollTop = scroll.scrollHeight;
  };
  await refresh();
  phone.refreshTalk = refresh;
  return [head(phone, chat), scroll, composer(chat, refresh)];
}

const head = (phone, chat) =>
  el("div", { class: "head" },
    el("button", { class: "bare narrow", onclick: () => phone.show("list"), "aria-label": t("返回", "Back") }, icon("back")),
    el("h2", { class: "cut" }, chat.title),
    el("span", { class: "row" }, chat.more,
      el("button", { class: "bare narrow", onclick: () => phone.show("side"), "aria-label": t("侧边栏", "Sidebar") }, icon("program"))));

const nowhere = { home: null, lead: (to) => to.url && open(to.url, "_blank", "noopener"), can: () => false };

const drawn = (phone, chat, line) =>
  el("div", { class: line.mine ? "said mine" : "said" },
    avatar(line.mine ? phone.home.name : line.by ?? chat.name, "person"),
    el("div", { class: "all" }, el("span", { class: "when" }, [!line.mine && line.by, dayAndHour(line.at)].filter(Boolean).join(" · ")),
      line.bubbles.map((bubble) => drawBubble(nowhere, { account: phone.home.corp }, bubble, line))));

function composer(chat, refresh) {
  const field = el("textarea", { rows: 1, "aria-label": t("写消息", "Write a message") });
  const send = async () => {
    const content = field.value.trim();
    field.value = "";
    if (content) await trying(() => chat.say(content));
    await refresh();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return el("div", { class: "composer" }, field, el("button", { class: "main", onclick: send }, t("发送", "Send")));
}
