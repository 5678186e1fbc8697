import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, take, type Schema } from "@/api/client";
import { usePages } from "@/api/query";
import type { Columns } from "./mapping";

export type Import = Schema<"ImportOut">;

/** What stands in the form's `mapping` field, as JSON. */
export interface Mapping {
  columns: Columns;
  time_zone: string;
  currency: string;
  touchpoint: string;
  properties: Record<string, string>;
}

const RUNNING = new Set(["waiting", "queued", "running"]);

export function isRunning(one: Import): boolean {
  return RUNNING.has(one.state);
}

export function useImports() {
  return usePages(["imports"], (cursor) => take(api.GET("/v1/imports", { params: { query: { cursor } } })), { refreshMs: 2_000 });
}

export function useCreateImport() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, mapping }: { file: File; mapping: Mapping }) => {
      const form = new FormData();
      form.append("file", file);
      form.append("mapping", JSON.stringify(mapping));
      return take(api.POST("/v1/imports", { body: form as never, bodySerializer: (body) => body as never }));
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: ["imports"] }),
  });
}

export function useCancelImport() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST("/v1/imports/{import_id}/cancel", { params: { path: { import_id: id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["imports"] }),
  });
}
