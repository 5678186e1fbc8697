import { expect, it } from "vitest";
import { matching } from "./jump";

const PLACES = [{ words: ["人群", "segments"] }, { words: ["旅程", "journeys"] }, { words: ["消息", "messages"] }];

it("finds a place by either language, beginnings first", () => {
  expect(matching("旅", PLACES)).toEqual([PLACES[1]]);
  expect(matching("Me", PLACES)).toEqual([PLACES[2], PLACES[0]]);
  expect(matching("xyz", PLACES)).toEqual([]);
});
