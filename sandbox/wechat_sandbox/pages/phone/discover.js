// What else a phone can do; a way in is shown when the sandbox can do what lies behind it.
import { avatar, el, icon } from "../js/dom.js";
import { t } from "../js/words.js";

export default function discover(phone) {
  const ways = [
    phone.can("like_moment") && ["moments", "moments", t("朋友圈", "Moments"), t("品牌员工发的内容", "what members of staff post")],
    ["scan", "scan", t("扫一扫", "Scan"), t("服务号、活码、群码、小程序码、付款码", "codes of every kind")],
    phone.can("watch_live") && ["live", "live", t("直播", "Live"), t("视频号直播间", "live rooms")],
    ["web", "link", t("打开网页", "Open a page"), t("本机上的 H5 页面", "a page of this machine")],
  ].filter(Boolean);
  return {
    title: t("发现", "Discover"),
    body: [
      el("div", { class: "list" }, ways.map(([where, picture, name, about]) =>
        el("a", { class: "item", href: `#${where}` }, icon(picture), el("span", { class: "what" }, name, el("small", {}, about)), icon("next")))),
      el("div", { class: "label" }, t("小程序", "Mini Programs")),
      el("div", { class: "list" }, phone.home.mini_programs.map((one) =>
        el("a", { class: "item", href: `#program/${one.id}` }, avatar(one.name, "mini_program"), el("span", { class: "what" }, one.name), icon("next")))),
    ],
  };
}
