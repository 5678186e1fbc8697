import { useQuery } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import type { Period, Preset } from "@/ui/period";

export type OverviewNumber = Schema<"NumberOut">;
export type RecentEvent = Schema<"RecentEvent">;

/** A preset moves on with the clock: the same question asked again, so that a slow answer is never overtaken. */
export function useOverview(period: Period, preset: Preset | null) {
  return useQuery({
    queryKey: ["insight", "overview", preset ?? period],
    queryFn: () => take(api.GET("/v1/insight/overview", { params: { query: period } })),
    placeholderData: (previous) => previous,
    refetchInterval: 5_000,
  });
}

export function useRecentEvents() {
  return useQuery({
    queryKey: ["events", "recent"],
    queryFn: () => take(api.GET("/v1/events/recent", { params: { query: { limit: 30 } } })),
    refetchInterval: 3_000,
  });
}
