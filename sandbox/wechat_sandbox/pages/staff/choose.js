// Whose staff phone to take up.
import { ask } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { otherLanguage, otherLanguagesName, t } from "../js/words.js";

export default async function choose(desk, top, mistake = "") {
  const { items } = await ask("/_phone/staff");
  fill(top, el("b", { class: "what" }, t("谁的员工手机？", "Whose staff phone?")),
    el("nav", {}, el("a", { href: "/phone" }, t("顾客手机", "Customer's phone")), el("a", { href: "/" }, t("控制台", "Controls"))),
    el("button", { class: "bare small", onclick: otherLanguage }, otherLanguagesName()));
  fill(desk, el("div", { class: "choose" }, mistake && el("p", { class: "bad" }, mistake), items.map((corp) => [
    el("h2", {}, corp.name),
    el("div", { class: "list" }, corp.staff.map((member) =>
      el("a", { class: "item", href: `/staff/${encodeURIComponent(corp.id)}/${encodeURIComponent(member.userid)}` },
        avatar(member.name, "person"), el("span", { class: "what" }, el("span", {}, member.name), el("small", {}, member.userid)), icon("next")))),
  ])));
}
