// Tables of logs: a row may fold out to show what lies behind it.
import { el, fill } from "../js/dom.js";
import { t } from "../js/words.js";

/** A cell of a kind: tight, number, bad … */
export const cell = (kind, ...inside) => el("td", { class: kind }, ...inside);

/**
 * Build a table that can be filled again and again; rows that were opened stay open.
 * @param columns names of the columns.
 * @param row (item) => cells. @param behind (item) => what folds out, or undefined.
 */
export function table(columns, row, behind, key = (item) => item.seq) {
  const body = el("tbody");
  const open = new Set();
  let before = "";
  const show = (items) => {
    const now = JSON.stringify(items);
    if (now === before) return;
    before = now;
    draw(items);
  };
  const draw = (items) => fill(body, items.length ? items.map((item) => lines(item, items)) : el("tr", {}, el("td", { class: "soft", colSpan: columns.length }, t("还没有", "none yet"))));
  const lines = (item, items) => {
    if (!behind) return el("tr", {}, row(item));
    const id = key(item);
    const fold = () => { if (!open.delete(id)) open.add(id); draw(items); };
    const line = el("tr", { class: "folded", tabIndex: 0, onclick: fold, onkeydown: (event) => event.key === "Enter" && fold(), "aria-expanded": String(open.has(id)) }, row(item));
    return open.has(id) ? [line, el("tr", { class: "open" }, el("td", { colSpan: columns.length }, behind(item)))] : line;
  };
  const node = el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, columns.map((name) => el("th", {}, name)))), body));
  return { node, show };
}

/** Show JSON, or any text, as it is. */
export function shown(value) {
  let text = value;
  if (typeof value !== "string") text = JSON.stringify(value, null, 2);
  else if (/^[[{]/.test(value)) {
    try {
      text = JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      text = value;
    }
  }
  return el("pre", {}, text);
}
