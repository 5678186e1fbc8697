// What the Mini Program's SDK on people's phones sent to the brand: logins, events, pages opened.
import { ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { dayAndHour, t } from "../js/words.js";
import { cell, table } from "./table.js";

const KINDS = { login: t("登录", "login"), events: t("事件", "events"), page: t("网页", "page") };

export default async function uploads() {
  const columns = [t("真实时间", "Wall time"), t("种类", "Kind"), t("账号", "Account"), t("事件数", "Events"), t("结果", "Result"), "ms"];
  const result = (status) => el("span", { class: status >= 200 && status < 300 ? "good" : "bad" }, status ? `HTTP ${status}` : t("没有回答", "no answer"));
  const row = (one) => [
    cell("tight soft", dayAndHour(one.wall_time)), cell("tight", KINDS[one.kind] ?? one.kind), cell("tight", one.account),
    cell("number", String(one.events)), cell("tight", result(one.http_status)), cell("number", String(one.ms)),
  ];
  const log = table(columns, row);
  const refresh = async () => log.show((await ask("/_sandbox/uploads?order=newest&limit=80")).items);
  await refresh();
  return { body: el("section", { class: "box" }, log.node), refresh };
}
