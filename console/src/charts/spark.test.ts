import { expect, it } from "vitest";
import { sparkPath } from "./spark";

it("runs from the lowest to the highest point over the whole width", () => {
  expect(sparkPath([0, 5, 10], 100, 24)).toBe("M0.0,22.0 L50.0,12.0 L100.0,2.0");
});

it("stays flat when nothing changes, and empty when there is nothing to join", () => {
  expect(sparkPath([3, 3], 10, 24)).toBe("M0.0,22.0 L10.0,22.0");
  expect(sparkPath([3], 10, 24)).toBe("");
});
