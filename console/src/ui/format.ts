/** How numbers, money, durations and times are written. Times are shown in the workspace's zone. */
import dayjs, { type Dayjs } from "dayjs";
import "dayjs/locale/zh-cn";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";

dayjs.extend(utc);
dayjs.extend(timezone);

let zone = "Asia/Shanghai";

export function setZone(name: string): void {
  zone = name;
}

export function workspaceZone(): string {
  return zone;
}

export function inZone(at: string | number | Date | Dayjs): Dayjs {
  return dayjs(at).tz(zone);
}

export const NOTHING = "–";

export function formatCount(value: number | null | undefined): string {
  return value == null ? NOTHING : Math.round(value).toLocaleString("en-US");
}

/** Long numbers for narrow places: 12,345 stays, 1,234,567 becomes 123.5万 (or 1.2M). */
export function formatShort(value: number | null | undefined, chinese: boolean): string {
  if (value == null) return NOTHING;
  if (Math.abs(value) < 100_000) return formatCount(value);
  if (chinese) {
    return Math.abs(value) >= 1e8 ? `${(value / 1e8).toFixed(2)}亿` : `${(value / 1e4).toFixed(1)}万`;
  }
  return Math.abs(value) >= 1e6 ? `${(value / 1e6).toFixed(1)}M` : `${(value / 1e3).toFixed(1)}K`;
}

export function formatPercent(rate: number | null | undefined, digits = 1): string {
  return rate == null || !Number.isFinite(rate) ? NOTHING : `${(rate * 100).toFixed(digits)}%`;
}

const SIGNS: Record<string, string> = { CNY: "¥", GBP: "£", USD: "$", EUR: "€" };

export function formatMoney(minorUnits: number | null | undefined, currency = "CNY", digits = 2): string {
  if (minorUnits == null) return NOTHING;
  const sign = SIGNS[currency] ?? `${currency} `;
  const amount = Math.abs(minorUnits / 100).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${minorUnits < 0 ? "−" : ""}${sign}${amount}`;
}

export function formatTime(at: string | null | undefined): string {
  return at ? inZone(at).format("YYYY-MM-DD HH:mm") : NOTHING;
}

export function formatClock(at: string | null | undefined): string {
  return at ? inZone(at).format("HH:mm:ss") : NOTHING;
}

export function formatDay(at: string | null | undefined): string {
  return at ? inZone(at).format("YYYY-MM-DD") : NOTHING;
}

/** A length of time in its two largest units, such as "2 天 3 小时" or "45 s". */
export function formatDuration(seconds: number | null | undefined, chinese: boolean): string {
  if (seconds == null || !Number.isFinite(seconds)) return NOTHING;
  const units: [number, string, string][] = [
    [86_400, "天", "d"],
    [3_600, "小时", "h"],
    [60, "分", "min"],
    [1, "秒", "s"],
  ];
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [length, zh, en] of units) {
    const count = Math.floor(rest / length);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${chinese ? zh : en}`);
    else if (parts.length) break;
    rest -= count * length;
  }
  return parts.length ? parts.join(" ") : `0 ${chinese ? "秒" : "s"}`;
}

/** Relative change, or null where the earlier value gives nothing to compare with. */
export function changeOf(value: number | null | undefined, previous: number | null | undefined): number | null {
  return value == null || !previous ? null : (value - previous) / previous;
}
