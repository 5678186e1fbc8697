import { expect, test } from "vitest";
import { Exposures, LOOK } from "./exposures";
import { asksFor, itemOf } from "./items";
import { Device } from "./world";

test("a page tells how long it was in sight, and the time in the background is not counted", async () => {
  const device = new Device();
  const tracker = device.open();
  tracker.pages.show("pages/index", { load_ms: 120 });
  await device.pass(2_000);
  tracker.pages.hide();
  await device.pass(60_000);
  tracker.pages.resume();
  await device.pass(1_500);
  tracker.pages.show("pages/item");
  await device.pass(60_000);

  const told = [...device.server.counted.values()].map(({ event, properties }) => [event, properties.page, properties.seconds]);
  expect(told).toEqual([
    ["page_view", "pages/index", undefined],
    ["page_leave", "pages/index", 2],
    ["page_leave", "pages/index", 1.5],
    ["page_view", "pages/item", undefined],
  ]);
});

test("something was seen when it stayed in sight, once for each view", async () => {
  const device = new Device();
  const seen: unknown[] = [];
  const exposures = new Exposures(device.platform().later, (item) => seen.push(item.item_id));
  exposures.changed("tea", true, { item_id: "tea" });
  exposures.changed("cup", true, { item_id: "cup" });
  exposures.changed("cup", false, { item_id: "cup" });
  await device.pass(LOOK);
  exposures.changed("tea", false, {});
  exposures.changed("tea", true, { item_id: "tea" });
  await device.pass(LOOK);
  expect(seen).toEqual(["tea"]);

  exposures.reset();
  exposures.changed("tea", true, { item_id: "tea" });
  await device.pass(LOOK);
  expect(seen).toEqual(["tea", "tea"]);
});

test("an element's data attributes become properties of the types in the tracking plan", () => {
  expect(itemOf({ itemId: 7, itemName: "Tea", position: "3", priceFen: "990", other: "x", title: "" })).toEqual({
    item_id: "7",
    item_name: "Tea",
    position: 3,
    price_fen: 990,
  });
  expect(itemOf({ priceFen: "free" })).toEqual({});
  expect([asksFor({ quanyu: "exposure click" }, "click"), asksFor({}, "click")]).toEqual([true, false]);
});
