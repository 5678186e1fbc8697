// Simulated time: how late it is, how fast it runs, and ways to move it.
import { ask, every } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { sheet, toast } from "../js/overlay.js";
import { fullTime, t } from "../js/words.js";

const HOUR = 3600, DAY = 86_400;
const PACES = [[10, t("10 秒", "10 s")], [60, t("1 分钟", "1 min")], [600, t("10 分钟", "10 min")], [3600, t("1 小时", "1 h")], [86_400, t("真实", "real")]];

/** Build the clock; it keeps itself right. */
export async function clock() {
  const now = el("div", { class: "now", "aria-live": "off" });
  const state = el("div", { class: "soft small" });
  const toggle = el("button", { class: "main" });
  const pace = el("select", { "aria-label": t("一天用多久", "A day takes") }, PACES.map(([seconds, words]) => el("option", { value: String(seconds) }, `${t("一天", "a day")} = ${words}`)), el("option", { value: "", hidden: true }, t("自定", "custom")));
  const buttons = el("div", { class: "row" });
  let running = false, busy = false;

  const drawn = (told) => {
    running = told.running;
    fill(now, fullTime(told.now));
    fill(state, running ? t("运行中", "running") : t("已暂停", "paused"));
    fill(toggle, running ? t("暂停", "Pause") : t("开始", "Start"));
    const seconds = String(Math.round(DAY / told.speed));
    if (document.activeElement !== pace) pace.value = PACES.some(([one]) => String(one) === seconds) ? seconds : "";
  };
  const turn = async (body) => {
    if (busy) return;
    busy = true;
    buttons.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    if (body.advance_seconds) fill(state, t("正在模拟……", "simulating …"));
    try {
      const told = await ask("/_sandbox/clock", body);
      drawn(told);
      if (told.unheard) toast(`${told.unheard} ${t("件事品牌的服务器还没有收", "things have not been taken by the brand's server")}`);
    } catch (error) {
      toast(error.message);
    }
    busy = false;
    buttons.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  };
  toggle.addEventListener("click", () => turn({ running: !running }));
  pace.addEventListener("change", () => turn({ day_seconds: Number(pace.value) }));
  const jump = async () => {
    const moment = await whenTo();
    if (moment) await turn({ set: moment });
  };
  fill(buttons, toggle,
    el("button", { onclick: () => turn({ advance_seconds: HOUR }) }, t("前进一小时", "+1 hour")),
    el("button", { onclick: () => turn({ advance_seconds: DAY }) }, t("前进一天", "+1 day")),
    el("button", { onclick: jump }, t("跳到", "Jump to")), pace);
  every(1000, async () => { if (!busy) drawn(await ask("/_sandbox/clock")); });
  return [el("div", {}, now, state), el("div", { class: "grow" }), buttons];
}

/** Ask for a moment in China; what lies between is not simulated. */
const whenTo = () =>
  sheet(t("跳到哪个时刻", "Jump to which moment"), (close) => {
    const field = el("input", { type: "datetime-local", "aria-label": t("时刻", "Moment") });
    return [
      el("p", { class: "soft small" }, t("中间的时间不模拟，人什么也不做。", "What lies between is not simulated: nobody does anything.")), field,
      el("div", { class: "row even" }, el("button", { onclick: () => close() }, t("取消", "Cancel")),
        el("button", { class: "main", onclick: () => close(field.value ? `${field.value}:00+08:00` : null) }, t("跳", "Jump"))),
    ];
  });
