import { expect, test } from "vitest";
import { MOST_WAITING } from "./outbox";
import { Device } from "./world";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

test("events go out together, soon after they happen", async () => {
  const device = new Device();
  const tracker = device.open();
  tracker.track("click");
  tracker.track("add_to_cart", { item_id: "tea" });

  await device.pass(5 * SECOND);

  expect(device.server.posts.map((events) => events.map((event) => event.event))).toEqual([["click", "add_to_cart"]]);
  expect(device.unsent).toBe(0);
});

test("a crash before sending loses nothing", async () => {
  const device = new Device();
  device.open().track("order_paid", { order_id: "A1" });

  device.open();
  await device.pass(5 * SECOND);

  expect(device.server.names).toEqual(["order_paid"]);
});

test("a crash before the answer counts nothing twice", async () => {
  const device = new Device();
  device.server.next = ["answer lost"];
  const id = device.open().track("order_paid");
  await device.pass(3 * SECOND);

  device.open();
  await device.pass(5 * SECOND);

  expect(device.server.posts.map(([event]) => event?.id)).toEqual([id, id]);
  expect([...device.server.counted.keys()]).toEqual([id]);
  expect(device.unsent).toBe(0);
});

test.each(["no answer", "portal", { status: 503, body: null }, { status: 200, body: { results: [] } }] as const)(
  "events stay until the server has answered for them: %o",
  async (fate) => {
    const device = new Device();
    device.server.next = [fate, fate, fate];
    device.open().track("click");

    await device.pass(HOUR);

    expect(device.server.names).toEqual(["click"]);
    expect(device.server.posts.length).toBe(4);
    expect(device.unsent).toBe(0);
  },
);

test("tries come further and further apart, and no sooner than the server asks", async () => {
  const device = new Device();
  device.server.next = [{ status: 503, body: null, retryAfterSeconds: 120 }, ...Array(30).fill("no answer")];
  device.open().track("click");

  await device.pass(100 * SECOND);
  expect(device.server.posts.length).toBe(1);
  await device.pass(HOUR);
  expect(device.server.posts.length).toBeGreaterThan(10);
  expect(device.server.posts.length).toBeLessThan(30);
});

test("a wrong token is told, and keeps the events", async () => {
  const device = new Device();
  device.server.next = Array(100).fill({ status: 401, body: { code: "unauthenticated", detail: "Sign in." } });
  device.open().track("click");

  await device.pass(10 * SECOND);

  expect(device.problems[0]).toBe("unauthenticated");
  expect(device.unsent).toBe(1);
});

test("what the server rejects is told and not sent again", async () => {
  const device = new Device();
  device.server.rejects.add("Bad Name");
  const tracker = device.open();
  tracker.track("Bad Name");
  tracker.track("click");

  await device.pass(HOUR);

  expect(device.problems).toEqual(["Bad Name: bad_name"]);
  expect(device.server.names).toEqual(["click"]);
  expect(device.server.posts.length).toBe(1);
});

test("one event that makes its batch unreadable does not hold up the others", async () => {
  const device = new Device();
  const answer = device.server.answer.bind(device.server);
  device.server.answer = async (post) =>
    post.body.includes("poison") ? { status: 422, body: { code: "unstorable" } } : answer(post);
  const tracker = device.open();
  for (const name of ["a", "b", "poison", "c", "d"]) tracker.track(name);

  await device.pass(HOUR);

  expect(device.server.names).toEqual(["a", "b", "c", "d"]);
  expect(device.problems).toEqual(["poison: unstorable"]);
});

test("a day without network keeps the newest events, and says what went", async () => {
  const device = new Device();
  device.server.next = Array(200).fill("no answer");
  const tracker = device.open();
  for (let number = 0; number <= MOST_WAITING; number++) tracker.track("click", { number });
  await device.pass(24 * HOUR);
  device.server.next = [];

  await device.pass(HOUR);

  expect(device.problems).toEqual(["click: outbox_full"]);
  const numbers = [...device.server.counted.values()].map((event) => event.properties.number);
  expect(numbers).toEqual(Array.from({ length: MOST_WAITING }, (_, place) => place + 1));
});

test("two open pages do not lose each other's events", async () => {
  const device = new Device();
  const one = device.open();
  const other = device.open();
  one.track("click");
  other.track("share");

  await Promise.all([one.flush(), other.flush()]);

  expect(device.server.names.sort()).toEqual(["click", "share"]);
  expect(device.unsent).toBe(0);
});

test("a store that refuses everything still lets events through", async () => {
  const device = new Device();
  const refuse = () => {
    throw new Error("QuotaExceededError");
  };
  device.store = { get: refuse, set: refuse, remove: refuse, keys: refuse };
  const tracker = device.open();
  tracker.track("click");
  tracker.track("share");

  await device.pass(5 * SECOND);

  expect(device.server.names).toEqual(["click", "share"]);
  const [click, share] = [...device.server.counted.values()];
  expect(click?.ids.anonymous_id).toBe(share?.ids.anonymous_id);
});

test("properties that cannot be written are told and harm nothing", async () => {
  const device = new Device();
  const tracker = device.open();
  const ring: Record<string, never> = {};
  (ring as Record<string, unknown>).ring = ring;

  expect(tracker.track("click", { ring })).toBeNull();
  tracker.track("share");
  await device.pass(5 * SECOND);

  expect(device.problems).toEqual(["click: unwritable"]);
  expect(device.server.names).toEqual(["share"]);
});

test("an event is what it was when it happened, whatever its caller does with the values afterwards", async () => {
  const device = new Device();
  const items = ["tea"];
  device.open().track("order_paid", { items });
  items.push("cup");

  await device.pass(5 * SECOND);

  expect([...device.server.counted.values()][0]?.properties.items).toEqual(["tea"]);
});

test("whatever fails in whatever order, each event is counted once", async () => {
  const fates = ["no answer", "answer lost", "portal", { status: 429, body: null, retryAfterSeconds: 5 }] as const;
  const device = new Device();
  const { random } = device.platform();
  const made: (string | null)[] = [];
  for (let page = 0; page < 30; page++) {
    const tracker = device.open();
    for (let number = 0; number < 5; number++) {
      if (random() < 0.5) device.server.next.push(fates[Math.floor(random() * fates.length)]!);
      made.push(tracker.track("click", { number }));
      await device.pass(Math.floor(random() * 4 * SECOND));
    }
  }
  device.server.next = [];
  await device.pass(HOUR);

  expect([...device.server.counted.keys()].sort()).toEqual(made.sort());
  expect(new Set(made).size).toBe(150);
  expect(device.unsent).toBe(0);
});
