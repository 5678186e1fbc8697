import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { HeatTable } from "./HeatTable";
import { prepareRetention } from "./retention";

it("shows people or shares, marks open periods and leaves empty rows empty", () => {
  const rows = [
    { bucket: "2026-01", size: 40, cells: [{ k: 0, people: 40, rate: 1, complete: true }, { k: 1, people: 10, rate: 0.25, complete: false }] },
    { bucket: "2026-02", size: 0, cells: [{ k: 0, people: 0, rate: 0, complete: true }] },
  ];
  const prepared = prepareRetention(rows);
  const { rerender } = render(<HeatTable bucketTitle="月" {...prepared} show="rate" />);
  expect(screen.getByText("25.0%").className).toBe("open");
  expect(screen.queryByText("0.0%")).toBeNull();
  rerender(<HeatTable bucketTitle="月" {...prepared} show="people" />);
  expect(screen.getByText("10")).toBeTruthy();
});
