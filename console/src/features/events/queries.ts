/** The catalogue of events that this workspace knows. */
import { useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";

export function useCatalogue() {
  return useQuery({ queryKey: ["events", "catalogue"], queryFn: () => take(api.GET("/v1/events/catalogue")), staleTime: 60_000 });
}

export function useEventProperties(event: string): string[] {
  const { data } = useCatalogue();
  const found = data?.items.find((one) => one.event === event);
  return found ? found.properties.map((one) => one.name) : [];
}
