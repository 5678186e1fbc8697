/** The colours that charts share, taken from the page's own theme. */
import type { Mode } from "@/app/theme";

export interface Ink {
  text: string;
  faint: string;
  line: string;
  surface: string;
  accent: string;
}

export function inkOf(mode: Mode): Ink {
  return mode === "dark"
    ? { text: "#e7ebe6", faint: "#71807a", line: "#2a3431", surface: "#19201e", accent: "#4fb8a5" }
    : { text: "#1b2422", faint: "#8a938e", line: "#e3dfd4", surface: "#fffefb", accent: "#0d6b5e" };
}

export function tooltipOf(ink: Ink) {
  return { backgroundColor: ink.surface, borderColor: ink.line, textStyle: { color: ink.text, fontSize: 12 }, extraCssText: "box-shadow:none" };
}
