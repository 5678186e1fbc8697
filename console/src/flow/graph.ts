/** A journey's graph and the pure edits on it. Every edit returns a new graph. */

export interface Step {
  id: string;
  kind: string;
  settings: Record<string, unknown>;
  name?: string;
}

export interface Edge {
  from: string;
  to: string;
  when?: "yes" | "no";
}

export interface Graph {
  nodes: Step[];
  edges: Edge[];
}

export const EMPTY: Graph = {
  nodes: [
    { id: "start", kind: "trigger", settings: {} },
    { id: "exit_1", kind: "exit", settings: {} },
  ],
  edges: [{ from: "start", to: "exit_1" }],
};

/** A way out of a step has one edge, so (from, when) names it. */
export function edgeId(edge: Pick<Edge, "from" | "when">): string {
  return `${edge.from}:${edge.when ?? ""}`;
}

export function newStep(graph: Graph, kind: string, settings: Record<string, unknown> = {}): Step {
  const taken = new Set(graph.nodes.map((node) => node.id));
  let number = 1;
  while (taken.has(`${kind}_${number}`)) number += 1;
  return { id: `${kind}_${number}`, kind, settings };
}

/** Puts a step on an edge. A branch sends "yes" along the old way and "no" to a new exit. */
export function insertStep(graph: Graph, at: string, step: Step): Graph {
  const cut = graph.edges.find((edge) => edgeId(edge) === at);
  if (!cut) return graph;
  const into: Edge = { ...cut, to: step.id };
  const edges = graph.edges.map((edge) => (edge === cut ? into : edge));
  if (step.kind !== "branch") {
    return { nodes: [...graph.nodes, step], edges: [...edges, { from: step.id, to: cut.to }] };
  }
  const withBranch = { ...graph, nodes: [...graph.nodes, step] };
  const exit = newStep(withBranch, "exit");
  return {
    nodes: [...withBranch.nodes, exit],
    edges: [...edges, { from: step.id, to: cut.to, when: "yes" }, { from: step.id, to: exit.id, when: "no" }],
  };
}

/** A goal stands beside the path: people inside reach it from any step by doing its event. */
export function addGoal(graph: Graph, settings: Record<string, unknown> = {}): Graph {
  return { ...graph, nodes: [...graph.nodes, newStep(graph, "goal", settings)] };
}

/** Takes a step out and joins what came before to what came after; of a branch the "yes" way stays. */
export function removeStep(graph: Graph, id: string): Graph {
  const step = graph.nodes.find((node) => node.id === id);
  if (!step || !removable(step, graph)) return graph;
  const ways = graph.edges.filter((edge) => edge.from === id);
  if (step.kind === "goal") return { ...graph, nodes: graph.nodes.filter((node) => node.id !== id) };
  const next = ways.find((edge) => edge.when !== "no")?.to;
  if (!next) return graph;
  const edges = graph.edges
    .filter((edge) => edge.from !== id)
    .map((edge) => (edge.to === id ? { ...edge, to: next } : edge));
  return reachable({ nodes: graph.nodes.filter((node) => node.id !== id), edges });
}

/** A path must begin and end somewhere, so its trigger and its end stay. */
export function removable(step: Step, graph: Graph): boolean {
  if (step.kind === "goal") return !graph.edges.some((edge) => edge.to === step.id);
  return step.kind !== "trigger" && step.kind !== "exit";
}

export function changeSettings(graph: Graph, id: string, settings: Record<string, unknown>): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? { ...node, settings } : node)) };
}

export function renameStep(graph: Graph, id: string, name: string): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? { ...node, name } : node)) };
}

/** Without the steps that nobody can get to any more; goals stay, they need no path. */
function reachable(graph: Graph): Graph {
  const starts = graph.nodes.filter((node) => node.kind === "trigger" || node.kind === "goal").map((node) => node.id);
  const seen = new Set(starts);
  const queue = [...starts];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of graph.edges) {
      if (edge.from === id && !seen.has(edge.to)) {
        seen.add(edge.to);
        queue.push(edge.to);
      }
    }
  }
  return { nodes: graph.nodes.filter((node) => seen.has(node.id)), edges: graph.edges.filter((edge) => seen.has(edge.from)) };
}
