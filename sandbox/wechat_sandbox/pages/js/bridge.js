// The other end of the JS-SDK: pages in a frame ask, this page answers.
import { ask } from "./ask.js";

/**
 * Serve the calls of the page in a frame.
 * @param frame the iframe; only it is listened to.
 * @param calls what can be called, by name: (params) => answer.
 * @param about `strict` where only calls that were signed for may be made; it learns the `appId` of the page.
 */
export function serve(frame, calls, about) {
  const allowed = new Set(["config", "agentConfig"]);
  const listen = async (event) => {
    if (!frame.isConnected) return removeEventListener("message", listen);
    if (event.source !== frame.contentWindow || event.data?.wechat !== "call") return;
    const { id, name, params } = event.data;
    const reply = (ok, answer) => frame.contentWindow.postMessage({ wechat: "answer", id, ok, answer }, event.origin);
    try {
      if (name === "config" || name === "agentConfig") return reply(true, await check(name, params, event.origin, about, allowed));
      if (!Object.hasOwn(calls, name)) return reply(false, { errMsg: `${name}:fail the function is not supported here` });
      if (about.strict && !allowed.has(name)) return reply(false, { errMsg: `${name}:fail no permission, run agentConfig first` });
      reply(true, { errMsg: `${name}:ok`, ...(await calls[name](params ?? {})) });
    } catch (error) {
      reply(false, { errMsg: `${name}:fail ${error.message}` });
    }
  };
  addEventListener("message", listen);
}

/** Let the sandbox check a signature against the tickets it has given out. */
async function check(name, params, origin, about, allowed) {
  if (new URL(params.url).origin !== origin) throw new Error("the url is not the page's own");
  await ask("/_phone/signature", { ...params, kind: name });
  about.appId = params.appId ?? params.corpid;
  for (const api of params.jsApiList ?? []) allowed.add(api);
  return { errMsg: `${name}:ok` };
}
