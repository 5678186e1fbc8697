/** What one person likes on this device: theme and language. */
import { useSyncExternalStore } from "react";
import type { Mode } from "./theme";

export type Language = "zh-CN" | "en";

interface Preferences {
  mode: Mode;
  language: Language;
}

const KEY = "quanyu.preferences";
const listeners = new Set<() => void>();
let current: Preferences = load();

function load(): Preferences {
  const fallback: Preferences = { mode: "light", language: "zh-CN" };
  try {
    return { ...fallback, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return fallback;
  }
}

export function preferences(): Preferences {
  return current;
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  listeners.forEach((tell) => tell());
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, preferences);
}
