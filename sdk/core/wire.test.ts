import { expect, test } from "vitest";
import { Device } from "./world";

test("a visit has the published wire form", async () => {
  const device = new Device();
  const tracker = device.open();
  tracker.track("mp_launch", { scene: 1011, query: "q=spring" });
  tracker.pages.show("pages/item", { title: "春茶", query: "item_id=tea", load_ms: 180 });
  tracker.track("exposure", { item_id: "tea", item_name: "春茶", position: 1, price_fen: 9900 });
  tracker.track("click", { item_id: "tea", position: 1 });
  tracker.track("add_to_cart", { item_id: "tea", quantity: 2, price_fen: 9900 });
  tracker.track("share", { title: "春茶" });
  tracker.identify({ openid: "o-1", unionid: "u-1" });
  tracker.memberLogin("M7", { city: "上海" });
  await device.pass(1_500);
  tracker.pages.hide();

  await device.pass(5_000);

  const body = JSON.stringify({ events: device.server.posts.flat() }, null, 2);
  await expect(`${body}\n`).toMatchFileSnapshot("example.json");
});
