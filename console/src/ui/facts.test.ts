import { expect, it } from "vitest";
import { factsOf } from "./facts";

it("lists the fields of a refused form one by one", () => {
  const facts = { fields: [{ at: "body.name", problem: "missing", message: "Field required" }], limit: 20 };
  expect(factsOf(facts)).toEqual([
    ["body.name", "Field required"],
    ["limit", "20"],
  ]);
});

it("writes lists and objects on one line", () => {
  expect(factsOf({ used_by: ["a", "b"], rule: { n: 1 } })).toEqual([
    ["used_by", "a, b"],
    ["rule", '{"n":1}'],
  ]);
});
