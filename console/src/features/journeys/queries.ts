import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";
import type { Graph } from "@/flow/graph";

export type Journey = Schema<"JourneyOut">;
export type JourneySummary = Schema<"JourneySummary">;
export type Counts = Schema<"CountsOut">;
export type Run = Schema<"RunOut">;
export type Inside = NonNullable<Schema<"Publication">["inside"]>;

const KEY = ["journeys"];
const at = (id: string) => ({ params: { path: { journey_id: id } } });

/** The graph as the editor holds it: without the nulls of the wire. */
export function graphOf(wire: Schema<"Graph">): Graph {
  return {
    nodes: (wire.nodes ?? []).map(({ id, kind, settings, name }) => ({ id, kind, settings: settings ?? {}, ...(name ? { name } : {}) })),
    edges: (wire.edges ?? []).map(({ from, to, when }) => (when ? { from, to, when } : { from, to })),
  };
}

export function useJourneys() {
  return usePages<JourneySummary>([...KEY, "list"], (cursor) => take(api.GET("/v1/journeys", { params: { query: { cursor } } })), { refreshMs: 10_000 });
}

export function useJourney(id: string) {
  return useQuery({ queryKey: [...KEY, id], queryFn: () => take(api.GET("/v1/journeys/{journey_id}", at(id))) });
}

export function useCounts(id: string, enabled = true) {
  return useQuery({
    queryKey: [...KEY, id, "counts"],
    queryFn: () => take(api.GET("/v1/journeys/{journey_id}/counts", at(id))),
    refetchInterval: 5_000,
    enabled,
  });
}

export function useCreateJourney() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; graph: Graph }) => take(api.POST("/v1/journeys", { body: body as Schema<"NewJourney"> })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useEditJourney(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { name?: string; graph?: Graph }) => take(api.PUT("/v1/journeys/{journey_id}", { ...at(id), body: body as Schema<"JourneyEdit"> })),
    onSuccess: (journey) => cache.setQueryData([...KEY, id], journey),
  });
}

export function usePublish(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (inside: Inside) => take(api.POST("/v1/journeys/{journey_id}/publish", { ...at(id), body: { inside } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useChangeState(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (verb: "pause" | "resume" | "archive") => {
      const calls = {
        pause: () => api.POST("/v1/journeys/{journey_id}/pause", at(id)),
        resume: () => api.POST("/v1/journeys/{journey_id}/resume", at(id)),
        archive: () => api.POST("/v1/journeys/{journey_id}/archive", at(id)),
      };
      return take(calls[verb]());
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useJourneyPeople(id: string, node?: string) {
  return usePages<Run>([...KEY, id, "people", node ?? ""], (cursor) =>
    take(api.GET("/v1/journeys/{journey_id}/people", { params: { path: { journey_id: id }, query: { cursor, node } } })),
  );
}

export function useTrace(id: string, profileId: number | null) {
  return useQuery({
    queryKey: [...KEY, id, "trace", profileId],
    queryFn: () =>
      take(api.GET("/v1/journeys/{journey_id}/people/{profile_id}", { params: { path: { journey_id: id, profile_id: profileId! } } })),
    enabled: profileId !== null,
  });
}
