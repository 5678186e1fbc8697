// The control page: which section is shown, and the clock above it.
import { ask, every } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { otherLanguage, otherLanguagesName, t } from "../js/words.js";
import accounts from "./accounts.js";
import calls from "./calls.js";
import { clock } from "./clock.js";
import deliveries from "./deliveries.js";
import faults from "./faults.js";
import messages from "./messages.js";
import overview from "./overview.js";
import people from "./people.js";
import quotas from "./quotas.js";
import settings from "./settings.js";
import snapshots from "./snapshots.js";
import uploads from "./uploads.js";

const SECTIONS = {
  overview: [t("总览", "Overview"), overview],
  accounts: [t("账号", "Accounts"), accounts],
  people: [t("人", "People"), people],
  calls: [t("接口调用", "API calls"), calls],
  deliveries: [t("回调", "Callbacks"), deliveries],
  uploads: [t("小程序上报", "Uploads"), uploads],
  messages: [t("送达的消息", "Messages"), messages],
  quotas: [t("配额", "Quotas"), quotas],
  faults: [t("故障", "Faults"), faults],
  settings: [t("设置", "Settings"), settings],
  snapshots: [t("快照", "Snapshots"), snapshots],
};
const main = document.getElementById("main");
let stop = () => {};
let offered = Object.keys(SECTIONS);

async function show() {
  stop();
  const name = offered.includes(location.hash.slice(1)) ? location.hash.slice(1) : "overview";
  const [title, draw] = SECTIONS[name];
  document.title = `${title} · ${t("微信沙盒", "WeChat sandbox")}`;
  ways(name);
  const section = await trying(() => draw());
  if (!section) return;
  fill(main, section.body);
  stop = section.refresh ? every(section.pause ?? 2000, section.refresh) : () => {};
}

function ways(current) {
  const place = (name) => el("a", { href: `#${name}`, "aria-current": name === current ? "page" : undefined }, SECTIONS[name][0]);
  fill(document.getElementById("ways"), offered.map(place), el("hr"),
    el("a", { href: "/phone" }, t("顾客手机", "Phones")), el("a", { href: "/staff" }, t("员工手机", "Staff phone")), el("a", { href: "/scan" }, t("扫码台", "Scanner")));
}

async function start() {
  const has = await ask("/_sandbox/snapshots").then(() => true, () => false);
  if (!has) offered = offered.filter((name) => name !== "snapshots");
  fill(document.getElementById("top"), el("h1", {}, t("微信沙盒", "WeChat sandbox")), await clock(),
    el("button", { class: "bare small", onclick: otherLanguage }, otherLanguagesName()));
  addEventListener("hashchange", show);
  await show();
}

start();
