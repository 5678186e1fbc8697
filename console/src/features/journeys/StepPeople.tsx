import { Button, Timeline } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { wordFor } from "@/app/i18n";
import { CursorTable } from "@/ui/CursorTable";
import { formatTime } from "@/ui/format";
import { Lines, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useJourneyPeople, useTrace, type Run } from "./queries";

export function StepPeople({ journeyId, node }: { journeyId: string; node: string }) {
  const { t } = useTranslation();
  const people = useJourneyPeople(journeyId, node);
  const [traced, setTraced] = useState<number | null>(null);
  return (
    <>
      {traced !== null && <Trace journeyId={journeyId} profileId={traced} />}
      <CursorTable<Run>
        pages={people}
        rowKey={(run) => `${run.profile_id}:${run.entered_at}`}
        empty={<Teach title={t("journeys.nobodyHere")} />}
        columns={[
          { title: t("journeys.allPeople"), dataIndex: "profile_id", render: (id: number) => <Link to={`/people/${id}`}>{id}</Link> },
          { title: t("journeys.came"), dataIndex: "entered_at", render: formatTime, className: "figures" },
          { title: t("journeys.due"), dataIndex: "due_at", render: formatTime, className: "figures" },
          { render: (_, row) => <Button size="small" type="link" onClick={() => setTraced(row.profile_id)}>→</Button> },
        ]}
      />
    </>
  );
}

function Trace({ journeyId, profileId }: { journeyId: string; profileId: number }) {
  const { t } = useTranslation();
  const trace = useTrace(journeyId, profileId);
  if (trace.isPending) return <Lines />;
  if (trace.isError) return <ProblemNotice error={trace.error} />;
  return (
    <section className="journey-trace">
      <h3>{t("journeys.trace", { id: profileId })}</h3>
      {trace.data.runs.map((run) => (
        <Timeline
          key={run.entered_at}
          items={run.moves.map((move) => ({
            content: (
              <span className="small figures">
                <span className="faint">{formatTime(move.at)}</span>{" "}
                {move.from_node === null ? t("journeys.came") : ""} {move.to_node ?? `${t("journeys.went")} · ${wordFor("journeys.reason", run.reason)}`}
                {move.outcome && <span className="chip" style={{ marginLeft: 6 }}>{wordFor("journeys", move.outcome)}</span>}
              </span>
            ),
          }))}
        />
      ))}
    </section>
  );
}
