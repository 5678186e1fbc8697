// The scanner on the desk: a code, a person, and what follows when this person scans it.
import { act, ask, settled } from "../js/ask.js";
import { avatar, el, fill } from "../js/dom.js";
import { toast } from "../js/overlay.js";
import { reader } from "../js/reader.js";
import { otherLanguage, otherLanguagesName, t } from "../js/words.js";

const KINDS = {
  scene_code: t("服务号带参二维码", "code of an Official Account"),
  live_code: t("员工活码", "live code of staff"),
  acquisition_link: t("获客链接", "acquisition link"),
  join_way: t("客户群活码", "code of a customer group"),
  kf: t("微信客服", "customer service"),
  article: t("文章", "article"),
  mini_program: t("小程序码或链接", "code or link of a Mini Program"),
  pay: t("付款码", "payment code"),
  phone: t("一个人的手机", "somebody's phone"),
  page: t("网页", "web page"),
};
const DOING = {
  scene_code: t("扫码", "Scan"), live_code: t("添加员工", "Add"), acquisition_link: t("添加员工", "Add"), join_way: t("进群", "Join"),
  kf: t("联系客服", "Talk"), article: t("阅读", "Read"), mini_program: t("打开小程序", "Open"), pay: t("付款", "Pay"), phone: t("拿起这台手机", "Take it up"), page: t("打开", "Open"),
};

let meant = null;
let person = null;
const meaning = el("div", {});
const people = el("div", { class: "found" });
const log = el("ul", { class: "log", role: "log" });

async function found(text) {
  meant = null;
  try {
    meant = await ask("/_phone/meaning", { text });
  } catch (error) {
    toast(error.status === 404 ? t("这里没有人认得这个码", "nothing here knows this code") : error.message);
  }
  show();
}

function show() {
  fill(meaning, meant
    ? el("div", { class: "meant" }, avatar(meant.name), el("div", {}, el("b", {}, meant.name), el("div", { class: "soft small" }, `${KINDS[meant.kind]} · ${meant.title}`)),
      el("button", { class: "main", onclick: go, disabled: meant.action && person === null }, DOING[meant.kind]))
    : el("p", { class: "soft" }, t("还没有识别到码", "no code yet")));
}

async function go() {
  if (meant.kind === "phone") return location.assign(`/phone/${meant.params.person}`);
  if (meant.kind === "page") return location.assign(`/phone/${person ?? 0}#web/${encodeURIComponent(meant.params.url)}`);
  try {
    const happened = await act(person.person, meant.action, meant.params);
    const event = happened.event ?? (happened.added ? "add_external_contact" : happened.why ?? meant.action);
    log.prepend(el("li", {}, `${person.name} · ${DOING[meant.kind]} · ${event}  `, el("a", { href: `/phone/${person.person}` }, t("看手机", "see the phone"))));
  } catch (error) {
    toast(error.message);
  }
}

async function search(text) {
  const { items } = await ask(`/_phone/people?q=${encodeURIComponent(text)}`);
  fill(people, items.slice(0, 12).map((one) =>
    el("button", { "aria-pressed": String(person?.person === one.person), onclick: () => { person = one; search(text); show(); } },
      avatar(one.name, "person small"), el("span", { class: "cut" }, `${one.name}　${one.person} · ${one.phone}`))));
}

const field = el("input", { type: "search", "aria-label": t("谁来扫", "Who scans"), placeholder: t("姓名、编号、手机号或任何 ID", "name, number, phone or any id"), oninput: settled(() => search(field.value.trim())) });

fill(document.getElementById("top"), el("h1", {}, t("扫码台", "Scanner")),
  el("a", { href: "/phone" }, t("手机", "Phones")), el("a", { href: "/staff" }, t("员工手机", "Staff phone")), el("a", { href: "/" }, t("控制台", "Controls")),
  el("button", { class: "bare", onclick: otherLanguage }, otherLanguagesName()));
document.title = t("扫码台", "Scanner");
fill(document.getElementById("main"),
  el("section", { class: "box" }, el("h2", {}, t("一、码", "1. The code")), reader(found)),
  el("section", { class: "box" }, el("h2", {}, t("二、谁来扫", "2. Who scans it")), field, people),
  el("section", { class: "box" }, el("h2", {}, t("三、扫", "3. Scan")), meaning, log));
search("");
show();
