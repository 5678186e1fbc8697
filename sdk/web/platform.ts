import type { Platform } from "../core";

/** A page that is being left may send 64 KB; a character takes up to three bytes. Batches are smaller than this. */
const KEPT_ALIVE = 21_000;

/** `fetch` with `keepalive`, which outlives the page as a beacon does and, unlike one, can carry the token. */
export const browser: Platform = {
  store: {
    get: (key) => localStorage.getItem(key),
    set: (key, value) => localStorage.setItem(key, value),
    remove: (key) => localStorage.removeItem(key),
    keys: () => Object.keys(localStorage),
  },
  async post({ url, headers, body }) {
    const keepalive = body.length <= KEPT_ALIVE;
    const response = await fetch(url, { method: "POST", headers, body, keepalive, credentials: "omit" });
    const retryAfterSeconds = Number(response.headers.get("Retry-After")) || 0;
    return { status: response.status, body: await response.json().catch(() => null), retryAfterSeconds };
  },
  now: () => Date.now(),
  later(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
};
