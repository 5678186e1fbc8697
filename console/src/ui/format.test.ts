import { describe, expect, it } from "vitest";
import { changeOf, formatDuration, formatMoney, formatPercent, formatShort, formatTime } from "./format";

describe("formats", () => {
  it("write money from minor units", () => {
    expect(formatMoney(123456)).toBe("¥1,234.56");
    expect(formatMoney(-50, "GBP")).toBe("−£0.50");
  });

  it("shorten long numbers the way the reader counts", () => {
    expect(formatShort(99_999, true)).toBe("99,999");
    expect(formatShort(1_234_567, true)).toBe("123.5万");
    expect(formatShort(1_234_567, false)).toBe("1.2M");
  });

  it("write durations in their two largest neighbouring units", () => {
    expect(formatDuration(183_600, true)).toBe("2 天 3 小时");
    expect(formatDuration(86_405, true)).toBe("1 天");
    expect(formatDuration(0, false)).toBe("0 s");
  });

  it("show times in the workspace's zone", () => {
    expect(formatTime("2026-03-01T16:30:00Z")).toBe("2026-03-02 00:30");
  });

  it("say nothing where there is nothing to say", () => {
    expect(formatPercent(Number.NaN)).toBe("–");
    expect(changeOf(5, 0)).toBeNull();
    expect(changeOf(12, 10)).toBeCloseTo(0.2);
  });
});
