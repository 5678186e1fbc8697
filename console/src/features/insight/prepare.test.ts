import { describe, expect, it } from "vitest";
import { prepareFunnel, REST, type FunnelStep } from "./funnel";
import { prepareRetention } from "./retention";

function steps(...people: number[]): FunnelStep[] {
  return people.map((count, index) => ({
    index,
    label: `s${index}`,
    event: `e${index}`,
    people: count,
    rate_first: null,
    rate_previous: null,
    median_seconds: null,
  }));
}

describe("a funnel", () => {
  it("is drawn against its first step and says how many were lost", () => {
    const bars = prepareFunnel({ steps: steps(200, 50, 20), breakdown: [] });
    expect(bars.map((bar) => bar.share)).toEqual([1, 0.25, 0.1]);
    expect(bars.map((bar) => bar.lost)).toEqual([0, 150, 30]);
  });

  it("keeps the largest values apart and gathers the rest, so that parts add up to the bar", () => {
    const breakdown = Array.from({ length: 10 }, (_, n) => ({ value: `v${n}`, steps: steps(n + 1, n) }));
    const [first, second] = prepareFunnel({ steps: steps(55, 45), breakdown });
    expect(first!.parts.map((part) => part.value)).toEqual(["v9", "v8", "v7", "v6", "v5", "v4", "v3", REST]);
    expect(first!.parts.reduce((sum, part) => sum + part.people, 0)).toBe(55);
    expect(second!.parts.reduce((sum, part) => sum + part.people, 0)).toBe(45);
  });

  it("survives a period without anybody", () => {
    expect(prepareFunnel({ steps: steps(0, 0), breakdown: [] }).map((bar) => bar.share)).toEqual([0, 0]);
  });
});

describe("a retention table", () => {
  it("has a column for every k, gaps where a row has not got there, and heat by the strongest return", () => {
    const cell = (k: number, rate: number) => ({ k, people: 1, rate, complete: true });
    const { columns, rows } = prepareRetention([
      { bucket: "2026-01", size: 10, cells: [cell(0, 1), cell(1, 0.4), cell(2, 0.2)] },
      { bucket: "2026-02", size: 10, cells: [cell(0, 1), cell(1, 0.1)] },
    ]);
    expect(columns).toEqual([0, 1, 2]);
    expect(rows[0]!.cells.map((one) => one?.heat)).toEqual([1, 1, 0.5]);
    expect(rows[1]!.cells[2]).toBeNull();
  });

  it("of nothing is nothing", () => {
    expect(prepareRetention([])).toEqual({ columns: [], rows: [] });
  });
});
