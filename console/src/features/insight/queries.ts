import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";

export type FunnelSpec = Schema<"FunnelIn">;
export type RetentionSpec = Schema<"RetentionIn">;
export type CohortsSpec = Schema<"CohortsIn">;

export function useFunnel(spec: FunnelSpec | null, live: { key?: unknown; refreshMs?: number } = {}) {
  return useQuery({
    queryKey: ["insight", "funnel", live.key ?? spec],
    queryFn: () => take(api.POST("/v1/insight/funnel", { body: spec! })),
    enabled: spec !== null,
    placeholderData: keepPreviousData,
    refetchInterval: live.refreshMs ?? false,
  });
}

export function useFunnelPeople(spec: FunnelSpec, step: number, value?: string) {
  return usePages<number>(["insight", "funnel", "people", spec, step, value ?? null], (cursor) =>
    take(api.POST("/v1/insight/funnel/people", { body: { ...spec, step, value, cursor, limit: 100 } })),
  );
}

export function useRetention(spec: RetentionSpec) {
  return useQuery({
    queryKey: ["insight", "retention", spec],
    queryFn: () => take(api.POST("/v1/insight/retention", { body: spec })),
    placeholderData: keepPreviousData,
  });
}

export function useCohorts(spec: CohortsSpec) {
  return useQuery({
    queryKey: ["insight", "cohorts", spec],
    queryFn: () => take(api.POST("/v1/insight/cohorts", { body: spec })),
    placeholderData: keepPreviousData,
  });
}
