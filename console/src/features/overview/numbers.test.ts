import { describe, expect, it } from "vitest";
import { benchmarkText, figureChange, formatFigure, verdictOf } from "./numbers";

const arpu = { value: 21_000, previous: 20_000, unit: "money", benchmark: { min: 18_000, max: 26_000 } };
const retention = { value: 0.42, previous: 0.4, unit: "ratio", benchmark: { min: 0.45, max: null } };

describe("the overview's numbers", () => {
  it("are written by their unit", () => {
    expect(formatFigure(21_050, "money", "CNY", true)).toBe("¥210.50");
    expect(formatFigure(1_234_567_800, "money", "CNY", true)).toBe("¥1234.6万");
    expect(formatFigure(0.4231, "ratio", "CNY", true)).toBe("42.3%");
    expect(formatFigure(1_234_567, "people", "CNY", false)).toBe("1.2M");
  });

  it("are judged against the benchmark, its ends included", () => {
    expect(verdictOf(arpu)).toBe("within");
    expect(verdictOf({ ...arpu, value: 18_000 })).toBe("within");
    expect(verdictOf({ ...arpu, value: 30_000 })).toBe("above");
    expect(verdictOf(retention)).toBe("below");
    expect(verdictOf({ ...arpu, benchmark: null })).toBeNull();
    expect(benchmarkText(arpu, "CNY")).toBe("¥180–¥260");
    expect(benchmarkText(retention, "CNY")).toBe("≥ 45%");
  });

  it("change relative to the period before, ratios by points", () => {
    expect(figureChange(arpu)).toBeCloseTo(0.05);
    expect(figureChange(retention)).toBeCloseTo(0.02);
    expect(figureChange({ ...arpu, previous: 0 })).toBeNull();
  });
});
