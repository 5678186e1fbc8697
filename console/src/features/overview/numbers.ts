/** The overview's numbers as they are written, compared and judged. */
import { changeOf, formatCount, formatMoney, formatPercent, formatShort } from "@/ui/format";

export interface Figure {
  value: number;
  previous: number;
  unit: string;
  benchmark: { min: number | null; max: number | null } | null;
}

export function formatFigure(value: number, unit: string, currency: string, chinese: boolean): string {
  if (unit === "ratio") return formatPercent(value);
  if (unit !== "money") return formatShort(value, chinese);
  const major = value / 100;
  return Math.abs(major) >= 100_000 ? `${formatMoney(0, currency).replace(/0.*$/, "")}${formatShort(major, chinese)}` : formatMoney(value, currency);
}

/** Ratios change by points, everything else relative to the period before. */
export function figureChange({ value, previous, unit }: Figure): number | null {
  return unit === "ratio" ? value - previous : changeOf(value, previous);
}

export type Verdict = "below" | "within" | "above";

export function verdictOf({ value, benchmark }: Figure): Verdict | null {
  if (!benchmark) return null;
  if (benchmark.min != null && value < benchmark.min) return "below";
  if (benchmark.max != null && value > benchmark.max) return "above";
  return "within";
}

export function benchmarkText({ benchmark, unit }: Figure, currency: string): string {
  if (!benchmark) return "";
  const write = (value: number) => (unit === "ratio" ? formatPercent(value, 0) : unit === "money" ? formatMoney(value, currency, 0) : formatCount(value));
  if (benchmark.min != null && benchmark.max != null) return `${write(benchmark.min)}–${write(benchmark.max)}`;
  return benchmark.min != null ? `≥ ${write(benchmark.min)}` : benchmark.max != null ? `≤ ${write(benchmark.max)}` : "";
}
