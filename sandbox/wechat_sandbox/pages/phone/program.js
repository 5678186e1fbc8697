// The brand's Mini Program as a small shop: what is tapped is what its SDK reports.
import { act, ask } from "../js/ask.js";
import { el, icon } from "../js/dom.js";
import { confirmed, sheet, toast, trying } from "../js/overlay.js";
import { money, t } from "../js/words.js";
import { payment } from "./pay.js";

const SHOWN = 10;
const shops = new Map();
const carts = new Map();
const launched = new Set();

const cartOf = (account) => carts.get(account) ?? carts.set(account, new Map()).get(account);
const tap = (phone, account, step, params = {}) => trying(() => act(phone.person, "tap", { account, step, ...params }));

async function shopOf(account) {
  if (!shops.has(account)) shops.set(account, await ask(`/_phone/shops/${account}`));
  return shops.get(account);
}

/** The first screen. Coming from outside is a launch with its page and scene; coming back from a product is not. */
export default async function program(phone, account, path = "", scene = "1089") {
  const shop = await shopOf(account);
  const shown = shop.items.slice(0, SHOWN);
  const launch = `${account} ${path} ${scene}`;
  if (!launched.has(launch)) {
    launched.clear();
    launched.add(launch);
    await tap(phone, account, "launch", { path, scene: Number(scene) });
    await tap(phone, account, "see", { item_ids: shown.map((item) => item.item_id) });
  }
  const item = new URLSearchParams(path.split("?")[1] ?? "").get("item_id");
  return {
    title: shop.name,
    more: el("button", { class: "bare", onclick: () => { launched.clear(); phone.go("chats"); }, "aria-label": t("关闭", "Close") }, icon("close")),
    body: [
      path && el("div", { class: "where cut", title: path }, path),
      el("div", { class: "banner" }, el("b", {}, t("今日好物", "Today's picks")), el("small", {}, item ? `item_id=${item}` : shop.app_id)),
      el("div", { class: "shop" }, shop.items.slice(0, 60).map((one, place) => goods(phone, account, one, place + 1))),
    ],
    foot: el("div", { class: "actions" },
      el("button", { onclick: () => subscribe(phone, shop) }, t("订阅消息", "Messages")),
      phone.home.member_no && el("button", { onclick: () => logIn(phone, account) }, t("会员登录", "Log in")),
      phone.can("ask_customer_service") && el("button", { onclick: () => help(phone, account) }, t("客服", "Help")),
      el("button", { class: "main", onclick: () => phone.go("cart", account) }, `${t("购物车", "Cart")} ${count(account) || ""}`)),
  };
}

const count = (account) => [...cartOf(account).values()].reduce((total, quantity) => total + quantity, 0);

const art = (item) => el("span", { class: `art hue-${[...item.item_id].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 8}` }, [...item.name][0]);

const goods = (phone, account, item, place) =>
  el("button", { class: "goods", onclick: () => phone.go("product", account, item.item_id, String(place)) },
    art(item), el("span", { class: "cut" }, item.name), el("span", { class: "price" }, money(item.price_fen)));

/** One product. */
export async function product(phone, account, itemId, place) {
  const shop = await shopOf(account);
  const item = shop.items.find((one) => one.item_id === itemId) ?? shop.items[0];
  await tap(phone, account, "product", { item_id: item.item_id, position: Number(place) });
  const put = async () => {
    if (!(await tap(phone, account, "add_to_cart", { item_id: item.item_id, quantity: 1 }))) return false;
    cartOf(account).set(item.item_id, (cartOf(account).get(item.item_id) ?? 0) + 1);
    return true;
  };
  return {
    title: item.name,
    body: el("div", { class: "detail" }, art(item),
      el("div", { class: "about" }, el("span", { class: "price" }, money(item.price_fen)), el("h2", {}, item.name),
        el("p", { class: "soft" }, t("七天无理由退货 · 全国包邮", "returns within seven days · free delivery")))),
    foot: el("div", { class: "actions" },
      el("button", { onclick: async () => { if (await put()) toast(t("已加入购物车", "In the cart")); } }, t("加入购物车", "Add to cart")),
      el("button", { class: "main", onclick: async () => { if (await put()) phone.go("cart", account); } }, t("立即购买", "Buy now"))),
  };
}

/** The cart and the till. */
export async function cart(phone, account) {
  const shop = await shopOf(account);
  const lines = [...cartOf(account)].map(([id, quantity]) => ({ item: shop.items.find((one) => one.item_id === id), quantity }));
  const total = lines.reduce((sum, line) => sum + line.item.price_fen * line.quantity, 0);
  const pay = async () => {
    if (!(await payment({ merchant: shop.name, fen: total, about: lines.map((line) => line.item.name).join("，") }))) return;
    const items = lines.map((line) => ({ item_id: line.item.item_id, quantity: line.quantity }));
    if (!(await tap(phone, account, "pay", { items }))) return;
    cartOf(account).clear();
    await subscribe(phone, shop);
    phone.go("orders");
  };
  return {
    title: t("购物车", "Cart"),
    body: lines.length
      ? el("div", { class: "list" }, lines.map(({ item, quantity }) => el("div", { class: "item" },
        el("span", { class: "what" }, item.name, el("small", {}, `× ${quantity}`)), el("b", { class: "price" }, money(item.price_fen * quantity)))))
      : el("p", { class: "empty" }, t("购物车是空的", "the cart is empty")),
    foot: lines.length > 0 && el("div", { class: "actions" }, el("button", { class: "main", onclick: pay }, `${t("付款", "Pay")} ${money(total)}`)),
  };
}

/** The Mini Program asks whether it may write: one answer for each template. */
async function subscribe(phone, shop) {
  if (!shop.templates.length) return;
  const asked = shop.templates.slice(0, 3);
  const refused = await sheet(`${shop.name} ${t("想给你发送", "would like to send you")}`, (close) => {
    const boxes = asked.map((one) => el("input", { type: "checkbox", checked: true, value: one.id }));
    const all = asked.map((one) => one.id);
    return [
      el("ul", {}, asked.map((one, place) => el("li", {}, el("label", { class: "row" }, boxes[place], one.title)))),
      el("div", { class: "row even" },
        el("button", { onclick: () => close(all) }, t("拒绝", "Refuse")),
        el("button", { class: "main", onclick: () => close(boxes.filter((box) => !box.checked).map((box) => box.value)) }, t("允许", "Allow"))),
    ];
  });
  if (refused === null) return;
  const params = { account: shop.account, template_ids: asked.map((one) => one.id), refuse: refused };
  await trying(() => act(phone.person, "accept_subscription", params));
}

async function logIn(phone, account) {
  const told = await tap(phone, account, "login");
  if (told) toast(`${t("会员", "member")} ${told.member_no}`);
}

async function help(phone, account) {
  if (!(await confirmed(t("联系小程序客服？", "Talk to customer service?"), t("会先说一句“你好”。", "It begins with a greeting.")))) return;
  const asked = await trying(() => act(phone.person, "ask_customer_service", { account, content: "你好" }));
  if (asked) phone.go("chat", account);
}
