// Whom one can talk to: accounts to follow, members of staff to add, Mini Programs.
import { act } from "../js/ask.js";
import { avatar, el, icon } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { t } from "../js/words.js";

export default function contacts(phone) {
  const { official_accounts: accounts, staff, mini_programs: programs } = phone.home;
  return {
    title: t("通讯录", "Contacts"),
    body: [
      section(t("服务号", "Official Accounts"), accounts.map((account) => official(phone, account))),
      section(t("小程序", "Mini Programs"), programs.map((one) =>
        row(avatar(one.name, "mini_program"), one.name, one.app_id, { href: `#program/${one.id}` }))),
      section(t("品牌的员工", "Staff of the brand"), staff.map((member) => employee(phone, member))),
    ],
  };
}

const section = (name, items) => items.length > 0 && [el("div", { class: "label" }, name), el("div", { class: "list" }, items)];

const row = (picture, name, about, given, end = icon("next")) =>
  el(given.href ? "a" : "div", { class: "item", ...given }, picture,
    el("span", { class: "what" }, el("span", { class: "cut" }, name), el("small", { class: "cut" }, about)), end);

function official(phone, account) {
  const follow = async () => {
    if (await trying(() => act(phone.person, "follow", { account: account.id }))) phone.go("chat", account.id);
  };
  const end = account.follows ? icon("next") : el("button", { class: "main", onclick: follow }, t("关注", "Follow"));
  return row(avatar(account.name, "official_account"), account.name, account.app_id, account.follows ? { href: `#chat/${account.id}` } : {}, end);
}

function employee(phone, member) {
  const add = async () => {
    const params = { account: member.corp, userid: member.userid };
    if (await trying(() => act(phone.person, "add_staff", params))) phone.go("chat", `${member.corp}:${member.userid}`);
  };
  const end = member.added ? icon("next") : el("button", { onclick: add }, t("添加", "Add"));
  const given = member.added ? { href: `#chat/${encodeURIComponent(`${member.corp}:${member.userid}`)}` } : {};
  return row(avatar(member.name, "person"), member.name, member.company, given, end);
}
