import { useQuery } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import type { Period } from "@/ui/period";

export type OverviewNumber = Schema<"NumberOut">;
export type RecentEvent = Schema<"RecentEvent">;

export function useOverview(period: Period) {
  return useQuery({
    queryKey: ["insight", "overview", period],
    queryFn: () => take(api.GET("/v1/insight/overview", { params: { query: period } })),
    placeholderData: (previous) => previous,
    refetchInterval: 10_000,
  });
}

export function useRecentEvents() {
  return useQuery({
    queryKey: ["events", "recent"],
    queryFn: () => take(api.GET("/v1/events/recent", { params: { query: { limit: 30 } } })),
    refetchInterval: 3_000,
  });
}
