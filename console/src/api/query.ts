/** The cache of server data, and lists read page by page. */
import { QueryCache, QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import { asProblem } from "./problem";

/** A sign-in that ended shows wherever the next question is asked: ask again who is signed in. */
const onError = (error: unknown, { queryKey }: { queryKey: readonly unknown[] }) => {
  if (asProblem(error).status === 401 && queryKey[0] !== "session") void queryClient.resetQueries({ queryKey: ["session"] });
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && [0, 429, 502, 503].includes(asProblem(error).status),
    },
  },
});

export interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}

/** A list by cursor: what is loaded so far, and the way to more. */
export function usePages<T>(
  key: readonly unknown[],
  read: (cursor: string | undefined) => Promise<PageOf<T>>,
  options: { refreshMs?: number; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam || undefined),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor || undefined,
    refetchInterval: options.refreshMs ?? false,
    enabled: options.enabled ?? true,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;
