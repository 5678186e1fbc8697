// What reached people, newest first.
import { ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { dayAndHour, t } from "../js/words.js";
import { cell, shown, table } from "./table.js";

export default async function messages() {
  const columns = [t("时间", "Time"), t("人", "Person"), t("账号", "Account"), t("种类", "Kind"), t("内容", "Content")];
  const row = (one) => [
    cell("tight soft", dayAndHour(one.sim_time)),
    cell("number", el("a", { href: `/phone/${one.person}`, onclick: (event) => event.stopPropagation() }, String(one.person))),
    cell("tight", one.account), cell("tight", one.kind), cell("", inShort(one.content)),
  ];
  const log = table(columns, row, (one) => shown(one.content));
  const refresh = async () => log.show((await ask("/_sandbox/messages?order=newest&limit=80")).items);
  await refresh();
  return { body: el("section", { class: "box" }, log.node), refresh };
}

function inShort(content) {
  const inner = content[content.msgtype] ?? content;
  const words = inner.content ?? inner.title ?? inner.text ?? "";
  return (typeof words === "string" && words ? words : JSON.stringify(content)).slice(0, 120);
}
