import { describe, expect, it } from "vitest";
import { EMPTY, addGoal, edgeId, insertStep, newStep, removeStep, changeSettings, type Graph } from "./graph";
import { layout } from "./layout";

const start = edgeId({ from: "start" });

function withBranch(): Graph {
  return insertStep(EMPTY, start, newStep(EMPTY, "branch"));
}

describe("edits of a journey", () => {
  it("put a step on the edge that was chosen", () => {
    const graph = insertStep(EMPTY, start, newStep(EMPTY, "wait", { seconds: 60 }));
    expect(graph.edges).toEqual([
      { from: "start", to: "wait_1" },
      { from: "wait_1", to: "exit_1" },
    ]);
    expect(EMPTY.edges).toHaveLength(1);
  });

  it("give a branch a second way out", () => {
    expect(withBranch().edges).toEqual([
      { from: "start", to: "branch_1" },
      { from: "branch_1", to: "exit_1", when: "yes" },
      { from: "branch_1", to: "exit_2", when: "no" },
    ]);
  });

  it("keep the answer of the branch when a step is put behind it", () => {
    const graph = withBranch();
    const longer = insertStep(graph, edgeId({ from: "branch_1", when: "no" }), newStep(graph, "message"));
    expect(longer.edges).toContainEqual({ from: "branch_1", to: "message_1", when: "no" });
    expect(longer.edges).toContainEqual({ from: "message_1", to: "exit_2" });
  });

  it("drop what nobody can reach when a branch is taken out", () => {
    expect(removeStep(withBranch(), "branch_1")).toEqual({ nodes: EMPTY.nodes, edges: EMPTY.edges });
  });

  it("never take out the trigger or an exit", () => {
    expect(removeStep(EMPTY, "start")).toBe(EMPTY);
    expect(removeStep(EMPTY, "exit_1")).toBe(EMPTY);
  });

  it("keep a goal, which no path leads to, when something else goes", () => {
    const graph = addGoal(withBranch(), { event: "order_paid" });
    const goal = graph.nodes.at(-1)!;
    expect(removeStep(graph, "branch_1").nodes).toContain(goal);
    expect(removeStep(graph, goal.id).nodes).toEqual(withBranch().nodes);
  });

  it("never give an id twice", () => {
    const graph = insertStep(EMPTY, start, newStep(EMPTY, "wait"));
    expect(newStep(graph, "wait").id).toBe("wait_2");
  });

  it("change the settings of one step only", () => {
    const graph = changeSettings(EMPTY, "start", { event: "subscribe" });
    expect(graph.nodes[0]?.settings).toEqual({ event: "subscribe" });
    expect(graph.nodes[1]).toBe(EMPTY.nodes[1]);
  });
});

describe("layout", () => {
  it("puts every step below the ones before it, and no two in one place", () => {
    const graph = withBranch();
    const places = layout(graph);
    for (const edge of graph.edges) expect(places.get(edge.to)!.y).toBeGreaterThan(places.get(edge.from)!.y);
    const spots = [...places.values()].map(({ x, y }) => `${x},${y}`);
    expect(new Set(spots).size).toBe(spots.length);
  });

  it("puts yes to the left of no", () => {
    const places = layout(withBranch());
    expect(places.get("exit_1")!.x).toBeLessThan(places.get("exit_2")!.x);
  });

  it("ends on a graph with a cycle", () => {
    const looped: Graph = { nodes: EMPTY.nodes, edges: [...EMPTY.edges, { from: "exit_1", to: "start" }] };
    expect(layout(looped).size).toBe(2);
  });
});
