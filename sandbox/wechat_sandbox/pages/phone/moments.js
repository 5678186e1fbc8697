// Moments: what members of staff posted, to like and to comment on.
import { act, ask } from "../js/ask.js";
import { avatar, el, icon } from "../js/dom.js";
import { trying, written } from "../js/overlay.js";
import { dayAndHour, t } from "../js/words.js";
import { draw } from "./bubbles.js";

export default async function moments(phone) {
  const { items } = await ask(`/_phone/people/${phone.person}/moments`);
  return {
    title: t("朋友圈", "Moments"),
    body: items.length ? items.map((post) => drawn(phone, post)) : el("p", { class: "empty" }, t("还没有人发过", "nothing was posted yet")),
  };
}

function drawn(phone, post) {
  const params = { account: post.account, moment: post.moment };
  const like = async () => { if (await trying(() => act(phone.person, "like_moment", params))) phone.again(); };
  const comment = async () => {
    const content = await written(t("评论", "Comment"));
    if (content && (await trying(() => act(phone.person, "comment_moment", { ...params, content })))) phone.again();
  };
  return el("article", { class: "post" }, avatar(post.name, "person"),
    el("div", { class: "body" }, el("b", {}, post.name),
      post.bubbles.map((bubble) => (bubble.shape === "text" ? el("p", {}, bubble.text) : draw(phone, { account: post.account }, bubble, { moment: post.moment }))),
      el("div", { class: "spread" }, el("span", { class: "soft small" }, dayAndHour(post.at)),
        el("span", { class: "row" },
          el("button", { class: "bare", onclick: like, "aria-label": t("赞", "Like"), "aria-pressed": post.liked ? "true" : "false" }, icon("heart")),
          phone.can("comment_moment") && el("button", { class: "bare", onclick: comment, "aria-label": t("评论", "Comment") }, icon("comment")))),
      (post.likes.length > 0 || post.comments.length > 0) && el("div", { class: "talked" },
        post.likes.length > 0 && el("span", {}, `♡ ${post.likes.join("、")}`),
        post.comments.length > 0 && el("span", {}, `${t("评论", "comments")}：${post.comments.join("、")}`))));
}
