// Two languages. Chinese comes first; each text stands where it is used, as t("聊天", "Chats").

let english = localStorage.getItem("language") === "en";
document.documentElement.lang = english ? "en" : "zh-CN";

/** Say something in the language chosen. */
export const t = (chinese, inEnglish) => (english ? inEnglish : chinese);

/** The button that changes the language and draws the page anew. */
export function otherLanguage() {
  localStorage.setItem("language", english ? "zh" : "en");
  location.reload();
}

export const otherLanguagesName = () => (english ? "中文" : "English");

const zone = { timeZone: "Asia/Shanghai" };
const locale = english ? "en-GB" : "zh-CN";
const written = (style) => {
  const format = new Intl.DateTimeFormat(locale, { ...zone, ...style });
  return (moment) => format.format(new Date(moment));
};

export const hour = written({ hour: "2-digit", minute: "2-digit", hour12: false });
export const dayAndHour = written({ month: english ? "short" : "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });
export const fullTime = written({ dateStyle: "long", timeStyle: "short" });
const day = written({ year: "numeric", month: "2-digit", day: "2-digit" });
const shortDay = written({ month: "numeric", day: "numeric" });

/** Say when something was, as a list of chats does. */
export const lately = (moment, now) => (day(moment) === day(now) ? hour(moment) : shortDay(moment));

/** Write an amount of fen. */
export const money = (fen) => "¥" + (fen / 100).toFixed(2);

/** Words for the kinds of accounts. */
export const kindOfAccount = (kind) =>
  ({
    official_account: t("服务号", "Official Account"),
    mini_program: t("小程序", "Mini Program"),
    wecom: t("企业微信", "WeCom"),
    store: t("小店", "Store"),
    merchant: t("商户", "Merchant"),
    advertiser: t("广告主", "Advertiser"),
    sms_sender: t("短信", "SMS"),
    component: t("第三方平台", "Component"),
    suite: t("服务商应用", "Suite"),
  })[kind] ?? kind;
