// Trouble on purpose: which kinds are on, in words, and a form to switch another on.
import { ask } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { t } from "../js/words.js";

const SWITCHES = {
  api: { drop_answer_after_effect: t("照做，但答案丢失", "acts, then loses its answer") },
  callback: {
    duplicate_callbacks: t("每个回调送两遍", "each callback twice"),
    drop: t("回调丢失", "callbacks are lost"),
    wrong_signature: t("签名错误", "wrong signature"),
    wrong_receiver: t("接收者 ID 错误", "wrong receiver id"),
    old_timestamp: t("时间戳是一小时前", "timestamp an hour old"),
    reorder: t("后发的先到", "later callbacks arrive first"),
  },
};

export default async function faults() {
  const list = el("div", {});
  const again = async () => {
    const { items } = await ask("/_sandbox/faults");
    fill(list, items.length ? items.map((fault) => drawn(fault, again)) : el("p", { class: "soft" }, t("现在一切正常。", "Nothing is wrong now.")));
  };
  await again();
  const all = () => trying(async () => { await ask("/_sandbox/faults", undefined, "DELETE"); await again(); });
  return {
    body: [
      el("section", { class: "box" }, el("div", { class: "spread" }, el("h2", {}, t("正在发生的故障", "Faults that are on")), el("button", { onclick: all }, t("全部关掉", "All off"))), list),
      form(again),
    ],
  };
}

function drawn(fault, again) {
  const off = () => trying(async () => { await ask(`/_sandbox/faults/${fault.id}`, undefined, "DELETE"); await again(); });
  return el("div", { class: "spread" }, el("span", {}, inWords(fault)), el("button", { onclick: off }, t("关掉", "Off")));
}

/** Say a fault in a sentence. */
function inWords(fault) {
  const what = [];
  if (fault.errcode) what.push(`${t("返回错误码", "answers")} ${fault.errcode}`);
  if (fault.latency_ms) what.push(`${t("慢", "slower by")} ${fault.latency_ms} ${t("毫秒", "ms")}`);
  for (const [name, words] of Object.entries({ ...SWITCHES.api, ...SWITCHES.callback })) if (fault[name]) what.push(words);
  const where = fault.api === "callback" ? t("回调", "callbacks") : fault.api;
  return `${where}：${fault.percent}% ${t("的时候", "of the time")} ${what.join(t("，", ", ")) || t("什么也不发生", "nothing happens")}`;
}

function form(again) {
  const api = el("input", { class: "wide", value: "callback", list: "apis", "aria-label": t("哪里", "Where"), placeholder: "/cgi-bin/message/custom/send" });
  const number = (value, name) => el("input", { class: "number", type: "number", min: 0, value, "aria-label": name });
  const percent = number(100, "%"), errcode = number(0, t("错误码", "errcode")), latency = number(0, t("毫秒", "ms"));
  const boxes = Object.fromEntries(Object.entries({ ...SWITCHES.api, ...SWITCHES.callback }).map(([name, words]) => [name, [el("input", { type: "checkbox" }), words]]));
  const apis = el("datalist", { id: "apis" }, el("option", { value: "callback" }));
  known().then((paths) => apis.append(...paths.map((path) => el("option", { value: path }))));
  const add = () => trying(async () => {
    const fault = { api: api.value.trim(), percent: Number(percent.value) };
    if (Number(errcode.value)) fault.errcode = Number(errcode.value);
    if (Number(latency.value)) fault.latency_ms = Number(latency.value);
    for (const [name, [box]] of Object.entries(boxes)) if (box.checked) fault[name] = true;
    await ask("/_sandbox/faults", fault);
    toast(t("故障已打开", "The fault is on"));
    await again();
  });
  return el("section", { class: "box" }, el("h2", {}, t("打开一个故障", "Switch one on")), apis,
    el("label", { class: "row" }, t("哪里：接口的路径，或 callback", "where: an API's path, or callback"), api),
    el("div", { class: "row" }, el("label", { class: "row" }, "%", percent), el("label", { class: "row" }, t("错误码", "errcode"), errcode), el("label", { class: "row" }, t("慢几毫秒", "latency ms"), latency)),
    el("div", { class: "row" }, Object.values(boxes).map(([box, words]) => el("label", { class: "row" }, box, words))),
    el("div", { class: "row" }, el("button", { class: "main", onclick: add }, t("打开", "Switch on"))));
}

/** The paths of every API, to choose from. */
async function known() {
  const { items: accounts } = await ask("/_sandbox/accounts");
  const lists = await Promise.all(accounts.map((account) => ask(`/_sandbox/accounts/${account.id}/quotas`).catch(() => ({ items: [] }))));
  return [...new Set(lists.flatMap((one) => one.items.map((item) => item.api)))].sort();
}
