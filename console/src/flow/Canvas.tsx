/** Draws a graph with React Flow: places come from the layout, looks and words from the caller. */
import { Background, Controls, Handle, Position, ReactFlow, type Edge as FlowEdge, type EdgeProps, type Node as FlowNode, type NodeProps } from "@xyflow/react";
import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMemo, type ReactNode } from "react";
import { usePreferences } from "@/app/preferences";
import { edgeId, type Edge, type Graph, type Step } from "./graph";
import { layout } from "./layout";
import "./flow.css";

interface CanvasProps {
  graph: Graph;
  selected: string | null;
  onSelect: (id: string | null) => void;
  drawStep: (step: Step) => ReactNode;
  drawEdge: (edge: Edge, id: string) => ReactNode;
}

type StepNode = FlowNode<{ content: ReactNode }>;
type StepEdge = FlowEdge<{ content: ReactNode }>;

export function Canvas({ graph, selected, onSelect, drawStep, drawEdge }: CanvasProps) {
  const { mode } = usePreferences();
  const places = useMemo(() => layout(graph), [graph]);
  const nodes: StepNode[] = graph.nodes.map((step) => ({
    id: step.id,
    type: "step",
    position: places.get(step.id) ?? { x: 0, y: 0 },
    selected: step.id === selected,
    data: { content: drawStep(step) },
  }));
  const edges: StepEdge[] = graph.edges.map((edge) => ({
    id: edgeId(edge),
    type: "step",
    source: edge.from,
    target: edge.to,
    data: { content: drawEdge(edge, edgeId(edge)) },
  }));
  return (
    <ReactFlow
      key={graph.nodes.length}
      colorMode={mode}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      deleteKeyCode={null}
      minZoom={0.2}
      maxZoom={1.4}
      fitView
      fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
      onNodeClick={(_, node) => onSelect(node.id)}
      onPaneClick={() => onSelect(null)}
    >
      <Background gap={22} size={1} />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}

function StepBox({ data }: NodeProps<StepNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {data.content}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
}

function StepLine({ data, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, id }: EdgeProps<StepEdge>) {
  const [path, x, y] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 12 });
  return (
    <>
      <BaseEdge id={id} path={path} />
      <EdgeLabelRenderer>
        <div className="flow-edge-label nopan" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
          {data?.content}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}

const NODE_TYPES = { step: StepBox };
const EDGE_TYPES = { step: StepLine };
