import { useState } from "react";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { touchpointColour } from "@/app/theme";
import { useCatalogue } from "@/features/events/queries";
import { useSignedIn } from "@/features/session/queries";
import { More } from "@/ui/CursorTable";
import { formatClock, formatMoney } from "@/ui/format";
import { Lines, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { EventIcon } from "@/features/events/EventIcon";
import { useTimeline, type Moment } from "./queries";
import { byDay, tellingProperties } from "./timeline";

export function TimelinePanel({ id }: { id: number }) {
  const { t } = useTranslation();
  const [event, setEvent] = useState<string>();
  const timeline = useTimeline(id, event);
  const names = useCatalogue().data?.items.map((one) => one.event) ?? [];
  const filter = (
    <Select
      allowClear
      showSearch
      value={event}
      placeholder={t("people.anyEvent")}
      style={{ width: 170 }}
      options={names.map((value) => ({ value, label: wordFor("event", value) }))}
      onChange={setEvent}
    />
  );
  return (
    <Panel title={t("people.timeline")} extra={filter}>
      {timeline.isPending && <Lines rows={8} />}
      {timeline.isError && <ProblemNotice error={timeline.error} onRetry={() => void timeline.refetch()} />}
      {timeline.isSuccess && timeline.items.length === 0 && <Teach title={t("people.timelineEmpty")} />}
      {byDay(timeline.items).map(({ day, moments }) => (
        <section key={day} className="timeline-day">
          <h3 className="figures">{day}</h3>
          <ol>{moments.map((moment) => <MomentLine key={moment.event_id} moment={moment} />)}</ol>
        </section>
      ))}
      <More pages={timeline} />
    </Panel>
  );
}

function MomentLine({ moment }: { moment: Moment }) {
  const { workspace } = useSignedIn();
  const properties = moment.properties as Record<string, unknown>;
  const amount = Number(properties.amount_fen ?? 0);
  const currency = String(properties.currency || workspace.currency);
  return (
    <li className="moment">
      <span className="moment-icon" style={{ color: touchpointColour(moment.touchpoint) }}><EventIcon event={moment.event} /></span>
      <time className="faint figures">{formatClock(moment.at)}</time>
      <div>
        <strong>{wordFor("event", moment.event)}</strong>
        {moment.touchpoint && <span className="faint small"> {wordFor("touchpoint", moment.touchpoint)}</span>}
        {amount !== 0 && <span className="moment-amount figures"> {formatMoney(amount, currency)}</span>}
        <div className="small quiet">
          {tellingProperties(properties).map(([name, value]) => (
            <span key={name} className="moment-property">{wordFor("property", name)} {name.endsWith("_fen") ? formatMoney(Number(value), currency) : value}</span>
          ))}
        </div>
      </div>
    </li>
  );
}
