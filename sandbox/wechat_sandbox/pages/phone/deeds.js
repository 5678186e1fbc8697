// Everything a person can do, by name: what no screen of the phone offers is done here.
import { act, ask } from "../js/ask.js";
import { el, fill } from "../js/dom.js";
import { t } from "../js/words.js";

export default async function deeds(phone) {
  const { items } = await ask("/_phone/actions");
  const list = el("div", { class: "list" });
  const field = el("input", { type: "search", placeholder: t("找一件事", "find something to do"), "aria-label": t("找一件事", "Find something to do") });
  const show = () => fill(list, items.filter((one) => `${one.name} ${one.about}`.toLowerCase().includes(field.value.trim().toLowerCase())).map((one) => deed(phone, one)));
  field.addEventListener("input", show);
  show();
  return { title: t("让他做一件事", "Do something"), body: [el("div", { class: "finder" }, field), list] };
}

function deed(phone, one) {
  const params = el("textarea", { rows: 2, value: "{}", "aria-label": t("参数（JSON）", "parameters (JSON)") });
  const happened = el("pre", { class: "small", role: "status" });
  const run = async () => {
    try {
      fill(happened, JSON.stringify(await act(phone.person, one.name, JSON.parse(params.value || "{}")), null, 2));
    } catch (error) {
      fill(happened, error.message);
    }
  };
  return el("details", { class: "deed" }, el("summary", {}, el("b", {}, one.name), el("div", { class: "soft small" }, one.about)),
    params, el("div", { class: "row" }, el("button", { class: "main", onclick: run }, t("做", "Do it"))), happened);
}
