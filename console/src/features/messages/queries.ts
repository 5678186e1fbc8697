import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";

export type Message = Schema<"MessageOut">;
export type State = Message["state"];
export type Rules = Schema<"DeliveryRules-Input">;
export const STATES: State[] = ["queued", "sending", "sent", "held", "failed", "unclear", "skipped"];

export interface MessageFilter {
  state?: State;
  profile_id?: number;
  journey_id?: string;
}

export function useMessages(filter: MessageFilter) {
  return usePages<Message>(
    ["messages", "list", filter],
    (cursor) => take(api.GET("/v1/messages", { params: { query: { ...filter, cursor } } })),
    { refreshMs: 5_000 },
  );
}

export function useMessageCounts() {
  return useQuery({ queryKey: ["messages", "counts"], queryFn: () => take(api.GET("/v1/messages/counts")), refetchInterval: 5_000 });
}

export function useRules() {
  return useQuery({ queryKey: ["delivery", "rules"], queryFn: () => take(api.GET("/v1/delivery/rules")) });
}

export function useSaveRules() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Rules) => take(api.PUT("/v1/delivery/rules", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["delivery"] }),
  });
}
