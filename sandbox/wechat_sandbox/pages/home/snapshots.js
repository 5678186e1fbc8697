// Snapshots: keep the world as it is now, and go back to it later.
import { ask } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { confirmed, toast, trying } from "../js/overlay.js";
import { t } from "../js/words.js";

export default async function snapshots() {
  const list = el("div", {});
  const name = el("input", { class: "wide", placeholder: t("名字，如 before-campaign", "a name, such as before-campaign"), "aria-label": t("名字", "Name") });
  const again = async () => {
    const { items } = await ask("/_sandbox/snapshots");
    fill(list, items.length ? items.map((one) => drawn(one)) : el("p", { class: "soft" }, t("还没有快照", "no snapshots yet")));
  };
  const take = () => trying(async () => { await ask("/_sandbox/snapshots", { name: name.value.trim() }); name.value = ""; toast(t("已保存", "Kept")); await again(); });
  const restore = (one) => trying(async () => {
    if (!(await confirmed(`${t("回到", "Go back to")} ${one}？`, t("现在的一切会被它替换。", "It takes the place of everything that is now."), t("回到", "Go back")))) return;
    await ask(`/_sandbox/snapshots/${encodeURIComponent(one)}/restore`, {});
    toast(t("已回到", "Back there"));
  });
  const drawn = (one) => {
    const called = typeof one === "string" ? one : one.name;
    return el("div", { class: "spread" }, el("span", {}, el("b", {}, called), el("span", { class: "soft small" }, ` ${one.taken ?? one.now ?? ""}`)), el("button", { onclick: () => restore(called) }, t("回到这里", "Go back")));
  };
  await again();
  return { body: [el("section", { class: "box" }, el("div", { class: "row" }, name, el("button", { class: "main", onclick: take }, t("保存现在", "Keep now"))), list)] };
}
