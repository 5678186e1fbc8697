// What lies over a page for a moment: a word that passes, and a sheet that asks.
import { el } from "./dom.js";
import { t } from "./words.js";

const host = () => document.querySelector(".phone") ?? document.body;

/** Say something that goes away by itself. */
export function toast(words) {
  const shown = el("div", { class: "toast", role: "status" }, words);
  host().append(shown);
  setTimeout(() => shown.remove(), 2400);
}

/** Do something; when the sandbox refuses, say why. Returns what it answered, or null. */
export async function trying(doing) {
  try {
    return await doing();
  } catch (error) {
    toast(error.message);
    return null;
  }
}

/** Ask with a sheet from below. `build(close)` returns what is on it; closing with nothing answers null. */
export function sheet(title, build) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const close = (answer = null) => {
      back.remove();
      before?.focus?.();
      resolve(answer);
    };
    const panel = el("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title, tabIndex: -1 },
      el("h2", {}, title), build(close));
    const back = el("div", {
      class: "behind",
      onclick: (event) => { if (event.target === back) close(); },
      onkeydown: (event) => { if (event.key === "Escape") close(); },
    }, panel);
    host().append(back);
    (panel.querySelector("input, textarea, button.main") ?? panel).focus();
  });
}

/** Ask yes or no. */
export const confirmed = (title, words, yes = t("确定", "OK")) =>
  sheet(title, (close) => [
    words && el("p", { class: "soft" }, words),
    el("div", { class: "row even" },
      el("button", { onclick: () => close(false) }, t("取消", "Cancel")),
      el("button", { class: "main", onclick: () => close(true) }, yes)),
  ]);

/** Ask for a text. */
export const written = (title, placeholder = "", first = "") =>
  sheet(title, (close) => {
    const field = el("textarea", { placeholder, rows: 3, value: first, "aria-label": title });
    return [
      field,
      el("div", { class: "row even" },
        el("button", { onclick: () => close() }, t("取消", "Cancel")),
        el("button", { class: "main", onclick: () => close(field.value.trim() || null) }, t("确定", "OK"))),
    ];
  });
