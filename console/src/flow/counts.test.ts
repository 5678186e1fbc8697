import { expect, it } from "vitest";
import { edgeCounts } from "./counts";
import { EMPTY, insertStep, newStep } from "./graph";

it("knows an edge by its only target, else by its only source, else not at all", () => {
  const graph = insertStep(EMPTY, "start:", newStep(EMPTY, "branch"));
  const joined = { ...graph, edges: graph.edges.map((edge) => ({ ...edge, to: edge.to === "exit_2" ? "exit_1" : edge.to })) };
  const counts = {
    start: { here: 0, entered: 9, left: 9 },
    branch_1: { here: 0, entered: 9, left: 9 },
    exit_1: { here: 0, entered: 9, left: 9 },
    exit_2: { here: 0, entered: 4, left: 4 },
  };
  expect(Object.fromEntries(edgeCounts(graph, { ...counts, exit_1: { here: 0, entered: 5, left: 5 } }))).toEqual({
    "start:": 9,
    "branch_1:yes": 5,
    "branch_1:no": 4,
  });
  expect(Object.fromEntries(edgeCounts(joined, counts))).toEqual({ "start:": 9 });
});
