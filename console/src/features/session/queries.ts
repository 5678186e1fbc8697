/** Who is signed in, where, and what they may do. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, setCsrf, take, type Schema } from "@/api/client";
import { setZone } from "@/ui/format";

export type Session = Schema<"SessionOut">;

const KEY = ["session"];

function enter(session: Session): Session {
  setCsrf(session.csrf);
  setZone(session.workspace.time_zone);
  return session;
}

export function useSession() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => enter(await take(api.GET("/v1/session"))),
    staleTime: Infinity,
    retry: false,
  });
}

/** The session on pages that exist only behind the sign-in. */
export function useSignedIn(): Session {
  const { data } = useSession();
  if (!data) throw new Error("Nobody is signed in.");
  return data;
}

export function useAllowed(permission: string): boolean {
  return useSession().data?.permissions.includes(permission) ?? false;
}

export function useSignIn() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (body: { login: string; password: string }) => enter(await take(api.POST("/v1/session", { body }))),
    onSuccess: (session) => cache.setQueryData(KEY, session),
  });
}

export function useChangePassword() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<"PasswordIn">) => take(api.PUT("/v1/session/password", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export function useSwitchWorkspace() {
  return useMutation({
    mutationFn: (workspace_id: string) => take(api.POST("/v1/session/workspace", { body: { workspace_id } })),
    onSuccess: () => window.location.assign("/"),
  });
}

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.DELETE("/v1/session")),
    onSettled: () => {
      setCsrf("");
      cache.clear();
      window.location.assign("/");
    },
  });
}
