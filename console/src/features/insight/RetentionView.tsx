import { InputNumber, Segmented, Select, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EventSelect } from "@/features/events/EventSelect";
import { usePeriod, type PickedPeriod } from "@/features/session/usePeriod";
import { Lines, Panel, Teach } from "@/ui/Page";
import { PeriodPicker } from "@/ui/PeriodPicker";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { HeatTable } from "./HeatTable";
import { useRetention } from "./queries";
import { prepareRetention } from "./retention";

const UNITS = ["day", "week", "month"] as const;
const MODES = ["recurring", "first_time"] as const;
const CELLS = ["on", "on_or_after"] as const;

interface Draft {
  start: string;
  back: string;
  unit: (typeof UNITS)[number];
  periods: number;
  mode: (typeof MODES)[number];
  cell: (typeof CELLS)[number];
}

export function RetentionView() {
  const picked = usePeriod("30d");
  return picked ? <View picked={picked} /> : <Skeleton active />;
}

function View({ picked }: { picked: PickedPeriod }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>({ start: "mp_launch", back: "mp_launch", unit: "day", periods: 14, mode: "first_time", cell: "on" });
  const [show, setShow] = useState<"people" | "rate">("rate");
  const retention = useRetention({
    start: { event: draft.start, where: [] },
    return: { event: draft.back, where: [] },
    unit: draft.unit,
    periods: draft.periods,
    mode: draft.mode,
    cell: draft.cell,
    from: picked.period.from,
    to: picked.period.to,
  });
  const prepared = retention.data && prepareRetention(retention.data.rows);
  return (
    <div className="stack">
      <Panel title={t("insight.retention")} extra={<PeriodPicker {...picked} />}>
        <div className="builder-row">
          <label className="field">{t("insight.start")}<EventSelect value={draft.start} onChange={(start) => setDraft({ ...draft, start })} /></label>
          <label className="field">{t("insight.return")}<EventSelect value={draft.back} onChange={(back) => setDraft({ ...draft, back })} /></label>
          <label className="field">
            {t("insight.unit")}
            <Segmented value={draft.unit} options={UNITS.map((value) => ({ value, label: t(`insight.units.${value}`) }))} onChange={(unit) => setDraft({ ...draft, unit })} />
          </label>
          <label className="field">
            {t("insight.mode")}
            <Select value={draft.mode} style={{ width: 190 }} options={MODES.map((value) => ({ value, label: t(`insight.modes.${value}`) }))} onChange={(mode) => setDraft({ ...draft, mode })} />
          </label>
          <label className="field">
            {t("insight.cell")}
            <Select value={draft.cell} style={{ width: 150 }} options={CELLS.map((value) => ({ value, label: t(`insight.cells.${value}`) }))} onChange={(cell) => setDraft({ ...draft, cell })} />
          </label>
          <label className="field">
            {t("insight.periods", { count: draft.periods })}
            <InputNumber min={1} max={60} value={draft.periods} onChange={(periods) => setDraft({ ...draft, periods: periods ?? 1 })} />
          </label>
        </div>
      </Panel>
      <Panel
        title={t("insight.retention")}
        hint={t("insight.retentionHint", { unit: t(`insight.units.${draft.unit}`) })}
        extra={<Segmented size="small" value={show} options={[{ value: "rate", label: t("insight.asRate") }, { value: "people", label: t("insight.asPeople") }]} onChange={setShow} />}
      >
        {retention.isPending && <Lines rows={8} />}
        {retention.isError && <ProblemNotice error={retention.error} onRetry={() => void retention.refetch()} />}
        {prepared && prepared.rows.every((row) => row.size === 0) && <Teach title={t("insight.empty")}>{t("insight.emptyText")}</Teach>}
        {prepared && prepared.rows.some((row) => row.size > 0) && (
          <div style={{ overflowX: "auto" }}>
            <HeatTable
              bucketTitle={t(`insight.units.${draft.unit}`)}
              columns={prepared.columns}
              rows={prepared.rows}
              mean={prepared.columns.map((k) => retention.data!.mean.find((one) => one.k === k)?.rate ?? null)}
              show={show}
            />
          </div>
        )}
      </Panel>
    </div>
  );
}
