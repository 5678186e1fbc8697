// What arrives while another screen is open: a banner for a moment, and the count on the tab.
import { ask } from "../js/ask.js";
import { avatar, el } from "../js/dom.js";
import { isNew, nameOf } from "./chats.js";

const SHOWN_MS = 4000;
let newest = null;

/** Look for what is new; called now and again. */
export async function look(phone, host) {
  const { items } = await ask(`/_phone/people/${phone.person}/chats`);
  count(items.filter((chat) => isNew(phone.person, chat)).length);
  const [last] = items.filter((chat) => !chat.mine).sort((one, other) => other.seq - one.seq);
  if (newest !== null && last && last.seq > newest && !isOpen(last)) announce(host, last);
  newest = Math.max(newest ?? 0, last?.seq ?? 0);
}

const address = (chat) => `#chat/${encodeURIComponent(chat.id)}`;
const isOpen = (chat) => location.hash === address(chat) || location.hash === `#chat/${chat.id}` || ["", "#chats"].includes(location.hash);

function announce(host, chat) {
  host.querySelector(".banner-new")?.remove();
  const banner = el("a", { class: "banner-new", href: address(chat), role: "status" },
    avatar(chat.name, chat.kind === "staff" ? "person small" : `${chat.kind} small`),
    el("span", { class: "cut" }, el("b", {}, nameOf(chat)), ` ${chat.last}`));
  banner.addEventListener("click", () => banner.remove());
  host.append(banner);
  setTimeout(() => banner.remove(), SHOWN_MS);
}

function count(chats) {
  const tab = document.querySelector('.tabs a[href="#chats"]');
  if (!tab) return;
  tab.querySelector(".badge")?.remove();
  if (chats) tab.append(el("span", { class: "badge" }, String(chats)));
}
