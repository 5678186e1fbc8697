import { describe, expect, it } from "vitest";
import { byDay, tellingProperties } from "./timeline";

describe("a timeline", () => {
  it("breaks at midnight of the workspace, not of Greenwich", () => {
    const days = byDay([{ at: "2026-03-01T16:10:00Z" }, { at: "2026-03-01T15:50:00Z" }, { at: "2026-03-01T01:00:00Z" }]);
    expect(days.map(({ day, moments }) => [day, moments.length])).toEqual([
      ["2026-03-02", 1],
      ["2026-03-01", 2],
    ]);
  });

  it("tells what a person can read and leaves our own ids out", () => {
    expect(tellingProperties({ page: "/home", journey_id: "x", amount_fen: 100, items: [1], empty: "", seconds: 3 })).toEqual([
      ["page", "/home"],
      ["seconds", "3"],
    ]);
  });
});
