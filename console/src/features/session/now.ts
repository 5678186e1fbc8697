/** The server's clock. It may run on simulated time, so data is never asked for by the browser's. */
import { useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";

export function useNow(): string | undefined {
  const { data } = useQuery({
    queryKey: ["workspace"],
    queryFn: () => take(api.GET("/v1/workspace")),
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
  return data?.now;
}
