/** The period of a page: kept in its address, counted from the server's clock. */
import { useSearchParams } from "react-router";
import { PRESETS, presetPeriod, type Period, type Preset } from "@/ui/period";
import { useNow } from "./now";

export interface PickedPeriod {
  preset: Preset | null;
  period: Period;
  now: string;
  onChange: (period: Period, preset: Preset | null) => void;
}

/** Undefined until the server has said what time it is. */
export function usePeriod(fallback: Preset, refreshMs?: number): PickedPeriod | undefined {
  const now = useNow(refreshMs);
  const [search, setSearch] = useSearchParams();
  if (!now) return undefined;
  const from = search.get("from");
  const to = search.get("to");
  const asked = search.get("period") as Preset | null;
  const preset = from && to ? null : asked && PRESETS.includes(asked) ? asked : fallback;
  return {
    preset,
    now,
    period: preset ? presetPeriod(preset, now) : { from: from!, to: to! },
    onChange: (period, next) => setSearch(next ? { period: next } : { from: period.from, to: period.to }, { replace: true }),
  };
}
