/** A journey on the canvas: counts on steps and edges, and a drawer for the step that is chosen. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { Canvas } from "@/flow/Canvas";
import { edgeCounts, type StepCounts } from "@/flow/counts";
import { addGoal, changeSettings, insertStep, newStep, removeStep, renameStep, type Graph, type Step } from "@/flow/graph";
import { formatCount } from "@/ui/format";
import { useCounts } from "./queries";
import { StepDrawer } from "./StepDrawer";
import { INSERTABLE, STEP_KINDS } from "./steps/registry";

interface JourneyCanvasProps {
  journeyId: string;
  graph: Graph;
  faulty: Set<string>;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange?: (graph: Graph) => void;
}

export function JourneyCanvas({ journeyId, graph, faulty, selected, onSelect, onChange }: JourneyCanvasProps) {
  const { t } = useTranslation();
  const counts = useCounts(journeyId).data?.nodes ?? {};
  const passed = edgeCounts(graph, counts);
  const chosen = graph.nodes.find((step) => step.id === selected);
  return (
    <div className="journey-canvas">
      <Canvas
        graph={graph}
        selected={selected}
        onSelect={onSelect}
        drawStep={(step) => <StepCard step={step} counts={counts[step.id]} faulty={faulty.has(step.id)} />}
        drawEdge={(edge, id) => (
          <>
            {edge.when && <strong>{t(`journeys.${edge.when}`)}</strong>}
            {passed.has(id) && <span>{formatCount(passed.get(id))}</span>}
            {onChange && <Insert onPick={(kind) => onChange(insertStep(graph, id, newStep(graph, kind, STEP_KINDS[kind]!.fresh)))} />}
          </>
        )}
      />
      {onChange && (
        <Button className="journey-goal" size="small" icon={STEP_KINDS.goal!.icon} onClick={() => onChange(addGoal(graph, STEP_KINDS.goal!.fresh))}>
          {t("journeys.addGoal")}
        </Button>
      )}
      <StepDrawer
        journeyId={journeyId}
        graph={graph}
        step={chosen}
        onClose={() => onSelect(null)}
        onSettings={onChange && chosen && ((settings) => onChange(changeSettings(graph, chosen.id, settings)))}
        onName={onChange && chosen && ((name) => onChange(renameStep(graph, chosen.id, name)))}
        onRemove={
          onChange && chosen && (() => {
            onChange(removeStep(graph, chosen.id));
            onSelect(null);
          })
        }
      />
    </div>
  );
}

function StepCard({ step, counts, faulty }: { step: Step; counts?: StepCounts; faulty: boolean }) {
  const { t } = useTranslation();
  const kind = STEP_KINDS[step.kind];
  if (!kind) return null;
  return (
    <div className={faulty ? "flow-step faulty" : "flow-step"} style={{ borderLeftColor: kind.colour }}>
      <div className="flow-step-head">
        <span style={{ color: kind.colour }}>{kind.icon}</span>
        {step.name || wordFor("journeys.kind", step.kind)}
        {counts && counts.here > 0 && <span className="chip good here">{formatCount(counts.here)}</span>}
      </div>
      <p>{kind.summary(step.settings)}</p>
      {counts && <footer>{t("journeys.entered")} {formatCount(counts.entered)} · {t("journeys.left")} {formatCount(counts.left)}</footer>}
    </div>
  );
}

function Insert({ onPick }: { onPick: (kind: (typeof INSERTABLE)[number]) => void }) {
  const { t } = useTranslation();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: INSERTABLE.map((kind) => ({
          key: kind,
          icon: STEP_KINDS[kind]!.icon,
          label: <>{t(`journeys.kind.${kind}`)} <span className="small faint">{t(`journeys.kindText.${kind}`)}</span></>,
          onClick: () => onPick(kind),
        })),
      }}
    >
      <Button size="small" shape="circle" icon={<PlusOutlined />} aria-label={t("journeys.addHere")} className="journey-insert" />
    </Dropdown>
  );
}
