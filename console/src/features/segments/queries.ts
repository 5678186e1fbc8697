import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";
import type { Condition } from "./condition";

export type Segment = Schema<"SegmentOut">;

const KEY = ["segments"];

export function useSegments() {
  return usePages<Segment>([...KEY, "list"], (cursor) => take(api.GET("/v1/segments", { params: { query: { cursor } } })));
}

export function useSegmentOptions(): { value: string; label: string }[] {
  const { items } = useSegments();
  return items.map((segment) => ({ value: segment.id, label: segment.name }));
}

export function useSegment(id: string) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: () => take(api.GET("/v1/segments/{segment_id}", { params: { path: { segment_id: id } } })),
    enabled: id !== "new",
  });
}

export function useSegmentPeople(id: string) {
  return usePages<number>([...KEY, id, "people"], (cursor) =>
    take(api.GET("/v1/segments/{segment_id}/people", { params: { path: { segment_id: id }, query: { cursor, limit: 100 } } })),
  );
}

export function useSaveSegment(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; condition: Condition }) =>
      id === "new"
        ? take(api.POST("/v1/segments", { body: body as never }))
        : take(api.PUT("/v1/segments/{segment_id}", { params: { path: { segment_id: id } }, body: body as never })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRefreshSegment(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.POST("/v1/segments/{segment_id}/refresh", { params: { path: { segment_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useArchiveSegment(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.POST("/v1/segments/{segment_id}/archive", { params: { path: { segment_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

/** The size of a condition, asked when the typing rests. */
export function usePreview(condition: Condition | null) {
  const asked = useRested(condition ? JSON.stringify(condition) : "", 400);
  return useQuery({
    queryKey: [...KEY, "preview", asked],
    queryFn: () => take(api.POST("/v1/segments/preview", { body: { condition: JSON.parse(asked) } as never })),
    enabled: asked !== "",
    placeholderData: (previous) => previous,
    retry: false,
  });
}

function useRested(value: string, milliseconds: number): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
