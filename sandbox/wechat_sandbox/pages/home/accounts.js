// The brand's accounts: ids and secrets to copy, where callbacks go, and whether anybody answers there.
import { ask } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { sheet, toast, trying } from "../js/overlay.js";
import { kindOfAccount, t } from "../js/words.js";
import { shown } from "./table.js";

const SHOWN = ["app_id", "secret", "original_id", "token", "aes_key", "agent_id"];
const COMPILED_IN = ["collector_url", "write_key", "login_url", "shop_url"];

export default async function accounts() {
  const list = el("div", { class: "stack" });
  const again = async () => fill(list, (await ask("/_sandbox/accounts")).items.map((account) => drawn(account, again)));
  await again();
  return { body: [list, el("div", { class: "row" }, el("button", { onclick: () => open(again) }, t("开一个账号", "Open an account")))] };
}

function drawn(account, again) {
  const change = (changes) => trying(async () => {
    await ask(`/_sandbox/accounts/${account.id}`, changes, "PATCH");
    toast(t("已保存", "Saved"));
    await again();
  });
  return el("details", { class: "box account", open: location.search === `?${account.id}` },
    el("summary", {}, avatar(account.name, account.kind),
      el("span", { class: "what" }, el("b", {}, account.name), el("div", { class: "soft small cut" }, `${kindOfAccount(account.kind)} · ${account.id} · ${account.app_id}`)),
      el("span", { class: `small ${account.callback_url ? "good" : "soft"}` }, account.callback_url ? t("有回调", "heard") : t("无回调", "no callback"))),
    el("div", { class: "pairs" }, SHOWN.filter((name) => account[name]).map((name) => pair(NAMES(account)[name] ?? name, String(account[name])))),
    callback(account, change),
    account.kind === "merchant" && keys(account),
    account.kind === "mini_program" && compiled(account, change),
    Object.keys(account.more).length > 0 && more(account));
}

const NAMES = (account) => ({ app_id: account.kind === "wecom" ? "CorpID" : account.kind === "merchant" ? "mchid" : "AppID", aes_key: "EncodingAESKey", token: "Token", secret: "Secret", agent_id: "AgentId", original_id: t("原始 ID", "original id") });

/** Name every text within: merchant.private_key and so on. */
const flat = (held, before = "") =>
  Object.entries(held).flatMap(([name, value]) => (value && typeof value === "object" ? flat(value, `${before}${name}.`) : [[before + name, String(value)]]));

const copying = (name, value) =>
  el("button", { class: "bare", "aria-label": `${t("复制", "Copy")} ${name}`, onclick: () => navigator.clipboard?.writeText(value).then(() => toast(t("已复制", "Copied"))) }, icon("copy"));

const pair = (name, value) => [
  el("span", { class: "soft" }, name), el("code", {}, value),
  copying(name, value),
];

function callback(account, change) {
  const field = el("input", { class: "wide", type: "url", value: account.callback_url, placeholder: "http://127.0.0.1:8000/callback", "aria-label": t("回调地址", "Callback URL") });
  const mode = el("select", { "aria-label": t("加密方式", "Mode"), disabled: account.kind === "wecom", onchange: () => change({ mode: mode.value }) },
    el("option", { value: "aes" }, t("安全模式", "AES")), el("option", { value: "plain" }, t("明文模式", "plain")));
  const format = el("select", { "aria-label": t("数据格式", "Format"), onchange: () => change({ callback_format: format.value }) }, el("option", { value: "xml" }, "XML"), el("option", { value: "json" }, "JSON"));
  mode.value = account.mode;
  format.value = account.callback_format;
  const said = el("span", { class: "small", role: "status" });
  const verify = () => trying(async () => {
    const { ok, reason } = await ask(`/_sandbox/accounts/${account.id}/verify`, {});
    fill(said, ok ? t("验证通过", "verified") : `${t("没有通过", "not verified")}：${reason}`);
    said.className = `small ${ok ? "good" : "bad"}`;
  });
  const expire = () => trying(async () => toast(`${(await ask(`/_sandbox/accounts/${account.id}/expire_tokens`, {})).expired} ${t("个令牌作废", "tokens expired")}`));
  return el("fieldset", {}, el("legend", {}, t("回调", "Callbacks")),
    el("div", { class: "row" }, field, el("button", { class: "main", onclick: () => change({ callback_url: field.value.trim() }) }, t("保存", "Save")),
      el("button", { onclick: verify, disabled: !account.callback_url }, t("验证", "Verify"))),
    el("div", { class: "row" }, mode, format, el("button", { onclick: expire }, t("令牌作废", "Expire tokens")), said));
}

/** What the brand compiled into its Mini Program. */
function compiled(account, change) {
  const fields = Object.fromEntries(COMPILED_IN.map((name) => [name, el("input", { class: "wide", value: account.sdk[name] ?? "", "aria-label": name })]));
  const save = () => change({ sdk: Object.fromEntries(COMPILED_IN.map((name) => [name, fields[name].value.trim()])) });
  return el("fieldset", {}, el("legend", {}, t("小程序里写着的地址", "compiled into the Mini Program")),
    COMPILED_IN.map((name) => el("label", { class: "row" }, el("code", {}, name), fields[name])),
    el("div", { class: "row" }, el("button", { class: "main", onclick: save }, t("保存", "Save"))));
}

/** A merchant's keys and certificates: made when they are first asked for. */
function keys(account) {
  const holder = el("div", {});
  const show = () => trying(async () => {
    const held = await ask(`/_sandbox/accounts/${account.id}/keys`);
    fill(holder, flat(held).map(([name, value]) => [el("div", { class: "spread" }, el("code", {}, name), copying(name, value)), shown(value)]));
  });
  return el("fieldset", {}, el("legend", {}, t("密钥与证书", "keys and certificates")), el("div", { class: "row" }, el("button", { onclick: show }, t("显示", "Show"))), holder);
}

const more = (account) =>
  el("fieldset", {}, el("legend", {}, t("其他", "more")),
    el("div", { class: "pairs" }, Object.entries(account.more).map(([name, value]) => pair(name, typeof value === "string" ? value : JSON.stringify(value)))));

async function open(again) {
  const kinds = ["official_account", "mini_program", "wecom", "store", "merchant", "advertiser", "sms_sender", "component", "suite"];
  const given = await sheet(t("开一个账号", "Open an account"), (close) => {
    const kind = el("select", { "aria-label": t("种类", "Kind") }, kinds.map((one) => el("option", { value: one }, kindOfAccount(one))));
    const name = el("input", { placeholder: t("名称", "name"), "aria-label": t("名称", "Name") });
    const id = el("input", { placeholder: "id（a-z 0-9 _ -）", "aria-label": "id" });
    return [kind, name, id, el("div", { class: "row even" }, el("button", { onclick: () => close() }, t("取消", "Cancel")),
      el("button", { class: "main", onclick: () => close({ kind: kind.value, name: name.value, id: id.value }) }, t("开户", "Open")))];
  });
  if (given && (await trying(() => ask("/_sandbox/accounts", given)))) await again();
}
