// How much of each API's day is used, account by account, with a ceiling that can be set for a test.
import { ask } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { t } from "../js/words.js";
import { cell, table } from "./table.js";

export default async function quotas() {
  const { items: accounts } = await ask("/_sandbox/accounts");
  const account = el("select", { "aria-label": t("账号", "Account") }, accounts.map((one) => el("option", { value: one.id }, one.name)));
  const text = el("input", { class: "wide", type: "search", placeholder: t("按接口筛选", "filter by API"), "aria-label": t("筛选", "Filter") });
  const columns = [t("接口", "API"), t("今天用了", "Used today"), t("每天上限", "Daily ceiling"), ""];
  const row = (one) => [
    cell("", one.api), cell("number", one.used.toLocaleString()), cell("number", one.daily ? one.daily.toLocaleString() : t("不限", "none")),
    cell("tight", el("div", { class: "row" }, meter(one), el("button", { onclick: () => limit(one) }, t("改上限", "Set")))),
  ];
  const log = table(columns, row);
  const refresh = async () => {
    const { items } = await ask(`/_sandbox/accounts/${account.value}/quotas`);
    log.show(items.filter((one) => one.api.includes(text.value.trim())));
  };
  const limit = (one) => trying(async () => {
    const daily = prompt(`${one.api}\n${t("每天上限（0 为不限）", "daily ceiling (0 for none)")}`, String(one.daily));
    if (daily === null) return;
    await ask(`/_sandbox/accounts/${account.value}/quota`, { api: one.api, daily: Number(daily) });
    await refresh();
  });
  account.addEventListener("change", refresh);
  text.addEventListener("input", refresh);
  await refresh();
  return { body: el("section", { class: "box" }, el("div", { class: "row" }, account, text), log.node), refresh };
}

function meter(one) {
  const share = one.daily ? Math.min(one.used / one.daily, 1) : 0;
  const bar = el("i", { class: share >= 1 ? "full" : "" });
  bar.style.width = `${share * 100}%`;
  return fill(el("div", { class: "meter" }), bar);
}
