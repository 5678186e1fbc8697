import type { Answer, Platform } from "../core";
import type { Wx } from "./wx";

const TIMEOUT = 15_000;

/** A Mini Program's storage, requests and timers. */
export function miniProgram(wx: Wx): Platform {
  return {
    store: {
      get(key) {
        const value = wx.getStorageSync(key);
        return typeof value === "string" && value ? value : null;
      },
      set: (key, value) => wx.setStorageSync(key, value),
      remove: (key) => wx.removeStorageSync(key),
      keys: () => wx.getStorageInfoSync().keys,
    },
    post: ({ url, headers, body }) =>
      new Promise<Answer>((resolve, reject) => {
        wx.request({
          url,
          method: "POST",
          header: headers,
          data: body,
          timeout: TIMEOUT,
          success: ({ statusCode, data, header }) =>
            resolve({ status: statusCode, body: data, retryAfterSeconds: retryAfter(header) }),
          fail: ({ errMsg }) => reject(new Error(errMsg)),
        });
      }),
    now: () => Date.now(),
    later(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}

function retryAfter(header: Record<string, string>): number {
  const name = Object.keys(header).find((one) => one.toLowerCase() === "retry-after");
  return (name && Number(header[name])) || 0;
}
