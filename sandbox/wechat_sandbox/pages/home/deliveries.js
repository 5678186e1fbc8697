// The callbacks that went out: to whom, whether they were taken, and once more if you like.
import { ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { dayAndHour, t } from "../js/words.js";
import { cell, shown, table } from "./table.js";

const STATUS = { delivered: [t("送达", "delivered"), "good"], pending: [t("在途", "pending"), "soft"], failed: [t("失败", "failed"), "bad"] };

export default async function deliveries() {
  const columns = [t("时间", "Time"), t("事件", "Event"), t("账号", "Account"), t("人", "Person"), t("状态", "Status"), t("次数", "Tries"), "ms", ""];
  const row = (one) => {
    const [words, kind] = STATUS[one.status] ?? [one.status, "bad"];
    return [
      cell("tight soft", one.sim_time ? dayAndHour(one.sim_time * 1000) : ""), cell("", one.event ?? ""), cell("tight", one.account ?? ""), cell("number", String(one.person ?? "")),
      cell("tight", el("span", { class: kind }, words), one.replay_of && el("span", { class: "soft" }, ` ↻ ${one.replay_of}`)),
      cell("number", String(one.attempts ?? "")), cell("number", one.ms === undefined ? "–" : String(one.ms)),
      cell("tight", el("button", { onclick: (event) => { event.stopPropagation(); replay(one.seq); } }, t("重放", "Replay"))),
    ];
  };
  const behind = (one) => [shown(one.message ?? one), one.answer !== undefined && [el("div", { class: "soft small" }, `${t("对方回答", "answered")} HTTP ${one.http_status ?? "–"}`), shown(one.answer || t("（空）", "(empty)"))]].filter(Boolean).flat();
  const log = table(columns, row, behind);
  const refresh = async () => log.show((await ask("/_sandbox/deliveries?order=newest&limit=80")).items);
  const replay = (seq) => trying(async () => {
    const sent = await ask(`/_sandbox/deliveries/${seq}/replay`, {});
    toast(`${t("已重放", "Sent again")}：${(STATUS[sent.status] ?? [sent.status])[0]}`);
    await refresh();
  });
  await refresh();
  return { body: el("section", { class: "box" }, log.node), refresh };
}
