// The staff phone: customers, groups and what is to be sent, a chat, and the sidebar of the brand's application.
import { ask, every } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { otherLanguage, otherLanguagesName, t } from "../js/words.js";
import choose from "./choose.js";
import { conversation } from "./conversation.js";
import { list } from "./list.js";
import { sidebar } from "./sidebar.js";

const desk = document.getElementById("desk");
const [, , corp, userid] = location.pathname.split("/").map(decodeURIComponent);

/** What the parts of the page share. */
const phone = {
  path: `/_phone/staff/${encodeURIComponent(corp)}/${encodeURIComponent(userid)}`,
  home: null,
  tab: "customers",
  customers: [],
  groups: [],
  customer: null,
  group: null,
  /** Show one part, where there is room for one only. */
  show: (part) => { desk.dataset.part = part; },
  act: (action, params) => ask(`${phone.path}/act`, { action, ...params }),
  async open(customer) {
    phone.customer = customer;
    phone.group = null;
    phone.show("main");
    await draw();
  },
  async openGroup(group) {
    phone.group = group;
    phone.customer = null;
    phone.show("main");
    await draw();
  },
  again: () => draw(),
};

const parts = { list: el("section", { class: "part list-part" }), main: el("section", { class: "part main-part" }), side: el("section", { class: "part side-part" }) };
let before = "";
let framed = null;

/** Ask what is on the phone; the long lists only for the tab that is open. */
async function learn() {
  phone.home = await ask(phone.path);
}

async function lists() {
  const wanted = { customers: "customers", groups: "groups" }[phone.tab];
  if (wanted) phone[wanted] = (await ask(`${phone.path}/${wanted}`)).items;
}

async function draw() {
  await Promise.all([learn(), lists()]);
  before = JSON.stringify(phone.home);
  top();
  fill(parts.list, list(phone));
  fill(parts.main, await conversation(phone));
  const wanted = `${phone.home.sidebar_url} ${phone.customer?.external_userid ?? phone.group?.chat_id ?? ""}`;
  if (framed !== wanted) {
    framed = wanted;
    fill(parts.side, sidebar(phone));
  }
}

function top() {
  const { name, company } = phone.home;
  document.title = `${name} · ${company}`;
  fill(document.getElementById("top"), avatar(name, "person small"),
    el("div", { class: "what" }, el("b", {}, name), el("div", { class: "soft small cut" }, company)),
    el("nav", {}, el("a", { href: "/staff" }, t("换人", "Change")), el("a", { href: "/" }, t("控制台", "Controls"))),
    el("button", { class: "bare small", onclick: otherLanguage }, otherLanguagesName()));
}

async function start() {
  if (!corp || !userid) return choose(desk, document.getElementById("top"));
  try {
    await learn();
  } catch (error) {
    return choose(desk, document.getElementById("top"), error.message);
  }
  phone.show("list");
  fill(desk, parts.list, parts.main, parts.side);
  await trying(draw);
  every(1500, async () => {
    await learn();
    const now = JSON.stringify(phone.home);
    if (now !== before) {
      before = now;
      await lists();
      fill(parts.list, list(phone));
    }
    await phone.refreshTalk?.();
  });
}

start();
