/** Chinese first, English on demand. A missing English word does not compile. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./locales/en";
import { zh } from "./locales/zh-CN";
import { preferences } from "./preferences";

void i18next.use(initReactI18next).init({
  lng: preferences().language,
  fallbackLng: "zh-CN",
  resources: { "zh-CN": { translation: zh }, en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof zh };
    returnNull: false;
  }
}

/** A word for a code that the server chose, such as an event name; the code itself when we have no word for it. */
export function wordFor(group: string, code: string): string {
  const key = `${group}.${code}`;
  return i18next.exists(key) ? String((i18next.t as (key: string) => string)(key)) : code;
}

export { i18next };
