// The API calls that came in: what the platform thought of each, and the rule behind each refusal.
import { ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { dayAndHour, t } from "../js/words.js";
import { legend, mark } from "./marks.js";
import { cell, shown, table } from "./table.js";

export default async function calls() {
  const columns = [t("时间", "Time"), t("接口", "API"), t("账号", "Account"), t("结果", "Result"), t("违反的规则", "The rule behind it"), "ms"];
  const row = (call) => [
    cell("tight soft", dayAndHour(call.sim_time)), cell("", `${call.method} ${call.path}`), cell("tight", call.account || "–"),
    cell("tight", call.errcode ? [el("span", { class: "bad" }, String(call.errcode)), call.mark && ["\u00a0", mark(call.mark)]] : el("span", { class: "good" }, t("成功", "ok"))),
    cell("", call.rule), cell("number", call.ms.toFixed(1)),
  ];
  const behind = (call) => [
    el("div", { class: "soft small" }, `${call.host} · rid ${call.rid} · HTTP ${call.http_status} · ${call.address}`),
    Object.keys(call.query).length > 0 && shown(call.query), call.request && shown(call.request), call.answer && shown(call.answer),
  ].filter(Boolean);
  const log = table(columns, row, behind);
  const refused = el("input", { type: "checkbox" });
  const text = el("input", { class: "wide", type: "search", placeholder: t("按接口、账号或规则筛选", "filter by API, account or rule"), "aria-label": t("筛选", "Filter") });
  const refresh = async () => {
    const { items } = await ask("/_sandbox/calls?order=newest&limit=200");
    const wanted = text.value.trim().toLowerCase();
    const fits = (call) => (!refused.checked || call.errcode) && `${call.path} ${call.account} ${call.rule} ${call.errcode}`.toLowerCase().includes(wanted);
    log.show(items.filter(fits).slice(0, 80));
  };
  refused.addEventListener("change", refresh);
  text.addEventListener("input", refresh);
  await refresh();
  return { body: el("section", { class: "box" }, el("div", { class: "row" }, text, el("label", { class: "row" }, refused, t("只看被拒绝的", "refusals only"))), legend(), log.node), refresh };
}
