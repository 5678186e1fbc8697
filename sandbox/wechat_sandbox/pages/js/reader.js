// Where a code is put in: a picture of it, pasted, dropped or chosen, or its text.
import { el } from "./dom.js";
import { toast } from "./overlay.js";
import { decode } from "./qr.js";
import { t } from "./words.js";

/** Build the field; `found` gets the text of each code. */
export function reader(found) {
  const text = el("textarea", {
    rows: 3, "aria-label": t("码的内容", "text of the code"),
    placeholder: t("粘贴二维码图片，或它的网址、ticket、config_id", "paste a picture of a code, or its address, ticket or config_id"),
  });
  const file = el("input", { type: "file", accept: "image/*", hidden: true });
  const choose = el("button", { onclick: () => file.click() }, t("选一张图片", "Choose a picture"));
  const read = async (blob) => {
    const seen = await textOf(blob);
    if (seen) found((text.value = seen));
    else toast(t("没有在图里找到二维码", "no code was found in the picture"));
  };
  file.addEventListener("change", () => file.files[0] && read(file.files[0]));
  text.addEventListener("paste", (event) => {
    const picture = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    read(picture);
  });
  const zone = el("div", { class: "zone" }, text,
    el("div", { class: "row even" }, choose, el("button", { class: "main", onclick: () => text.value.trim() && found(text.value.trim()) }, t("识别", "Read"))), file);
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
  });
  return zone;
}

/** Read a picture: with the browser's own detector where it has one, else with ours. */
async function textOf(blob) {
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap) return "";
  if ("BarcodeDetector" in window) {
    const detected = await new BarcodeDetector({ formats: ["qr_code"] }).detect(bitmap).catch(() => []);
    if (detected.length) return detected[0].rawValue;
  }
  const canvas = el("canvas", { width: bitmap.width, height: bitmap.height });
  const drawing = canvas.getContext("2d");
  drawing.drawImage(bitmap, 0, 0);
  return decode(drawing.getImageData(0, 0, bitmap.width, bitmap.height));
}
