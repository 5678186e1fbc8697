import { beforeEach, expect, test, vi } from "vitest";
import { Server } from "../core/world";
import { MiniProgramTracker } from "./index";
import { miniProgram } from "./platform";
import type { Change, Wx } from "./wx";

/** A phone: WeChat's storage, requests and sight, with our server behind it. */
class Phone implements Wx {
  readonly disk = new Map<string, string>();
  readonly server = new Server();
  readonly logins: unknown[] = [];
  login = vi.fn<Wx["login"]>(({ success }) => success({ code: "code-1" }));
  sees!: (change: Change) => void;
  disconnected = 0;

  async answer({ url, data, header, success, fail }: Parameters<Wx["request"]>[0]): Promise<void> {
    if (url.endsWith("/v1/mini-program/login")) {
      this.logins.push(JSON.parse(data));
      return success({ statusCode: 200, data: { openid: "o-1", unionid: null }, header: {} });
    }
    try {
      const { status, body } = await this.server.answer({ url, headers: header, body: data });
      success({ statusCode: status, data: body, header: { "retry-after": "7" } });
    } catch {
      fail({ errMsg: "request:fail" });
    }
  }

  request(options: Parameters<Wx["request"]>[0]): void {
    void this.answer(options);
  }
  getStorageSync(key: string): unknown {
    return this.disk.get(key) ?? "";
  }
  setStorageSync(key: string, value: string): void {
    this.disk.set(key, value);
  }
  removeStorageSync(key: string): void {
    this.disk.delete(key);
  }
  getStorageInfoSync(): { keys: string[] } {
    return { keys: [...this.disk.keys()] };
  }
  createIntersectionObserver(): ReturnType<Wx["createIntersectionObserver"]> {
    const sight = {
      relativeToViewport: () => sight,
      observe: (_: string, changed: (change: Change) => void) => void (this.sees = changed),
      disconnect: () => void this.disconnected++,
    };
    return sight;
  }
}

let phone: Phone;

beforeEach(() => {
  vi.useFakeTimers();
  phone = new Phone();
  return () => vi.useRealTimers();
});

function open(): MiniProgramTracker {
  const settings = { url: "https://quanyu.brand.cn", token: "ingest", app_id: "wx1", consent: "not_required" as const };
  return new MiniProgramTracker(settings, phone, miniProgram(phone));
}

const told = () => [...phone.server.counted.values()].map(({ event, properties: { page, item_id } }) => [event, page, item_id]);

test("a visit: launch, view with load time, exposure, tap and share, in the owner's own methods too", async () => {
  const tracker = open();
  const app = tracker.app({ globalData: {}, onShow: vi.fn() }) as { onShow(launch: object): void; globalData: object };
  const tapped = vi.fn();
  const page = Object.assign(
    tracker.page({
      onTapBuy(event: object) {
        tapped(event, this);
      },
      onReady() {
        tracker.observe(this, ".item");
      },
      onShareAppMessage: () => ({ title: "Spring tea", path: "/pages/item" }),
    }),
    { route: "pages/item" },
  ) as unknown as Record<string, (value?: object) => unknown>;

  app.onShow({ path: "pages/item", scene: 1047, query: { q: "spring" } });
  page.onLoad!({ item_id: "tea" });
  page.onShow!();
  await vi.advanceTimersByTimeAsync(150);
  page.onReady!();
  phone.sees({ id: "", dataset: { itemId: "tea" }, intersectionRatio: 0.8 });
  await vi.advanceTimersByTimeAsync(600);
  page.onTapBuy!({ type: "tap", currentTarget: { dataset: { quanyu: "click", itemId: "tea" } } });
  const shared = page.onShareAppMessage!();
  page.onUnload!();
  await vi.advanceTimersByTimeAsync(5_000);

  expect(told()).toEqual([
    ["mp_launch", "pages/item", undefined],
    ["page_view", "pages/item", undefined],
    ["exposure", "pages/item", "tea"],
    ["click", "pages/item", "tea"],
    ["share", "pages/item", undefined],
    ["page_leave", "pages/item", undefined],
  ]);
  const [launch, view] = phone.server.counted.values();
  expect(launch).toMatchObject({ touchpoint: "mini_program", account: "wx1", properties: { scene: 1047, query: "q=spring" } });
  expect(view?.properties).toMatchObject({ query: "item_id=tea", load_ms: 150 });
  expect(tapped).toHaveBeenCalledWith(expect.objectContaining({ type: "tap" }), page);
  expect(shared).toEqual({ title: "Spring tea", path: "/pages/item" });
  expect(phone.disconnected).toBe(1);
});

test("going back to a page is another view of it, with its own query", async () => {
  const tracker = open();
  const definition = tracker.page({});
  const [tea, cup] = ["tea", "cup"].map((item) => {
    const page = Object.assign({ ...definition }, { route: "pages/item" }) as unknown as Record<string, (value?: object) => void>;
    page.onLoad!({ item });
    page.onShow!();
    page.onReady!();
    return page;
  });
  cup!.onUnload!();
  tea!.onShow!();
  await vi.advanceTimersByTimeAsync(5_000);

  const views = [...phone.server.counted.values()].filter((event) => event.event === "page_view");
  expect(views.map((event) => event.properties.query)).toEqual(["item=tea", "item=cup", "item=tea"]);
});

test("login ties what was done before to the openid", async () => {
  const tracker = open();
  const app = tracker.app({}) as { onLaunch(launch: object): void };
  app.onLaunch({ path: "pages/index", scene: 1047 });
  tracker.track("click");
  const ids = await tracker.login();
  tracker.track("add_to_cart");
  await tracker.flush();

  const anonymous_id = tracker.anonymousId;
  expect(ids).toEqual({ openid: "o-1" });
  expect(phone.logins).toEqual([{ app_id: "wx1", code: "code-1", anonymous_id, scene: 1047 }]);
  expect([...phone.server.counted.values()].map((event) => event.ids)).toEqual([
    { anonymous_id },
    { anonymous_id, openid: "o-1" },
  ]);
});

test("without consent there is no login, and with it the launch that brought the visitor is told", async () => {
  const settings = { url: "https://quanyu.brand.cn", token: "ingest", app_id: "wx1" };
  const tracker = new MiniProgramTracker(settings, phone, miniProgram(phone));
  const app = tracker.app({}) as { onShow(launch: object): void };
  app.onShow({ path: "pages/index", scene: 1011 });

  expect(await tracker.login()).toBeNull();
  expect(phone.login).not.toHaveBeenCalled();
  tracker.consent(true);
  await tracker.flush();

  expect(told()).toEqual([["mp_launch", "pages/index", undefined]]);
});

test("what waits goes out when the program is hidden; a phone without network keeps it", async () => {
  const tracker = open();
  const app = tracker.app({}) as { onHide(): void };
  phone.server.next = ["no answer"];
  tracker.track("click");
  app.onHide();
  await vi.advanceTimersByTimeAsync(0);
  expect(phone.server.posts).toHaveLength(1);
  expect(told()).toEqual([]);

  open();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(told()).toEqual([["click", undefined, undefined]]);
});
