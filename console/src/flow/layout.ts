/** Places the steps of a graph top-down: rows by longest way from the trigger, "yes" to the left of "no". */
import type { Graph } from "./graph";

export interface Place {
  x: number;
  y: number;
}

export function layout(graph: Graph, column = 252, row = 138): Map<string, Place> {
  const next = new Map<string, string[]>();
  const incoming = new Map(graph.nodes.map((node) => [node.id, 0]));
  for (const edge of [...graph.edges].sort((a, b) => (a.when === "no" ? 1 : 0) - (b.when === "no" ? 1 : 0))) {
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
    incoming.set(edge.to, (incoming.get(edge.to) ?? 0) + 1);
  }
  const roots = graph.nodes.filter((node) => !incoming.get(node.id)).map((node) => node.id);
  const rows = rowsOf(roots, next, graph.nodes.length);
  const columns = columnsOf(roots, next);
  return new Map(
    graph.nodes.map((node) => [node.id, { x: (columns.get(node.id) ?? 0) * column, y: (rows.get(node.id) ?? 0) * row }]),
  );
}

function rowsOf(roots: string[], next: Map<string, string[]>, limit: number): Map<string, number> {
  const rows = new Map<string, number>();
  const descend = (id: string, depth: number): void => {
    if (depth > limit || (rows.get(id) ?? -1) >= depth) return;
    rows.set(id, depth);
    next.get(id)?.forEach((child) => descend(child, depth + 1));
  };
  roots.forEach((root) => descend(root, 0));
  return rows;
}

/** Each leaf takes a column; a parent stands over the middle of the children it meets first. */
function columnsOf(roots: string[], next: Map<string, string[]>): Map<string, number> {
  const columns = new Map<string, number>();
  const seen = new Set<string>();
  let free = 0;
  const place = (id: string): number => {
    seen.add(id);
    const under = (next.get(id) ?? []).filter((child) => !seen.has(child)).map((child) => (seen.has(child) ? null : place(child)));
    const known = under.filter((x): x is number => x !== null);
    const x = known.length ? (Math.min(...known) + Math.max(...known)) / 2 : free++;
    columns.set(id, x);
    return x;
  };
  roots.forEach(place);
  return columns;
}
