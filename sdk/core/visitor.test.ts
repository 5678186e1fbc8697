import { expect, test } from "vitest";
import { Device } from "./world";

test("nothing is collected, stored or sent before consent", async () => {
  const device = new Device();
  const tracker = device.open({ consent: "required" });
  tracker.pages.show("pages/index");
  tracker.identify({ openid: "o-1" });

  expect(tracker.track("click")).toBeNull();
  await device.pass(60_000);

  expect([...device.disk]).toEqual([]);
  expect(device.server.posts).toEqual([]);
  expect(tracker.anonymousId).toBeNull();
});

test("with consent the present page is the first thing told", async () => {
  const device = new Device();
  const tracker = device.open({ consent: "required" });
  tracker.pages.show("pages/index");
  tracker.pages.show("pages/item");

  tracker.consent(true);
  tracker.consent(true);
  await device.pass(60_000);

  expect([...device.server.counted.values()].map(({ event, properties }) => [event, properties.page])).toEqual([
    ["page_view", "pages/item"],
  ]);
  expect(device.open({ consent: "required" }).collecting).toBe(true);
});

test("refusing erases what was kept and is remembered, also where none was asked for", async () => {
  const device = new Device();
  const tracker = device.open();
  tracker.track("click");

  tracker.consent(false);
  tracker.track("share");
  await device.pass(60_000);

  expect(device.server.posts).toEqual([]);
  expect([...device.disk.keys()]).toEqual(["quanyu.consent"]);
  expect(device.open().collecting).toBe(false);
});

test("a visitor keeps their id over visits and brings ids once told", async () => {
  const device = new Device();
  const before = device.open();
  before.track("click");
  before.identify({ openid: "o-1", unionid: "u-1" });
  const anonymous_id = before.anonymousId;

  device.open().memberLogin("m-7", { city: "上海" });
  await device.pass(60_000);

  expect([...device.server.counted.values()].map((event) => event.ids)).toEqual([
    { anonymous_id },
    { anonymous_id, openid: "o-1", unionid: "u-1", member_no: "m-7" },
  ]);
  expect(device.server.names).toEqual(["click", "member_login"]);
});

test("a second member on the same device is not taken for the first", () => {
  const device = new Device();
  const tracker = device.open();
  tracker.memberLogin("m-7");
  const first = tracker.anonymousId;

  tracker.memberLogin("m-8");
  const second = tracker.anonymousId;
  tracker.forget();

  expect(new Set([first, second, tracker.anonymousId]).size).toBe(3);
});

test("a session ends after half an hour without anything", async () => {
  const device = new Device();
  const tracker = device.open();
  for (const minutes of [0, 29, 29, 31]) {
    await device.pass(minutes * 60_000);
    tracker.track("click");
  }
  await device.pass(60_000);

  const sessions = [...device.server.counted.values()].map((event) => event.properties.session_id);
  expect(sessions.map((session) => sessions.indexOf(session))).toEqual([0, 0, 0, 3]);
});
