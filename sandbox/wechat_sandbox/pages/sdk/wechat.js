// The JS-SDK of WeChat and WeCom for pages shown on the sandbox's phones: the same calls, answered by the page around.
// Load it in place of jweixin / jwxwork / wecom-jssdk. Both styles are served: callbacks (wx.invoke, success/fail) and promises (ww.*).
(() => {
  "use strict";
  const around = new URL(document.currentScript.src).origin;
  const waiting = new Map();
  let number = 0, ready = null, readyCalls = [], errorCall = null;

  addEventListener("message", (event) => {
    if (event.origin !== around || event.data?.wechat !== "answer") return;
    const settle = waiting.get(event.data.id);
    waiting.delete(event.data.id);
    settle?.(event.data);
  });

  const ask = (name, params) =>
    new Promise((resolve, reject) => {
      if (parent === window) return reject({ errMsg: `${name}:fail not inside a phone` });
      const id = ++number;
      waiting.set(id, ({ ok, answer }) => (ok ? resolve : reject)(answer));
      parent.postMessage({ wechat: "call", id, name, params: plain(params) }, around);
    });

  // Functions cannot be posted to another window.
  const plain = (params) => JSON.parse(JSON.stringify(params ?? {}));
  const here = () => location.href.split("#")[0];

  function call(name, params = {}) {
    const asked = ask(name, params);
    const { success, fail, complete } = params ?? {};
    if (success || fail || complete) asked.then(success, fail).then(complete, complete);
    asked.catch(() => {});
    return asked;
  }

  /** The old style: the callback gets err_msg, whatever happened. */
  function invoke(name, params, callback) {
    const tell = (answer) => callback?.({ err_msg: answer.errMsg, ...answer });
    ask(name, params).then(tell, tell);
  }

  function configured(name, params) {
    const asked = ask(name, { ...params, url: here() });
    ready = asked;
    asked.then(
      (answer) => { readyCalls.forEach((one) => one()); params.success?.(answer); },
      (answer) => { errorCall?.(answer); params.fail?.(answer); },
    );
    return asked.catch(() => {});
  }

  const names = ["getContext", "getCurExternalContact", "getCurExternalChat", "sendChatMessage", "shareToExternalContact", "openExistedChatWithMsg",
    "closeWindow", "scanQRCode", "getNetworkType", "chooseWXPay"];
  const quiet = ["hideOptionMenu", "showOptionMenu", "hideMenuItems", "showMenuItems", "hideAllNonBaseMenuItem", "updateAppMessageShareData",
    "updateTimelineShareData", "onMenuShareAppMessage", "onMenuShareTimeline", "setNavigationBarTitle"];
  const calls = Object.fromEntries(names.map((name) => [name, (params) => call(name, params)]));
  for (const name of quiet) calls[name] = (params) => { params?.success?.({ errMsg: `${name}:ok` }); return Promise.resolve({ errMsg: `${name}:ok` }); };

  const wx = {
    ...calls,
    config: (params) => { configured("config", params); },
    agentConfig: (params) => { configured("agentConfig", params); },
    ready: (one) => { readyCalls.push(one); ready?.then(one, () => {}); },
    error: (one) => { errorCall = one; },
    checkJsApi: ({ jsApiList, success }) => success?.({ errMsg: "checkJsApi:ok", checkResult: Object.fromEntries(jsApiList.map((name) => [name, name in calls])) }),
    invoke,
    miniProgram: {
      navigateTo: ({ url }) => call("launch", { path: url }),
      getEnv: (tell) => tell({ miniprogram: false }),
    },
  };

  /** ww of wecom-jssdk: one registration, which signs with functions when it has to. */
  const ww = {
    ...calls,
    async register(options) {
      const sign = async (name, given, get) => {
        if (!get) return;
        const signed = await get(here());
        await ask(name, { ...given, ...signed, url: here(), jsApiList: options.jsApiList ?? names });
      };
      try {
        await sign("config", { corpid: options.corpId }, options.getConfigSignature);
        options.onConfigSuccess?.({ errMsg: "config:ok" });
        await sign("agentConfig", { corpid: options.corpId, agentid: options.agentId }, options.getAgentConfigSignature);
        options.onAgentConfigSuccess?.({ errMsg: "agentConfig:ok" });
      } catch (answer) {
        (String(answer?.errMsg).startsWith("agentConfig") ? options.onAgentConfigFail : options.onConfigFail)?.(answer);
      }
    },
    env: { isWeCom: true, isWeChat: true },
  };
  window.wx = window.jWeixin = wx;
  window.ww = ww;
  window.WeixinJSBridge = { invoke, on() {}, call: (name) => call(name) };
  const begin = () => document.dispatchEvent(new Event("WeixinJSBridgeReady"));
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else setTimeout(begin);
})();
