/** Periods counted from the server's clock in the workspace's zone; half-open, so a period ends where the next begins. */
import dayjs from "dayjs";
import { inZone, workspaceZone } from "./format";

export interface Period {
  from: string;
  to: string;
}

export const PRESETS = ["today", "7d", "30d", "90d", "365d"] as const;
export type Preset = (typeof PRESETS)[number];

const DAYS: Record<Preset, number> = { today: 1, "7d": 7, "30d": 30, "90d": 90, "365d": 365 };

/** The last whole days including today, up to now. */
export function presetPeriod(preset: Preset, now: string): Period {
  const at = inZone(now);
  return { from: at.startOf("day").subtract(DAYS[preset] - 1, "day").toISOString(), to: dayjs(now).toISOString() };
}

/** Whole calendar months that have ended, newest last. */
export function completeMonths(count: number, now: string): Period {
  const end = inZone(now).startOf("month");
  return { from: end.subtract(count, "month").toISOString(), to: end.toISOString() };
}

/** Whole calendar months of the workspace from one written YYYY-MM. */
export function monthsFrom(first: string, count: number): Period {
  const start = dayjs.tz(`${first}-01 00:00:00`, workspaceZone());
  return { from: start.toISOString(), to: start.add(count, "month").toISOString() };
}

/** Two picked days as YYYY-MM-DD, both included. */
export function daysPeriod(first: string, last: string): Period {
  const midnight = (day: string) => dayjs.tz(`${day} 00:00:00`, workspaceZone());
  return { from: midnight(first).toISOString(), to: midnight(last).add(1, "day").toISOString() };
}

/** The last day inside a period, for showing its half-open end as people read it. */
export function lastDay(period: Period): string {
  return inZone(dayjs(period.to).subtract(1, "millisecond")).format("YYYY-MM-DD");
}
