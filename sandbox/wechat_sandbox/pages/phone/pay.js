// The sheet on which somebody pays: how much, to whom, yes or no.
import { act } from "../js/ask.js";
import { el } from "../js/dom.js";
import { sheet, toast, trying } from "../js/overlay.js";
import { money, t } from "../js/words.js";

/** Ask whether to pay; true when the person does. */
export const payment = ({ merchant, fen, about }) =>
  sheet(t("付款", "Payment"), (close) => [
    el("div", { class: "amount" }, el("small", {}, merchant), fen === undefined ? "" : money(fen)),
    about && el("p", { class: "soft small" }, about),
    el("div", { class: "row even" },
      el("button", { onclick: () => close(false) }, t("取消", "Cancel")),
      el("button", { class: "main", onclick: () => close(true) }, t("确认付款", "Pay now"))),
  ]);

/** Pay an order of the brand's that a page asked for, as WeChat's own sheet would. Says what the page is to hear. */
export async function payOrder(phone, order, params, action = "pay_order") {
  if (!phone.can(action)) {
    toast(t("这里还不能付款", "payment is not offered here"));
    return "fail";
  }
  if (!(await payment(order))) return "cancel";
  return (await trying(() => act(phone.person, action, params))) ? "ok" : "fail";
}
