import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";

export type Account = Schema<"TouchpointOut">;
export type AccountHealth = Schema<"TouchpointWithHealth">;
export type Kind = Schema<"KindOut">;
export type Code = Schema<"CodeOut">;

const KEY = ["touchpoints"];

export function useKinds() {
  return useQuery({ queryKey: [...KEY, "kinds"], queryFn: () => take(api.GET("/v1/touchpoint-kinds")), staleTime: Infinity });
}

export function useAccounts() {
  return usePages<Account>([...KEY, "list"], (cursor) => take(api.GET("/v1/touchpoints", { params: { query: { cursor } } })));
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: () => take(api.GET("/v1/touchpoints/{account_id}", { params: { path: { account_id: id } } })),
    refetchInterval: 10_000,
  });
}

export function useAddAccount() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"NewTouchpoint">) => take(api.POST("/v1/touchpoints", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useChangeAccount(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"TouchpointChange">) =>
      take(api.PATCH("/v1/touchpoints/{account_id}", { params: { path: { account_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useCheckAccount(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.POST("/v1/touchpoints/{account_id}/check", { params: { path: { account_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: [...KEY, id] }),
  });
}

export function useCodes(id: string) {
  return usePages<Code>([...KEY, id, "codes"], (cursor) =>
    take(api.GET("/v1/touchpoints/{account_id}/codes", { params: { path: { account_id: id }, query: { cursor } } })),
  );
}

export function useMakeCode(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"NewCode">) =>
      take(api.POST("/v1/touchpoints/{account_id}/codes", { params: { path: { account_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: [...KEY, id, "codes"] }),
  });
}

export function useTemplates(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...KEY, id, "templates"],
    queryFn: () => take(api.GET("/v1/touchpoints/{account_id}/templates", { params: { path: { account_id: id } } })),
    staleTime: 60_000,
    enabled,
  });
}
