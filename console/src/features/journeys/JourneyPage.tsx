import { App, Button, Popconfirm, Radio, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useAllowed } from "@/features/session/queries";
import { formatCount, formatPercent } from "@/ui/format";
import { Lines, Page } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import type { Graph } from "@/flow/graph";
import { JourneyCanvas } from "./JourneyCanvas";
import { JourneyState } from "./JourneyState";
import { graphOf, useChangeState, useCounts, useEditJourney, useJourney, usePublish, type Inside, type Journey } from "./queries";
import "./journeys.css";

type View = "running" | "draft";

export function JourneyPage() {
  const { id = "" } = useParams();
  const journey = useJourney(id);
  if (journey.isPending) return <Page title="…"><Lines rows={8} /></Page>;
  if (journey.isError) return <Page title=""><ProblemNotice error={journey.error} onRetry={() => void journey.refetch()} /></Page>;
  return <Whole key={id} journey={journey.data} />;
}

function Whole({ journey }: { journey: Journey }) {
  const { t } = useTranslation();
  const mayWrite = useAllowed("journeys.write");
  const [view, setView] = useState<View>(journey.published ? "running" : "draft");
  const [draft, setDraft] = useState<Graph>(() => graphOf(journey.graph));
  const [dirty, setDirty] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const edit = useEditJourney(journey.id);
  const running = view === "running" && journey.published;
  const graph = running ? graphOf(journey.published!) : draft;
  const change = (next: Graph) => {
    setDraft(next);
    setDirty(true);
  };
  return (
    <Page
      title={<span className="row">{journey.name} <JourneyState state={journey.state} /></span>}
      subtitle={<Progress id={journey.id} />}
      actions={
        <>
          {journey.published && (
            <Segmented<View>
              value={view}
              options={[{ value: "running", label: t("journeys.running") }, { value: "draft", label: t("journeys.draft") }]}
              onChange={(next) => {
                setView(next);
                setSelected(null);
              }}
            />
          )}
          {mayWrite && journey.state !== "archived" && (
            <>
              {!running && (
                <Button
                  disabled={!dirty}
                  loading={edit.isPending}
                  onClick={() => edit.mutate({ graph: draft }, { onSuccess: () => setDirty(false) })}
                >
                  {t("journeys.save")}
                </Button>
              )}
              <Verbs journey={journey} publishable={!dirty} />
            </>
          )}
        </>
      }
    >
      {edit.isError && <ProblemNotice error={edit.error} />}
      {!running && <Faults journey={journey} dirty={dirty} onSelect={setSelected} />}
      <JourneyCanvas
        journeyId={journey.id}
        graph={graph}
        faulty={new Set(running ? [] : journey.faults.map((fault) => fault.node_id))}
        selected={selected}
        onSelect={setSelected}
        onChange={!running && mayWrite && journey.state !== "archived" ? change : undefined}
      />
    </Page>
  );
}

function Progress({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useCounts(id);
  if (!data) return null;
  return (
    <span className="figures">
      {t("journeys.entered")} <strong>{formatCount(data.entered)}</strong> · {t("journeys.inProgress")} <strong>{formatCount(data.in_progress)}</strong>
      {" · "}{t("journeys.goal")} <strong>{formatCount(data.goal)}</strong>（{formatPercent(data.entered ? data.goal / data.entered : null)}）
    </span>
  );
}

function Faults({ journey, dirty, onSelect }: { journey: Journey; dirty: boolean; onSelect: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  if (dirty) return <p className="chip wait" style={{ alignSelf: "flex-start" }}>{t("journeys.unsaved")}</p>;
  if (journey.faults.length === 0) return <p className="chip good" style={{ alignSelf: "flex-start" }}>{t("journeys.faultless")}</p>;
  return (
    <div className="problem">
      <strong>{t("journeys.faults")}</strong>
      <ul className="small">
        {journey.faults.map((fault, index) => (
          <li key={index}>
            {fault.node_id && <Button type="link" size="small" onClick={() => onSelect(fault.node_id)}>{fault.node_id}</Button>}
            {i18n.language === "zh-CN" ? fault.zh : fault.en}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Verbs({ journey, publishable }: { journey: Journey; publishable: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [inside, setInside] = useState<Inside>("keep");
  const publish = usePublish(journey.id);
  const turn = useChangeState(journey.id);
  const refused = (error: unknown) => void message.open({ type: "error", content: <ProblemNotice error={error} />, duration: 6 });
  const choices = ["keep", "move", "leave"] as const;
  return (
    <>
      {journey.state === "active" && <Button onClick={() => turn.mutate("pause", { onError: refused })}>{t("journeys.pause")}</Button>}
      {journey.state === "paused" && <Button onClick={() => turn.mutate("resume", { onError: refused })}>{t("journeys.resume")}</Button>}
      {journey.state !== "draft" && (
        <Popconfirm title={t("journeys.archiveSure")} onConfirm={() => turn.mutate("archive", { onError: refused })}>
          <Button type="text" danger>{t("journeys.archive")}</Button>
        </Popconfirm>
      )}
      <Popconfirm
        title={t("journeys.publishSure")}
        description={<Radio.Group vertical value={inside} options={choices.map((value) => ({ value, label: t(`journeys.inside.${value}`) }))} onChange={(event) => setInside(event.target.value as Inside)} />}
        onConfirm={() => publish.mutate(inside, { onError: refused, onSuccess: () => void message.success(t("journeys.state.active")) })}
      >
        <Button type="primary" disabled={!publishable || journey.faults.length > 0} loading={publish.isPending}>{t("journeys.publish")}</Button>
      </Popconfirm>
    </>
  );
}
