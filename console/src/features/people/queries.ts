import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";

export type ProfileRow = Schema<"ProfileItem">;
export type Profile = Schema<"ProfileOut">;
export type Moment = Schema<"TimelineItem">;
export type Merge = Schema<"MergeOut">;

const KEY = ["people"];
const at = (id: number) => ({ params: { path: { profile_id: id } } });

export function usePeople(search: string) {
  return usePages<ProfileRow>([...KEY, "list", search], (cursor) =>
    take(api.GET("/v1/profiles", { params: { query: { search: search || undefined, cursor } } })),
  );
}

export function useProfile(id: number) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: () => take(api.GET("/v1/profiles/{profile_id}", at(id))),
    refetchInterval: 15_000,
  });
}

export function useTimeline(id: number, event?: string) {
  return usePages<Moment>(
    [...KEY, id, "timeline", event ?? ""],
    (cursor) => take(api.GET("/v1/profiles/{profile_id}/timeline", { params: { path: { profile_id: id }, query: { cursor, event } } })),
    { refreshMs: 10_000 },
  );
}

export function useMerges(id: number) {
  return useQuery({ queryKey: [...KEY, id, "merges"], queryFn: () => take(api.GET("/v1/profiles/{profile_id}/merges", at(id))) });
}

export function useUndoMerge() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST("/v1/merges/{merge_id}/undo", { params: { path: { merge_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useChangeTags(id: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { add: string[]; remove: string[] }) => take(api.PUT("/v1/profiles/{profile_id}/tags", { ...at(id), body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: [...KEY, id] }),
  });
}

export function useReveal(id: number) {
  return useMutation({ mutationFn: () => take(api.POST("/v1/profiles/{profile_id}/reveal", at(id))) });
}
