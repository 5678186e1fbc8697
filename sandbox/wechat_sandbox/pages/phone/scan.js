// Scanning on the phone: a picture of a code, or its text.
import { ask } from "../js/ask.js";
import { el } from "../js/dom.js";
import { trying } from "../js/overlay.js";
import { reader } from "../js/reader.js";
import { t } from "../js/words.js";
import { follow } from "./lead.js";

export default function scan(phone) {
  const found = async (text) => {
    const meant = await trying(() => ask("/_phone/meaning", { text }));
    if (meant) await follow(phone, meant);
  };
  return { title: t("扫一扫", "Scan"), body: el("div", { class: "finder" }, reader(found)) };
}
