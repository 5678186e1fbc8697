import { describe, expect, it } from "vitest";
import { completeMonths, daysPeriod, lastDay, monthsFrom, presetPeriod } from "./period";

const NOW = "2026-03-02T04:00:00.000Z"; // noon in Shanghai

describe("periods", () => {
  it("count whole days of the workspace back from the server's clock", () => {
    expect(presetPeriod("7d", NOW)).toEqual({ from: "2026-02-23T16:00:00.000Z", to: NOW });
  });

  it("take complete months only", () => {
    expect(completeMonths(13, NOW)).toEqual({ from: "2025-01-31T16:00:00.000Z", to: "2026-02-28T16:00:00.000Z" });
  });

  it("begin with a month that was picked", () => {
    expect(monthsFrom("2009-12", 13)).toEqual({ from: "2009-11-30T16:00:00.000Z", to: "2010-12-31T16:00:00.000Z" });
  });

  it("include both picked days and say so", () => {
    const period = daysPeriod("2026-02-01", "2026-02-28");
    expect(period).toEqual({ from: "2026-01-31T16:00:00.000Z", to: "2026-02-28T16:00:00.000Z" });
    expect(lastDay(period)).toBe("2026-02-28");
  });
});
