// How sure one may be of a number or a code: the marks, in words and colours.
import { el } from "../js/dom.js";
import { t } from "../js/words.js";

const MARKS = {
  "✔": [t("见于官方文档或公开 SDK", "seen in official pages or public SDKs"), "good"],
  "◐": [t("仅见于间接、过时或互相矛盾的来源", "only in secondary, older or contradicting sources"), "warn"],
  "✘": [t("未核实，用前请查官方文档", "not verified: look at the official page first"), "bad"],
};

/** Draw a mark; what it means shows when pointed at. */
export const mark = (sign) => el("span", { class: MARKS[sign]?.[1] ?? "", title: MARKS[sign]?.[0] }, sign);

/** Say what each mark means. */
export const legend = () =>
  el("div", { class: "row small soft" }, Object.entries(MARKS).map(([sign, [words]]) => el("span", {}, mark(sign), ` ${words}`)));
