/** The server's clock. It may run on simulated time, so data is never asked for by the browser's. */
import { useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";

/** Read once when a page opens, or again and again where a page is live. */
export function useNow(refreshMs?: number): string | undefined {
  const { data } = useQuery({
    queryKey: ["workspace"],
    queryFn: () => take(api.GET("/v1/workspace")),
    staleTime: 30_000,
    refetchInterval: refreshMs ?? false,
  });
  return data?.now;
}
