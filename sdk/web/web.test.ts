// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://shop.brand.cn/tea?from=moments"}
import { beforeEach, expect, test, vi } from "vitest";
import { Server } from "../core/world";
import { start, type WebTracker } from "./index";

let server: Server;
let sight: (target: Element) => void;
let inSight: Set<Element>;
let requests: RequestInit[];

/** A new page: what the last one listened to is gone. */
beforeEach(() => {
  const pushState = history.pushState;
  const listening = [window, document].map((target) => ({ target, spy: vi.spyOn(target, "addEventListener") }));
  const observing = vi.spyOn(MutationObserver.prototype, "observe");
  vi.useFakeTimers();
  server = new Server();
  requests = [];
  inSight = new Set();
  document.title = "Tea";
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    requests.push(init);
    const { status, body } = await server.answer({ url, headers: {}, body: String(init.body) });
    return new Response(JSON.stringify(body), { status });
  });
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      private readonly watched = new Set<Element>();
      constructor(private readonly tell: (entries: object[]) => void) {
        sight = (target) => {
          inSight.add(target);
          if (this.watched.has(target)) tell([{ target, isIntersecting: true }]);
        };
      }
      observe(target: Element): void {
        this.watched.add(target);
        this.tell([{ target, isIntersecting: inSight.has(target) }]);
      }
      disconnect(): void {
        this.watched.clear();
      }
    },
  );
  return () => {
    for (const { target, spy } of listening)
      for (const [name, run, options] of spy.mock.calls) target.removeEventListener(name, run, options);
    observing.mock.contexts.forEach((observer) => (observer as MutationObserver).disconnect());
    history.pushState = pushState;
    history.replaceState({}, "", "/tea?from=moments");
    localStorage.clear();
    vi.unstubAllGlobals();
    vi.useRealTimers();
    vi.restoreAllMocks();
  };
});

function open(): WebTracker {
  return start({ url: "https://quanyu.brand.cn/", token: "ingest", consent: "not_required" });
}

test("a visit: the view with its load time, what was seen and clicked, and the next page", async () => {
  vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
  document.body.innerHTML = '<p data-quanyu="exposure click" data-item-id="tea"><b>Tea</b></p>';
  const tracker = open();
  sight(document.querySelector("p")!);
  await vi.advanceTimersByTimeAsync(400);
  dispatchEvent(new Event("load"));
  await vi.advanceTimersByTimeAsync(600);
  document.querySelector("b")!.click();
  history.pushState({}, "", "/checkout");
  tracker.share();
  await vi.advanceTimersByTimeAsync(5_000);

  const told = [...server.counted.values()].map(({ event, properties: { page, item_id } }) => [event, page, item_id]);
  expect(told).toEqual([
    ["page_view", "/tea", undefined],
    ["exposure", "/tea", "tea"],
    ["click", "/tea", "tea"],
    ["page_leave", "/tea", undefined],
    ["page_view", "/checkout", undefined],
    ["share", "/checkout", undefined],
    ["exposure", "/checkout", "tea"],
  ]);
  const [view] = server.counted.values();
  expect(view).toMatchObject({ touchpoint: "web", account: "shop.brand.cn" });
  expect(view?.properties).toMatchObject({ title: "Tea", query: "from=moments", load_ms: expect.any(Number) });
  expect(requests[0]).toMatchObject({ keepalive: true, headers: { Authorization: "Bearer ingest" } });
});

test("elements that are added later are seen too", async () => {
  open();
  document.body.innerHTML = '<p><i data-quanyu="exposure" data-item-id="cup"></i></p>';
  await vi.advanceTimersByTimeAsync(0);
  sight(document.querySelector("i")!);
  await vi.advanceTimersByTimeAsync(5_000);

  expect(server.names.filter((name) => name === "exposure")).toHaveLength(1);
});

test("what stays in sight on the next page is seen there too", async () => {
  document.body.innerHTML = '<p data-quanyu="exposure" data-item-id="tea"></p>';
  open();
  sight(document.querySelector("p")!);
  await vi.advanceTimersByTimeAsync(1_000);
  history.pushState({}, "", "/checkout");
  await vi.advanceTimersByTimeAsync(5_000);

  const seen = [...server.counted.values()].filter((event) => event.event === "exposure");
  expect(seen.map((event) => event.properties.page)).toEqual(["/tea", "/checkout"]);
});

test("what waits goes out when the page is left, and what did not arrive on the next visit", async () => {
  const tracker = open();
  tracker.track("add_to_cart", { item_id: "tea" });
  server.next = ["no answer"];
  dispatchEvent(new Event("pagehide"));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.posts[0]?.map((event) => event.event)).toContain("add_to_cart");
  expect(server.names).toEqual([]);

  open();
  await vi.advanceTimersByTimeAsync(5_000);

  expect(server.names.filter((name) => name === "add_to_cart")).toHaveLength(1);
});

test("scripts that fail are told, a few times", async () => {
  open();
  for (let time = 0; time < 50; time++) dispatchEvent(new ErrorEvent("error", { message: "x is undefined" }));
  await vi.advanceTimersByTimeAsync(10_000);

  expect(server.names.filter((name) => name === "script_error")).toHaveLength(10);
});
