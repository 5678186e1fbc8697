// What there is, counted, and the doors to the other pages.
import { ask } from "../js/ask.js";
import { el, fill, icon } from "../js/dom.js";
import { t } from "../js/words.js";

const WORDS = {
  people: t("人", "people"), aware: t("知道品牌", "know the brand"), visits: t("小程序访问", "visits"), orders: t("订单", "orders"),
  messages: t("送达的消息", "messages"), calls: t("接口调用", "API calls"), deliveries: t("回调", "callbacks"),
  callbacks_waiting: t("等待的回调", "callbacks waiting"), visits_waiting: t("等待的访问", "visits waiting"),
  events_waiting: t("等待的事件", "events waiting"), events_lost: t("丢失的事件", "events lost"),
  followers: t("粉丝", "followers"), contacts: t("客户", "contacts"),
};

export default async function overview() {
  const counts = el("div", { class: "counts" });
  const refresh = async () => fill(counts, Object.entries(await ask("/_sandbox/totals")).map(([name, value]) => {
    const [word, account] = /^(followers|contacts)_(.+)$/.exec(name)?.slice(1) ?? [name, ""];
    return el("div", {}, el("b", {}, value.toLocaleString()), (WORDS[word] ?? word.replaceAll("_", " ")) + (account ? ` · ${account}` : ""));
  }));
  return {
    body: [
      el("p", { class: "soft" }, t("本机上的一个微信：接口、回调，和一群会自己行动的人。这里的账号、密钥与人都不是真的。",
        "A WeChat on this machine: its APIs, its callbacks, and people who act by themselves. No account, secret or person here is real.")),
      el("div", { class: "doors" },
        door("/phone", "chats", t("顾客手机", "Phones"), t("看一个人看到的", "what a person sees")),
        door("/staff", "people", t("员工手机", "Staff phone"), t("聊天、群发确认、侧边栏", "chats, mass sends, sidebar")),
        door("/scan", "scan", t("扫码台", "Scanner"), t("让一个人扫任意的码", "let somebody scan any code"))),
      counts,
    ],
    refresh,
  };
}

const door = (href, picture, name, about) =>
  el("a", { class: "door", href }, icon(picture), el("span", {}, el("b", {}, name), el("div", { class: "soft small" }, about)));
