// Where things lead: a web page, a Mini Program's page, or what a code means.
import { act, ask } from "../js/ask.js";
import { confirmed, toast } from "../js/overlay.js";
import { t } from "../js/words.js";
import { payOrder } from "./pay.js";

/** The launch scenes that WeChat gives to visits from each kind of message. */
const SCENES = { template: 1043, subscribe: 1014, custom: 1074 };
const FROM_CHAT = 1096;

/** Go where a bubble points. `from` is the chat and the line it was in. */
export async function lead(phone, to, from) {
  if (to.path !== undefined && to.url === undefined) {
    const account = phone.home.mini_programs.find((one) => one.app_id === to.program || one.id === from?.chat.account) ?? phone.home.mini_programs[0];
    if (!account) return toast(t("没有这个小程序", "there is no such Mini Program"));
    return phone.go("program", account.id, to.path, String(to.scene ?? SCENES[from?.line.kind] ?? FROM_CHAT));
  }
  const { account } = from?.chat ?? {};
  if (from?.line.moment) await act(phone.person, "open_moment", { account, moment: from.line.moment, by_hand: true }).catch(() => {});
  const meant = await ask("/_phone/meaning", { text: to.url }).catch(() => null);
  return meant && meant.kind !== "page" ? follow(phone, meant, from?.line.seq ? "message" : "history") : phone.go("web", to.url);
}

/** Do what a code means, after asking. `way` is how somebody came to it, where it is an article. */
export async function follow(phone, meant, way = "history") {
  if (meant.kind === "page") return phone.go("web", meant.params.url);
  if (meant.kind === "phone") return location.assign(`/phone/${meant.params.person}`);
  if (meant.kind === "mini_program") {
    const { account, path, query, scene } = meant.launch;
    return phone.go("program", account, query ? `${path}?${query}` : path, String(scene));
  }
  if (meant.kind === "article") {
    await act(phone.person, meant.action, { ...meant.params, way }).catch(() => {});
    return phone.go("web", meant.params.url);
  }
  if (meant.kind === "pay") return payCode(phone, meant);
  if (!phone.can(meant.action)) return toast(t("这里还不能这样做", "this cannot be done here yet"));
  if (!(await confirmed(meant.name, `${WORDS()[meant.kind] ?? ""} ${meant.title}`, YES()[meant.kind] ?? t("继续", "Go on")))) return;
  try {
    const happened = await act(phone.person, meant.action, meant.params);
    if (meant.kind === "scene_code") return phone.go("chat", meant.params.account);
    if (happened.chat_id || happened.open_kfid) return phone.go("chat", `${meant.params.account}:${happened.chat_id ?? happened.open_kfid}`);
    if (happened.userid) return phone.go("chat", `${meant.params.account}:${happened.userid}`);
    phone.go("chats");
    toast(t("好了", "Done"));
  } catch (error) {
    toast(error.message);
  }
}

async function payCode(phone, meant) {
  const order = { merchant: meant.name, about: meant.title, fen: meant.fen };
  if ((await payOrder(phone, order, meant.params)) === "ok") toast(t("付款成功", "Paid"));
}

const WORDS = () => ({
  scene_code: t("服务号", "Official Account"), live_code: t("添加联系人", "Add"), acquisition_link: t("添加联系人", "Add"),
  join_way: t("加入群聊", "Join the group"), kf: t("联系客服", "Talk to"), pay: t("付款", "Pay"),
});
const YES = () => ({
  scene_code: t("关注", "Follow"), live_code: t("添加", "Add"), acquisition_link: t("添加", "Add"), join_way: t("加入", "Join"), pay: t("去付款", "Pay"),
});
