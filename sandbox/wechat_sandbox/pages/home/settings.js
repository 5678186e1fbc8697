// Every number the sandbox runs by: grouped, searchable, each with how sure one may be of it.
import { ask } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { toast } from "../js/overlay.js";
import { t } from "../js/words.js";
import { legend, mark } from "./marks.js";

const GROUPS = {
  ground: t("凭证、调用、回调与时钟", "Tokens, calls, callbacks, the clock"), official_account: t("公众号", "Official Account"), mini_program: t("小程序", "Mini Program"),
  wecom: t("企业微信", "WeCom"), kf: t("微信客服", "Customer service"), channels: t("视频号与小店", "Channels and stores"), pay: t("微信支付", "WeChat Pay"), ads: t("广告", "Ads"),
  sms: t("短信", "SMS"), open_platform: t("开放平台", "Open platform"), people: t("人的习惯", "How people behave"), response: t("人对消息的反应", "How people respond"), traits: t("人的特质", "What people are like"),
};

export default async function settings() {
  const list = el("div", { class: "stack" });
  const { items } = await ask("/_sandbox/settings/about");
  const text = el("input", { class: "wide", type: "search", placeholder: t("按名字、含义或错误码搜索", "search by name, meaning or errcode"), "aria-label": t("搜索", "Search") });
  const group = el("select", { "aria-label": t("分组", "Group") }, el("option", { value: "" }, t("全部", "all")), inOrder(items).map((one) => el("option", { value: one }, GROUPS[one] ?? one)));
  const changed = el("input", { type: "checkbox" });
  const show = () => {
    const wanted = text.value.trim().toLowerCase();
    const fits = (one) => (!group.value || one.group === group.value) && (!changed.checked || one.value !== one.default) && `${one.name} ${one.about} ${one.about_zh}`.toLowerCase().includes(wanted);
    const groups = grouped(items.filter(fits));
    fill(list, inOrder(items).filter((name) => groups.has(name)).map((name) => [name, groups.get(name)]).map(([name, members]) => el("section", { class: "box" }, el("h2", {}, GROUPS[name] ?? name), el("div", {}, members.map(line)))),
      !groups.size && el("p", { class: "empty" }, t("没有这样的设置", "no such setting")));
  };
  for (const control of [text, group, changed]) control.addEventListener("input", show);
  show();
  return {
    body: [
      el("section", { class: "box" }, el("div", { class: "row" }, text, group, el("label", { class: "row" }, changed, t("只看改过的", "changed only"))), legend()),
      list,
    ],
  };
}

/** Name the groups: those of the platform first, in the order of the words above. */
const inOrder = (items) => {
  const known = Object.keys(GROUPS);
  const place = (name) => (known.includes(name) ? known.indexOf(name) : known.length);
  return [...new Set(items.map((one) => one.group))].sort((one, other) => place(one) - place(other));
};

function grouped(items) {
  const groups = new Map();
  for (const one of items) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

function line(one) {
  const field = el("input", { value: String(one.value), inputMode: typeof one.default === "number" ? "decimal" : "text", "aria-label": one.name });
  const was = el("span", { class: "was soft" });
  const node = el("div", { class: "setting" },
    el("div", {}, el("code", {}, breakable(one.name)), one.mark && ["\u00a0", mark(one.mark)], el("div", { class: "about" }, t(one.about_zh, one.about))),
    el("div", {}, field, was));
  const draw = () => {
    node.classList.toggle("changed", one.value !== one.default);
    fill(was, one.value !== one.default && [`${t("原为", "was")} ${one.default} `, el("button", { class: "bare small", onclick: () => save(one.default) }, t("还原", "reset"))]);
  };
  const save = async (value) => {
    try {
      one.value = (await ask("/_sandbox/settings", { [one.name]: value }, "PATCH"))[one.name];
      toast(t("已保存", "Saved"));
    } catch (error) {
      toast(error.message);
    }
    field.value = String(one.value);
    draw();
  };
  field.addEventListener("change", () => save(typeof one.default === "number" ? Number(field.value) : field.value));
  draw();
  return node;
}

/** Let a long name go on in the next line after one of its words. */
const breakable = (name) => name.split("_").flatMap((word, place) => (place ? ["_", el("wbr"), word] : [word]));
