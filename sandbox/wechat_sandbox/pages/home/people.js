// The people: find one, see what became of them, take up their phone.
import { ask, settled } from "../js/ask.js";
import { avatar, el, fill } from "../js/dom.js";
import { t } from "../js/words.js";
import { cell, shown, table } from "./table.js";

export default async function people() {
  const columns = ["", t("姓名", "Name"), t("编号", "No."), t("手机号", "Phone"), t("会员号", "Member"), ""];
  const row = (one) => [
    cell("tight", avatar(one.name, "person small")), cell("tight", one.name), cell("number", String(one.person)), cell("tight", one.phone), cell("", one.member_no ?? ""),
    cell("tight", el("a", { href: `/phone/${one.person}`, onclick: (event) => event.stopPropagation() }, t("拿起手机", "phone"))),
  ];
  const details = new Map();
  const behind = (one) => details.get(one.person) ?? detail(one.person, details);
  const found = table(columns, row, behind, (one) => one.person);
  const total = el("span", { class: "soft small" });
  const field = el("input", { class: "wide", type: "search", placeholder: t("姓名、编号、手机号、会员号或任何 ID", "name, number, phone, member number or any id"), "aria-label": t("找人", "Find"), oninput: settled(() => search()) });
  const search = async () => {
    const page = await ask(`/_phone/people?q=${encodeURIComponent(field.value.trim())}`);
    found.show(page.items);
    fill(total, `${page.total.toLocaleString()} ${t("人", "people")}`);
  };
  await search();
  return { body: el("section", { class: "box" }, el("div", { class: "row" }, field, total), found.node) };
}

/** Everything about a person, asked for when their row is opened. */
function detail(person, details) {
  const holder = el("div", {}, "…");
  ask(`/_sandbox/people/${person}`).then((card) => {
    fill(holder, shown(card));
    details.set(person, holder);
  });
  return holder;
}
