import { asksFor, Exposures, itemOf, scriptErrors, Tracker } from "../core";
import type { Dataset, Ids, Platform, Settings } from "../core";
import { hook, listen, type Definition } from "./hooks";
import { miniProgram } from "./platform";
import type { Launch, Sight, Wx } from "./wx";

export type { Event, Ids, Problem, Properties } from "../core";

export interface MiniProgramSettings extends Omit<Settings, "touchpoint" | "account"> {
  app_id: string;
}

declare const wx: Wx;

/** Begins tracking. Call it once in app.js, before `App`. */
export function start(settings: MiniProgramSettings): MiniProgramTracker {
  return new MiniProgramTracker(settings, wx, miniProgram(wx));
}

export class MiniProgramTracker extends Tracker {
  private readonly exposures: Exposures;
  private readonly sights = new Map<object, Sight[]>();
  private readonly failed = scriptErrors(this);
  private launch: Launch = {};

  constructor(
    private readonly own: MiniProgramSettings,
    private readonly runtime: Wx,
    platform: Platform,
  ) {
    super({ ...own, touchpoint: "mini_program", account: own.app_id }, platform);
    this.exposures = new Exposures(platform.later, (properties) => this.track("exposure", properties));
  }

  /** What goes into `App`: launches, errors, and sending what waits when the program goes out of sight. */
  app<T extends Definition>(definition: T): T {
    const launched = hook(definition, "onLaunch", (launch: Launch = {}) => void (this.launch = launch));
    const shown = hook(launched, "onShow", (launch: Launch = {}) => {
      this.launch = launch;
      this.whenCollecting("mp_launch", () => this.launched(launch));
    });
    const hidden = hook(shown, "onHide", () => void this.flush());
    return hook(hidden, "onError", (message: string) => this.failed(message));
  }

  /** What goes into `Page`: views, time in sight, load time, shares, and taps on data-quanyu="click". */
  page<T extends Definition>(definition: T): T {
    const opened = new WeakMap<object, { query: string; at: number | null }>();
    const show = (page: object, properties = {}) => {
      this.exposures.reset();
      const query = opened.get(page)?.query ?? "";
      this.pages.show((page as { route?: string }).route ?? "", { query, ...properties });
    };
    const leave = () => {
      this.pages.hide();
      this.exposures.reset();
    };
    const tracker = this;
    let page = this.taps(definition);
    page = hook(page, "onLoad", function (query: Launch["query"] = {}) {
      opened.set(this, { query: written(query), at: tracker.now() });
    });
    page = hook(page, "onShow", function () {
      if (!opened.get(this)?.at) show(this);
    });
    page = hook(page, "onReady", function () {
      const load = opened.get(this);
      if (!load?.at) return;
      show(this, { load_ms: tracker.now() - load.at });
      load.at = null;
    });
    page = hook(page, "onHide", leave);
    page = hook(page, "onUnload", function () {
      leave();
      tracker.sights.get(this)?.forEach((sight) => sight.disconnect());
      tracker.sights.delete(this);
    });
    page = listen(page, "onShareAppMessage", (shared) => this.shared(shared, "friend"));
    return listen(page, "onShareTimeline", (shared) => this.shared(shared, "timeline"));
  }

  /** Tells when elements of a page were seen; call it in `onReady`. Each says what it shows by data-item-id and so on. */
  observe(page: object, selector: string): void {
    const sight = this.runtime.createIntersectionObserver(page, { observeAll: true, thresholds: [0, 0.5] });
    this.sights.set(page, [...(this.sights.get(page) ?? []), sight]);
    sight.relativeToViewport().observe(selector, ({ id, dataset, intersectionRatio }) => {
      const key = `${selector} ${id} ${JSON.stringify(dataset)}`;
      this.exposures.changed(key, intersectionRatio >= 0.5, itemOf(dataset));
    });
  }

  /** Signs in to WeChat and ties what the visitor did here to their openid. Null without consent. */
  async login(): Promise<Ids | null> {
    const anonymous_id = this.anonymousId;
    if (!anonymous_id) return null;
    const code = await new Promise<string>((resolve, reject) => {
      this.runtime.login({ success: (answer) => resolve(answer.code), fail: ({ errMsg }) => reject(new Error(errMsg)) });
    });
    const { scene } = this.launch;
    const told = { app_id: this.own.app_id, code, anonymous_id, ...(scene !== undefined && { scene }) };
    const url = `${this.own.url.replace(/\/+$/, "")}/v1/mini-program/login`;
    const headers = { "Content-Type": "application/json" };
    const { status, body } = await this.platform.post({ url, headers, body: JSON.stringify(told) });
    const { openid, unionid, code: problem } = (body ?? {}) as Ids & { code?: string };
    if (status !== 200 || !openid) throw new Error(problem ?? `http_${status}`);
    const ids = { openid, ...(unionid && { unionid }) };
    this.identify(ids);
    return ids;
  }

  private launched({ path = "", scene, query }: Launch): void {
    this.track("mp_launch", { page: path, query: written(query), ...(scene !== undefined && { scene }) });
  }

  private shared(answer: unknown, to: string): void {
    const { title } = (answer ?? {}) as { title?: string };
    this.track("share", { to, ...(title && { title }) });
  }

  private taps<T extends Definition>(definition: T): T {
    let page = definition;
    for (const [name, method] of Object.entries(definition)) {
      if (typeof method !== "function") continue;
      page = hook(page, name, (event?: { type?: string; currentTarget?: { dataset?: Dataset } }) => {
        const dataset = event?.type === "tap" ? event.currentTarget?.dataset : undefined;
        if (dataset && asksFor(dataset, "click")) this.track("click", itemOf(dataset));
      });
    }
    return page;
  }
}

function written(query: Launch["query"] = {}): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value ?? ""}`)
    .join("&")
    .slice(0, 1024);
}
