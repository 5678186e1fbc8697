// Live rooms that are on: watch, and buy what is shown.
import { act, ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { money, t } from "../js/words.js";
import { payment } from "./pay.js";

export default async function live(phone) {
  const { items } = await ask("/_phone/live");
  return {
    title: t("直播", "Live"),
    body: items.length ? items.map((room) => drawn(phone, room)) : el("p", { class: "empty" }, t("现在没有直播", "nothing is on now")),
  };
}

function drawn(phone, room) {
  const watch = async () => {
    const happened = await trying(() => act(phone.person, "watch_live", { account: room.account }));
    if (happened) toast([t("看了", "watched"), `${happened.seconds} s`, ...happened.did.map(String)].join(" · "));
  };
  const order = async (product) => {
    if (!(await payment({ merchant: room.shop, fen: product.price_fen, about: product.title }))) return;
    const placed = await trying(() => act(phone.person, "order_in_live", { account: room.account, product_id: product.product_id }));
    if (placed) toast(t("已下单", "Ordered"));
  };
  return el("section", { class: "room" },
    el("h2", {}, room.title), el("span", {}, `${room.shop} · ${room.viewers} ${t("人看过", "viewers")}`),
    el("div", { class: "row" }, el("button", { onclick: watch }, t("进去看看", "Watch"))),
    room.products.map((product) => el("div", { class: "spread" }, el("span", { class: "cut" }, product.title),
      el("span", { class: "row" }, money(product.price_fen), phone.can("order_in_live") && el("button", { onclick: () => order(product) }, t("购买", "Buy"))))));
}
