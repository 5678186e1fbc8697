// The left part: customers, groups, and what the corp asks to be sent.
import { act } from "../js/ask.js";
import { avatar, el, icon } from "../js/dom.js";
import { toast, trying, written } from "../js/overlay.js";
import { dayAndHour, t } from "../js/words.js";
import { draw as drawBubble } from "../phone/bubbles.js";

export function list(phone) {
  const { requests, tasks, moments, notices } = phone.home;
  const waiting = [...tasks, ...moments].filter((task) => !task.confirmed && !task.over).length;
  const tabs = [
    ["customers", [`${t("客户", "Customers")} ${phone.home.total_customers || ""}`, requests.length > 0 && el("span", { class: "badge" }, String(requests.length))]],
    ["groups", t("客户群", "Groups")],
    ["tasks", [t("待发送", "To send"), waiting > 0 && el("span", { class: "badge" }, String(waiting))]],
    notices.length > 0 && ["notices", t("通知", "Notices")],
  ].filter(Boolean);
  const choose = (tab) => { phone.tab = tab; phone.again(); };
  return [
    el("div", { class: "chips", role: "group" }, tabs.map(([tab, words]) =>
      el("button", { "aria-pressed": String(tab === phone.tab), onclick: () => choose(tab) }, words))),
    el("div", { class: "scroll" }, SECTIONS[phone.tab](phone)),
  ];
}

const SECTIONS = {
  customers: (phone) => phone.customers.length + phone.home.requests.length
    ? [...phone.home.requests.map((asking) => request(phone, asking)), ...phone.customers.map((customer) => line(phone, customer))]
    : el("p", { class: "empty" }, t("还没有客户。让人扫一个活码。", "No customers yet. Have somebody scan a live code.")),
  groups: (phone) => [doing(t("新建客户群", "New group"), () => openGroup(phone)), ...phone.groups.map((group) =>
    el("button", { class: "item", "aria-current": String(phone.group?.chat_id === group.chat_id), onclick: () => phone.openGroup(group) },
      avatar(group.name, "group"),
      el("span", { class: "what" }, el("span", { class: "cut" }, `${group.name}（${group.members}）`), el("small", { class: "cut" }, group.last))))],
  tasks: (phone) => {
    const { tasks, moments } = phone.home;
    return [
      el("div", { class: "do row even" },
        el("button", { onclick: () => broadcast(phone) }, t("自己群发", "Write to all")),
        el("button", { onclick: () => post(phone) }, t("发朋友圈", "Post to Moments"))),
      ...tasks.map((task) => massSend(phone, task)), ...moments.map((task) => moment(phone, task)),
      tasks.length + moments.length === 0 && el("p", { class: "empty" }, t("没有待发送的内容", "nothing to send")),
    ];
  },
  notices: (phone) => phone.home.notices.map((notice) =>
    el("div", { class: "task" }, notice.bubbles.map((bubble) => bubbleOf(bubble)))),
};

const line = (phone, customer) =>
  el("button", { class: "item", "aria-current": String(phone.customer?.external_userid === customer.external_userid), onclick: () => phone.open(customer) },
    avatar(customer.name, "person"),
    el("span", { class: "what" },
      el("span", { class: "cut" }, customer.remark || customer.name, customer.remark && el("small", {}, ` ${customer.name}`)),
      el("small", { class: "cut" }, [dayAndHour(customer.since * 1000), customer.state, ...customer.tags].filter(Boolean).join(" · "))));

const doing = (words, call) => el("div", { class: "do" }, el("button", { onclick: call }, words));

async function openGroup(phone) {
  const name = await written(t("群名", "Name of the group"));
  if (name && (await trying(() => phone.act("create_group", { owner: phone.home.userid, name })))) await phone.again();
}

async function broadcast(phone) {
  const content = await written(t("群发给我的客户", "To all my customers"));
  const sent = content && (await trying(() => phone.act("member_broadcast", { content })));
  if (sent) toast(`${t("已发送", "Sent")} ${sent.sent}`);
  await phone.again();
}

async function post(phone) {
  const content = await written(t("发表到朋友圈", "Post to Moments"));
  if (content && (await trying(() => phone.act("post_moment", { content })))) await phone.again();
}

/** Somebody who asks to be added. */
function request(phone, asking) {
  const accept = () => trying(async () => {
    await act(asking.person, "member_accepts", { account: phone.home.corp, userid: phone.home.userid });
    await phone.again();
  });
  return el("div", { class: "item" }, avatar(asking.name, "person"),
    el("span", { class: "what" }, el("span", { class: "cut" }, asking.name), el("small", {}, t("想加你为联系人", "asks to be added"))),
    el("button", { class: "main", onclick: accept }, t("接受", "Accept")));
}

/** A mass message: the member sends it or lets it be. */
const massSend = (phone, task) =>
  card(phone, task, `${t("群发给", "To")} ${task.receivers} ${task.chat_type === "group" ? t("个群", "groups") : t("位客户", "customers")}`, ["staff_confirms", "staff_refuses"]);

const moment = (phone, task) => card(phone, task, t("发表到客户朋友圈", "Post to Moments"), ["confirm_moment", "refuse_moment"]);

function card(phone, task, title, [yes, no]) {
  const boxes = (task.choice ?? []).map((one) => el("input", { type: "checkbox", checked: true, value: one.id }));
  const chosen = () => (boxes.length ? { choose: boxes.filter((box) => box.checked).map((box) => box.value) } : {});
  const answering = (action, words) => async (event) => {
    event.target.disabled = true;
    try {
      await phone.act(action, task.params ?? { task: task.task, ...chosen() });
      toast(words);
    } catch (error) {
      toast(error.message);
    }
    await phone.again();
  };
  const done = task.confirmed ? el("span", { class: "good row" }, icon("check"), t("已发送", "Sent")) : el("span", { class: "soft" }, t("已取消", "Off"));
  return el("article", { class: "task" },
    el("div", { class: "spread" }, el("b", {}, title), el("span", { class: "tag" }, task.own ? t("自己发的", "one's own") : t("企业任务", "from the corp"))),
    el("div", { class: "body" }, task.bubbles.map((bubble) => bubbleOf(bubble))),
    boxes.length > 0 && el("details", {}, el("summary", { class: "small" }, t("选择接收人", "choose who gets it")),
      boxes.map((box, place) => el("label", { class: "row" }, box, task.choice[place].name))),
    task.confirmed || task.over ? done : el("div", { class: "row even" },
      phone.home.actions.includes(no) && el("button", { onclick: answering(no, t("已拒绝", "Refused")) }, t("不发送", "Refuse")),
      el("button", { class: "main", onclick: answering(yes, t("已发送", "Sent")) }, t("确认发送", "Send"))));
}

const nowhere = { home: null, lead: () => {}, can: () => false };
const bubbleOf = (bubble) => (bubble.shape === "text" ? el("p", {}, bubble.text) : drawBubble(nowhere, {}, bubble, {}));
