import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";

export type Member = Schema<"WorkspaceMemberOut">;
export type Role = Member["role"];
export const ROLES: Role[] = ["owner", "admin", "operator", "analyst", "sales", "ingest"];

export function useWorkspace() {
  return useQuery({ queryKey: ["workspace"], queryFn: () => take(api.GET("/v1/workspace")), staleTime: 30_000 });
}

export function useChangeWorkspace() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"WorkspaceIn">) => take(api.PATCH("/v1/workspace", { body })),
    onSuccess: () => cache.invalidateQueries(),
  });
}

export function useMembers() {
  return usePages(["members"], (cursor) => take(api.GET("/v1/members", { params: { query: { cursor } } })));
}

export function useInvite() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"InviteIn">) => take(api.POST("/v1/members", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["members"] }),
  });
}

export function useChangeMember() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Schema<"MemberChangeIn"> & { id: string }) =>
      take(api.PATCH("/v1/members/{member_id}", { params: { path: { member_id: id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["members"] }),
  });
}

export function useTokens() {
  return usePages(["tokens"], (cursor) => take(api.GET("/v1/tokens", { params: { query: { cursor } } })));
}

export function useMakeToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"TokenIn">) => take(api.POST("/v1/tokens", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRevokeToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE("/v1/tokens/{token_id}", { params: { path: { token_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useAudit() {
  return usePages(["audit"], (cursor) => take(api.GET("/v1/audit", { params: { query: { cursor } } })));
}

export function useVerifyAudit() {
  return useMutation({ mutationFn: () => take(api.GET("/v1/audit/verification")) });
}
