// The menu of a service account, at the bottom of its chat.
import { act } from "../js/ask.js";
import { el, fill, icon } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { t } from "../js/words.js";

/** Draw the menu; `toKeyboard` goes back to writing. */
export function menuBar(phone, chat, buttons, toKeyboard) {
  const bar = el("div");
  const fold = () => bar.querySelectorAll(".up").forEach((open) => open.remove());
  fill(bar, buttons.map((button) => (button.sub_button?.length ? folder(phone, chat, button, fold) : single(phone, chat, button, fold))));
  return el("div", { class: "menubar" },
    el("button", { onclick: toKeyboard, "aria-label": t("写消息", "Write") }, icon("keyboard")), bar);
}

const single = (phone, chat, button, fold) =>
  el("button", { class: "cut", onclick: () => { fold(); press(phone, chat, button); } }, button.name);

function folder(phone, chat, button, fold) {
  const holder = el("div", { class: "submenu" });
  const toggle = () => {
    const open = holder.querySelector(".up");
    fold();
    if (!open) holder.append(el("div", { class: "up" }, button.sub_button.map((below) => single(phone, chat, below, fold))));
  };
  holder.append(el("button", { class: "cut", onclick: toggle, "aria-haspopup": "menu" }, `≡ ${button.name}`));
  return holder;
}

async function press(phone, chat, button) {
  const wanted = button.key ?? (button.type === "miniprogram" ? button.name : button.url) ?? button.name;
  const happened = await trying(() => act(phone.person, "click_menu", { account: chat.account, button: wanted, by_hand: true }));
  if (!happened) return;
  if (button.type === "view") await phone.lead({ url: button.url });
  else if (button.type === "miniprogram") await phone.lead({ program: button.appid, path: button.pagepath, scene: 1035 });
  else toast(t("已点击", "Pressed"));
}
