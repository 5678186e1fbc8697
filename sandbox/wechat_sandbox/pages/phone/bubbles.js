// How each shape of message is drawn. Which shape a message has is decided by the sandbox.
import { act } from "../js/ask.js";
import { el, icon } from "../js/dom.js";
import { toast, trying } from "../js/overlay.js";
import { money, t } from "../js/words.js";

const ADDRESS = /(https?:\/\/[^\s"'<>，。！？）)]+)/;

/** Draw one bubble of a message. */
export function draw(phone, chat, bubble, line) {
  return (SHAPES[bubble.shape] ?? SHAPES.raw)(bubble, (to) => phone.lead(to, { chat, line }), { phone, chat });
}

const SHAPES = {
  text: (bubble, lead) => el("div", { class: "bubble" }, linked(bubble.text, lead)),
  raw: (bubble) => el("div", { class: "bubble small" }, bubble.text),
  notice(bubble, lead) {
    const inside = [
      el("div", {}, el("b", {}, bubble.title)),
      el("dl", {}, bubble.lines.map((one) => [el("dt", {}, one.name), el("dd", {}, one.value)])),
      bubble.to && el("div", { class: "under spread small" }, el("span", {}, bubble.to.path ? t("进入小程序查看", "Open in the Mini Program") : t("查看详情", "Details")), icon("next")),
    ];
    return card("notice", bubble.to, lead, inside);
  },
  articles: (bubble, lead) => el("div", { class: "all" }, bubble.articles.map((article) =>
    card("", article.to, lead, [
      picture(article.picture, article.title),
      el("div", {}, el("b", {}, article.title), article.text && el("span", { class: "soft small" }, article.text)),
    ]))),
  link: (bubble, lead) => card("", bubble.to, lead, [
    el("div", { class: "split" }, el("div", {}, el("b", {}, bubble.title || bubble.to?.url), el("span", { class: "soft small" }, bubble.text)),
      el("span", { class: "art" }, thumbnail(bubble.picture, "link"))),
  ]),
  program: (bubble, lead, { phone }) => card("", bubble.to, lead, [
    el("div", { class: "name" }, icon("program"), programName(phone, bubble.to)),
    el("div", {}, el("b", {}, bubble.title)),
    el("div", { class: "art" }, thumbnail(bubble.picture, "program")),
    el("div", { class: "under soft small" }, t("小程序", "Mini Program")),
  ]),
  picture: (bubble, _, { chat }) => shownPicture(bubble, chat),
  choices: (bubble, lead, { phone, chat }) => el("div", { class: "card choices" },
    bubble.head && el("div", {}, bubble.head),
    bubble.items.map((item) => el("button", { onclick: () => choose(phone, chat, item, lead) }, item.text)),
    bubble.tail && el("div", { class: "soft small" }, bubble.tail)),
  red_packet: (bubble, _, { phone }) => el("button", { class: "card packet", onclick: () => collect(phone, bubble) },
    el("div", {}, el("b", {}, bubble.title || t("恭喜发财", "Good fortune")), el("span", {}, t("领取红包", "Open it"))),
    el("div", { class: "under small" }, bubble.name)),
  place: (bubble) => labelled("place", bubble.title || t("位置", "Place"), bubble.text),
  file: (bubble) => labelled("file", bubble.title || KINDS()[bubble.kind] || bubble.kind, KINDS()[bubble.kind] ?? ""),
};

const KINDS = () => ({
  voice: t("语音", "Voice message"), video: t("视频", "Video"), shortvideo: t("视频", "Video"), file: t("文件", "File"), music: t("音乐", "Music"),
  mpnewsarticle: t("图文", "Article"), wxcard: t("卡券", "Coupon"), template_card: t("卡片", "Card"), mpvideo: t("视频", "Video"),
});

const card = (kind, to, lead, inside) =>
  el(to ? "button" : "div", { class: `card ${kind}`, onclick: to ? () => lead(to) : undefined }, inside);

const labelled = (picture, title, text) =>
  el("div", { class: "card" }, el("div", { class: "split" }, el("div", {}, el("b", {}, title), el("span", { class: "soft small" }, text)), icon(picture)));

const isAddress = (text) => /^(https?:|data:image\/|\/)/.test(text ?? "");
const picture = (url, title) => el("div", { class: "art" }, isAddress(url) ? el("img", { src: url, alt: title, loading: "lazy" }) : icon("picture"));
const thumbnail = (url, otherwise) => (isAddress(url) ? el("img", { src: url, alt: "" }) : icon(otherwise));

function shownPicture(bubble, chat) {
  const source = bubble.media ? `/_phone/media/${chat.account}/${encodeURIComponent(bubble.media)}` : bubble.url;
  const instead = () => el("span", { class: "nopicture" }, icon("picture"), t("图片", "picture"), el("span", { class: "cut" }, bubble.media || bubble.url));
  if (!isAddress(source)) return instead();
  const image = el("img", { class: "picture", alt: t("图片", "picture"), src: source });
  image.addEventListener("error", () => image.replaceWith(instead()));
  return image;
}

function programName(phone, to) {
  const known = phone.home?.mini_programs.find((one) => one.app_id === to?.program);
  return known?.name ?? phone.home?.mini_programs[0]?.name ?? t("小程序", "Mini Program");
}

/** Show web addresses in a text as links. */
function linked(text, lead) {
  return String(text).split(ADDRESS).map((part, place) =>
    place % 2 ? el("a", { href: part, onclick: (event) => { event.preventDefault(); lead({ url: part }); } }, part) : part);
}

async function collect(phone, bubble) {
  const had = await trying(() => act(phone.person, "collect_red_packet", { mch_billno: bubble.mch_billno }));
  if (had) toast(`${money(had.fen)} ${t("已存入零钱", "received")}`);
}

/** Press an item of a menu message: customer service hears its id, an Official Account the words. */
async function choose(phone, chat, item, lead) {
  if (item.to) return lead(item.to);
  const [action, params] = chat.kind === "kf" && phone.can("answer_menu")
    ? ["answer_menu", { account: chat.account, open_kfid: chat.open_kfid, menu_id: item.id, content: item.text }]
    : ["text", { account: chat.account, content: item.text, bizmsgmenuid: item.id }];
  await trying(() => act(phone.person, action, params));
}
