// The wallet: red packets and transfers to take, coupons to spend.
import { act, ask } from "../js/ask.js";
import { el, icon } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { money, t } from "../js/words.js";

const KINDS = () => ({ red_packet: t("红包", "Red packet"), transfer: t("收款", "Transfer"), coupon: t("代金券", "Coupon"), merchant_coupon: t("商家券", "Merchant coupon") });

export default async function wallet(phone) {
  const { items } = await ask(`/_phone/people/${phone.person}/wallet`);
  const take = async (item) => {
    if (!(await trying(() => act(phone.person, item.action, item.params)))) return;
    toast(t("已收下", "Received"));
    phone.again();
  };
  return {
    title: t("卡包", "Wallet"),
    body: items.length
      ? el("div", { class: "list" }, items.map((item) => el("div", { class: "item" }, icon("wallet"),
        el("span", { class: "what" }, el("span", { class: "cut" }, item.name), el("small", { class: "cut" }, `${KINDS()[item.kind]} · ${item.about}`)),
        el("span", { class: "end" }, item.fen > 0 && el("b", { class: "price" }, money(item.fen)),
          item.waiting && item.action ? el("button", { onclick: () => take(item) }, t("收下", "Take")) : item.waiting ? t("可用", "good") : t("已用或过期", "over")))))
      : el("p", { class: "empty" }, t("还没有红包和券", "nothing here yet")),
  };
}
