// One chat: what was said, and a way to say something: a line to write, or the menu of a service account.
import { act, ask } from "../js/ask.js";
import { avatar, el, fill, icon } from "../js/dom.js";
import { confirmed, sheet, trying } from "../js/overlay.js";
import { dayAndHour, t } from "../js/words.js";
import { draw } from "./bubbles.js";
import { nameOf, see } from "./chats.js";
import { menuBar } from "./menu.js";

const QUIET_MINUTES = 5;

/** How a person says something in each kind of chat. */
const SAYING = {
  official_account: (chat, content) => ["text", { account: chat.account, content }],
  mini_program: (chat, content) => ["text", { account: chat.account, content, to: "mini_program" }],
  staff: (chat, content) => ["write_to_staff", { account: chat.account, userid: chat.userid, content }],
  group: (chat, content) => ["say_in_group", { account: chat.account, chat_id: chat.chat_id, content }],
  sms_sender: (chat, content) => ["reply_sms", { account: chat.account, content }],
  kf: (chat, content) => ["ask_kf", { account: chat.account, open_kfid: chat.open_kfid, content }],
};

export default async function chat(phone, id) {
  const path = `/_phone/people/${phone.person}/chats/${encodeURIComponent(id)}`;
  const talk = el("div", { class: "talk", role: "log" });
  const first = await ask(path);
  let last = -1;
  const refresh = async (page) => {
    const { items } = page ?? (await ask(path));
    const newest = items.length ? items[items.length - 1].seq : 0;
    if (newest === last) return;
    const fresh = items.filter((line) => !line.mine && line.seq > last).map((line) => line.seq);
    if (fresh.length) act(phone.person, "see_messages", { messages: fresh, chat_id: first.chat.chat_id }).catch(() => {});
    last = newest;
    see(phone.person, id, newest);
    fill(talk, items.length ? lines(phone, first.chat, items) : el("p", { class: "empty" }, greeting(first.chat)));
    const screen = document.getElementById("screen");
    if (screen) screen.scrollTop = screen.scrollHeight;
  };
  await refresh(first);
  const say = async (content) => {
    const [action, params] = SAYING[first.chat.kind](first.chat, content);
    await trying(() => act(phone.person, action, params));
    await refresh();
  };
  return {
    title: nameOf(first.chat) + (first.chat.members ? `（${first.chat.members}）` : ""),
    body: talk,
    foot: first.chat.writable && foot(phone, first, say),
    more: leave(phone, first.chat),
    shown: () => { const screen = document.getElementById("screen"); screen.scrollTop = screen.scrollHeight; },
    refresh: () => refresh(),
  };
}

const greeting = (chat) =>
  ({
    official_account: t("你已关注，可以发消息，或用下方的菜单。", "You follow this account: write to it, or use its menu."),
    staff: t("你们已经是联系人了，现在可以开始聊天。", "You are connected now: start talking."),
  })[chat.kind] ?? t("还没有消息", "no messages yet");

/** Draw messages, with the time wherever there was a pause. */
function lines(phone, chat, items) {
  const drawn = [];
  let before = 0;
  for (const line of items) {
    const at = Date.parse(line.at);
    if (at - before > QUIET_MINUTES * 60_000) drawn.push(el("span", { class: "when" }, dayAndHour(at)));
    before = at;
    const bubbles = line.bubbles.map((bubble) => draw(phone, chat, bubble, line));
    if (line.bubbles[0]?.shape === "notice") drawn.push(...bubbles);
    else drawn.push(el("div", { class: line.mine ? "said mine" : "said" },
      line.mine ? avatar(phone.home.name, "person") : avatar(line.by ?? chat.name, line.by || chat.kind === "staff" ? "person" : chat.kind),
      el("div", { class: "all" }, line.by && !line.mine && el("span", { class: "when" }, line.by), bubbles)));
  }
  return drawn;
}

function foot(phone, page, say) {
  const holder = el("div");
  const send = page.chat.kind === "official_account" && phone.can("send") ? () => other(phone, page.chat) : null;
  const writing = () => fill(holder, composer(say, page.menu.length ? choosing : null, send));
  const choosing = () => fill(holder, menuBar(phone, page.chat, page.menu, writing));
  if (page.menu.length) choosing();
  else writing();
  return holder;
}

/** Send something else than words: the sandbox makes up the picture, the voice, the place. */
const other = (phone, chat) =>
  sheet(t("发送", "Send"), (close) => {
    const kinds = [["image", t("图片", "Picture")], ["voice", t("语音", "Voice")], ["video", t("视频", "Video")], ["location", t("位置", "Place")], ["link", t("链接", "Link")]];
    const send = (kind) => async () => {
      close();
      await trying(() => act(phone.person, "send", { account: chat.account, kind }));
    };
    return el("div", { class: "row even" }, kinds.map(([kind, words]) => el("button", { onclick: send(kind) }, words)));
  });

function composer(say, toMenu, more) {
  const field = el("textarea", { rows: 1, "aria-label": t("写消息", "Write a message"), enterKeyHint: "send" });
  const send = async () => {
    const content = field.value.trim();
    field.value = "";
    if (content) await say(content);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return el("div", { class: "composer" },
    toMenu && el("button", { class: "bare", onclick: toMenu, "aria-label": t("菜单", "Menu") }, icon("menu")),
    field,
    more && el("button", { class: "bare", onclick: more, "aria-label": t("发送其他", "Send something else") }, icon("plus")),
    el("button", { class: "main", onclick: send }, t("发送", "Send")));
}

/** The way out of a chat: leave the account, remove the member. */
function leave(phone, chat) {
  const ways = {
    official_account: [t("不再关注", "Unfollow"), "unfollow", { account: chat.account }],
    staff: [t("删除联系人", "Remove"), "delete_staff", { account: chat.account, userid: chat.userid }],
    group: [t("退出群聊", "Leave the group"), "leave_group", { account: chat.account, chat_id: chat.chat_id }],
  };
  if (!ways[chat.kind] || !chat.writable) return null;
  const [words, action, params] = ways[chat.kind];
  const ask = async () => {
    if (!(await confirmed(`${words}？`, nameOf(chat), words))) return;
    await trying(() => act(phone.person, action, params));
    phone.go("chats");
  };
  return el("button", { class: "bare", onclick: ask, "aria-label": words }, icon("more"));
}
