// The middle part: a chat with one customer.
import { ask } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { dayAndHour, t } from "../js/words.js";
import { draw as drawBubble } from "../phone/bubbles.js";

export async function conversation(phone) {
  phone.refreshTalk = null;
  const customer = phone.customer;
  if (!customer) return el("p", { class: "empty" }, t("选一位客户开始聊天", "Choose a customer"));
  const talk = el("div", { class: "talk", role: "log" });
  const scroll = el("div", { class: "scroll" }, talk);
  let last = -1;
  phone.refreshTalk = async () => {
    const { items } = await ask(`${phone.path}/customers/${customer.external_userid}`);
    const newest = items.length ? items[items.length - 1].seq : 0;
    if (newest === last) return;
    last = newest;
    fill(talk, items.map((line) => drawn(phone, customer, line)),
      !items.length && el("p", { class: "empty" }, t("你们已经是联系人了", "You are connected now")));
    scroll.scrollTop = scroll.scrollHeight;
  };
  await phone.refreshTalk();
  return [head(phone, customer), scroll, composer(phone, customer)];
}

const head = (phone, customer) =>
  el("div", { class: "head" },
    el("button", { class: "bare narrow", onclick: () => phone.show("list"), "aria-label": t("返回", "Back") }, icon("back")),
    el("h2", { class: "cut" }, customer.remark || customer.name),
    el("span", { class: "row" },
      el("a", { href: `/phone/${customer.person}`, target: "_blank", class: "small" }, t("他的手机", "Their phone")),
      el("button", { class: "bare narrow", onclick: () => phone.show("side"), "aria-label": t("侧边栏", "Sidebar") }, icon("program"))));

const nowhere = { home: null, lead: (to) => to.url && open(to.url, "_blank", "noopener"), can: () => false };

const drawn = (phone, customer, line) =>
  el("div", { class: line.mine ? "said mine" : "said" },
    line.mine ? avatar(phone.home.name, "person") : avatar(customer.name, "person"),
    el("div", { class: "all" }, el("span", { class: "when" }, dayAndHour(line.at)),
      line.bubbles.map((bubble) => drawBubble(nowhere, { account: phone.home.corp }, bubble, line))));

function composer(phone, customer) {
  const field = el("textarea", { rows: 1, "aria-label": t("写消息", "Write a message") });
  const send = async () => {
    const content = field.value.trim();
    field.value = "";
    if (content) await trying(() => phone.act("staff_writes", { external_userid: customer.external_userid, content }));
    await phone.refreshTalk();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return el("div", { class: "composer" }, field, el("button", { class: "main", onclick: send }, t("发送", "Send")));
}
