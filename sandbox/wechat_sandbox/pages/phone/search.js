// Whose phone to take up: found by name, number or any id.
import { ask, settled } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { t } from "../js/words.js";

/** Show the people that can be found, in place of a phone's screen. */
export default function search(host, problem = "") {
  const found = el("div", { class: "list" });
  const field = el("input", {
    type: "search",
    placeholder: t("姓名、编号、手机号、会员号或任何 ID", "name, number, phone, member number or any id"),
    "aria-label": t("找人", "Find somebody"),
  });
  const look = async () => {
    const { items } = await ask(`/_phone/people?q=${encodeURIComponent(field.value.trim())}`);
    fill(found, items.map(line), !items.length && el("p", { class: "empty" }, t("没有这样的人", "nobody like that")));
  };
  field.addEventListener("input", settled(look));
  fill(host,
    el("header", { class: "bar" }, el("h1", {}, t("谁的手机？", "Whose phone?"))),
    el("div", { class: "finder" }, problem && el("p", { class: "bad", role: "alert" }, problem), field),
    el("div", { class: "screen" }, found));
  document.title = t("手机", "Phone");
  look();
}

const line = (person) =>
  el("a", { class: "item", href: `/phone/${person.person}` },
    avatar(person.name, "person"),
    el("span", { class: "what" }, el("span", {}, person.name), el("small", {}, `${person.person} · ${person.phone}`)),
    person.member_no && el("span", { class: "tag" }, person.member_no),
    icon("next"));
