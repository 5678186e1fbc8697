// The phone: whose it is, which screen is on it, and what lies around it on a desk.
import { ask, every } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { hour, otherLanguage, otherLanguagesName, t } from "../js/words.js";
import { look } from "./arrivals.js";
import chat from "./chat.js";
import chats from "./chats.js";
import contacts from "./contacts.js";
import deeds from "./deeds.js";
import discover from "./discover.js";
import { lead } from "./lead.js";
import live from "./live.js";
import me, { orders } from "./me.js";
import moments from "./moments.js";
import program, { cart, product } from "./program.js";
import scan from "./scan.js";
import search from "./search.js";
import wallet from "./wallet.js";
import web from "./web.js";

const SCREENS = { chats, chat, contacts, discover, me, orders, wallet, deeds, program, product, cart, web, scan, moments, live };
const TABS = [
  ["chats", "chats", () => t("聊天", "Chats")],
  ["contacts", "people", () => t("通讯录", "Contacts")],
  ["discover", "compass", () => t("发现", "Discover")],
  ["me", "me", () => t("我", "Me")],
];
const CLOCK_MS = 1500;
const host = document.getElementById("phone");
let stopRefreshing = () => {};
let showing = 0;

/** What screens get: the person, what the phone knows, and ways to other screens. */
const phone = {
  person: null,
  home: null,
  go: (...parts) => { location.hash = parts.map(encodeURIComponent).join("/"); },
  back: () => history.back(),
  can: (action) => phone.home.actions.includes(action),
  /** Go where a bubble, a link or a code leads. */
  lead: (to, from) => lead(phone, to, from),
  /** Draw the screen anew, after something was done. */
  again: () => show(),
  async learn() {
    phone.home = await ask(`/_phone/people/${phone.person}`);
  },
};

async function show() {
  const turn = ++showing;
  stopRefreshing();
  const [name, ...params] = (location.hash.slice(1) || "chats").split("/").map(decodeURIComponent);
  const screen = await trying(async () => {
    await phone.learn();
    return (SCREENS[name] ?? chats)(phone, ...params);
  });
  if (!screen || turn !== showing) return;
  const isTab = TABS.some(([tab]) => tab === name);
  document.title = `${screen.title} · ${phone.home.name}`;
  fill(host, status(), bar(screen, !isTab), el("div", { class: "screen", id: "screen" }, screen.body),
    isTab ? tabs(name) : screen.foot && el("div", { class: "foot" }, screen.foot));
  screen.shown?.();
  if (screen.refresh) stopRefreshing = every(1500, screen.refresh);
}

const status = () =>
  el("div", { class: "status" }, el("span", { id: "time" }, hour(phone.home.now)), el("span", {}, t("模拟时间", "simulated time")));

const bar = (screen, hasBack) =>
  el("header", { class: "bar" },
    el("div", { class: "ends" }, hasBack && el("button", { class: "bare", onclick: phone.back, "aria-label": t("返回", "Back") }, icon("back"))),
    el("h1", { class: "cut" }, screen.title),
    el("div", { class: "ends" }, screen.more));

function tabs(current) {
  const drawn = TABS.map(([tab, picture, name]) =>
    el("a", { href: `#${tab}`, "aria-current": tab === current ? "page" : undefined }, icon(picture), name()));
  const foot = el("nav", { class: "foot" }, el("div", { class: "tabs" }, drawn));
  look(phone, host);
  return foot;
}

function side() {
  const { name, person, phone: number } = phone.home;
  fill(document.getElementById("side"),
    el("div", { class: "row" }, avatar(name, "person"), el("div", {}, el("b", {}, name), el("div", { class: "soft small" }, `${t("第", "no. ")}${person}${t(" 号", "")} · ${number}`))),
    el("p", { class: "soft small" }, t("这是沙盒里一个人的手机。点什么，这个人就做什么，品牌的服务器会收到真的回调。", "The phone of one person in the sandbox. What you tap, this person does, and the brand's server hears of it.")),
    el("div", { class: "row" },
      el("a", { href: "#deeds" }, t("让他做一件事", "Do something")),
      el("a", { href: "/phone" }, t("换一个人", "Somebody else")),
      el("a", { href: "/staff" }, t("员工手机", "Staff phone")),
      el("a", { href: "/scan" }, t("扫码台", "Scanner")),
      el("a", { href: "/" }, t("控制台", "Controls"))),
    el("div", {}, el("button", { onclick: otherLanguage }, otherLanguagesName())));
}

async function start() {
  const asked = decodeURIComponent(location.pathname.split("/")[2] ?? "");
  if (!asked) return search(host);
  phone.person = asked;
  try {
    await phone.learn();
  } catch (error) {
    return search(host, error.message);
  }
  phone.person = phone.home.person;
  side();
  addEventListener("hashchange", show);
  every(CLOCK_MS, async () => {
    await phone.learn();
    const time = document.getElementById("time");
    if (time) fill(time, hour(phone.home.now));
    await look(phone, host);
  });
  show();
}

start();
