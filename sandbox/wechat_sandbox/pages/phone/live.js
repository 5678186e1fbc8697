// Live rooms that are on: watch, like, comment, follow.
import { act, ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { t } from "../js/words.js";

export default async function live(phone) {
  const { items } = await ask(`/_phone/people/${phone.person}/live`);
  return {
    title: t("直播", "Live"),
    body: items.length ? items.map((room) => drawn(phone, room)) : el("p", { class: "empty" }, t("现在没有直播", "nothing is on now")),
  };
}

function drawn(phone, room) {
  const doing = (action, params = {}) => async () => {
    const happened = await trying(() => act(phone.person, action, { account: room.account, live_id: room.live_id, ...params }));
    if (happened) toast(t("好了", "Done"));
  };
  return el("section", { class: "room" }, el("h2", {}, room.title), el("span", {}, `${room.viewers} ${t("人看过", "viewers")}`),
    el("div", { class: "row" }, room.actions.map(([action, chinese, inEnglish]) => el("button", { onclick: doing(action) }, t(chinese, inEnglish)))));
}
