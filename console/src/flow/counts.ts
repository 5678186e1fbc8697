/** How many people went along each edge, where the counts of the steps tell it for certain. */
import { edgeId, type Graph } from "./graph";

export interface StepCounts {
  here: number;
  entered: number;
  left: number;
}

export function edgeCounts(graph: Graph, counts: Record<string, StepCounts>): Map<string, number> {
  const into = tally(graph.edges.map((edge) => edge.to));
  const out = tally(graph.edges.map((edge) => edge.from));
  const known = new Map<string, number>();
  for (const edge of graph.edges) {
    const target = counts[edge.to];
    const source = counts[edge.from];
    if (into.get(edge.to) === 1 && target) known.set(edgeId(edge), target.entered);
    else if (out.get(edge.from) === 1 && source) known.set(edgeId(edge), source.left);
  }
  return known;
}

function tally(ids: string[]): Map<string, number> {
  const found = new Map<string, number>();
  ids.forEach((id) => found.set(id, (found.get(id) ?? 0) + 1));
  return found;
}
