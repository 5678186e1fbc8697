import { DatePicker, Segmented, Select, Skeleton } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { TOUCHPOINT_COLOURS } from "@/app/theme";
import { usePreferences } from "@/app/preferences";
import { wordFor } from "@/app/i18n";
import { Chart } from "@/charts/Chart";
import { inkOf } from "@/charts/ink";
import { barsOption } from "@/charts/series";
import { useNow } from "@/features/session/now";
import { formatCount, inZone } from "@/ui/format";
import { Lines, Panel, Teach } from "@/ui/Page";
import { completeMonths, monthsFrom } from "@/ui/period";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { HeatTable } from "./HeatTable";
import { useCohorts } from "./queries";
import { prepareRetention } from "./retention";

const DEFAULT_MONTHS = 13;

export function CohortsView() {
  const now = useNow();
  return now ? <View now={now} /> : <Skeleton active />;
}

function View({ now }: { now: string }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [show, setShow] = useState<"people" | "rate">("people");
  const first = search.get("month");
  const count = Number(search.get("months") ?? DEFAULT_MONTHS) || DEFAULT_MONTHS;
  const touchpoint = search.get("touchpoint");
  const period = first ? monthsFrom(first, count) : completeMonths(count, now);
  const cohorts = useCohorts({ event: "order_paid", unit: "month", ...period, touchpoint });
  const ask = (change: Record<string, string | null | undefined>) => {
    const next = Object.entries({ month: first, months: String(count), touchpoint, ...change }).filter(([, value]) => value);
    setSearch(Object.fromEntries(next) as Record<string, string>, { replace: true });
  };
  const rows = cohorts.data?.rows ?? [];
  const prepared = prepareRetention(rows);
  const empty = cohorts.data && rows.every((row) => row.size === 0);
  return (
    <div className="stack">
      <Panel
        title={t("insight.cohorts")}
        hint={t("insight.cohortsHint", { unit: t("insight.units.month") })}
        extra={
          <>
            <DatePicker picker="month" inputReadOnly value={dayjs(inZone(period.from).format("YYYY-MM"))} allowClear={Boolean(first)} onChange={(_, text) => ask({ month: typeof text === "string" ? text : null })} />
            <Select value={count} style={{ width: 116 }} options={[6, 13, 24, 25, 36].map((value) => ({ value, label: t("insight.months", { count: value }) }))} onChange={(value) => ask({ months: String(value) })} />
            <Select
              value={touchpoint ?? ""}
              style={{ width: 130 }}
              options={["", ...Object.keys(TOUCHPOINT_COLOURS)].map((value) => ({ value, label: wordFor("touchpoint", value || "all") }))}
              onChange={(value) => ask({ touchpoint: value || null })}
            />
            <Segmented size="small" value={show} options={[{ value: "people", label: t("insight.asPeople") }, { value: "rate", label: t("insight.asRate") }]} onChange={setShow} />
          </>
        }
      >
        {cohorts.isPending && <Lines rows={8} />}
        {cohorts.isError && <ProblemNotice error={cohorts.error} onRetry={() => void cohorts.refetch()} />}
        {empty && <Teach title={t("insight.cohortsEmpty")} action={<Link to="/imports">{t("insight.importOrders")}</Link>}>{t("insight.cohortsEmptyText")}</Teach>}
        {cohorts.data && !empty && (
          <div style={{ overflowX: "auto" }}>
            <HeatTable bucketTitle={t("insight.cohortBucket")} columns={prepared.columns} rows={prepared.rows} show={show} />
          </div>
        )}
      </Panel>
      {cohorts.data && !empty && <Revenue months={cohorts.data.months} currency={cohorts.data.currency} />}
    </div>
  );
}

function Revenue({ months, currency }: { months: { bucket: string; revenue: string; active: number }[]; currency: string }) {
  const { t } = useTranslation();
  const { mode } = usePreferences();
  const option = barsOption(
    months.map((month) => month.bucket),
    months.map((month) => Number(month.revenue)),
    (value) => formatCount(value),
    inkOf(mode),
  );
  return (
    <Panel title={t("insight.revenue")} extra={<span className="small faint">{t("insight.currency", { currency })}</span>}>
      <Chart option={option} height={240} label={t("insight.revenue")} />
      <div style={{ overflowX: "auto", marginTop: 12 }}>
        <table className="heat">
          <thead>
            <tr><th />{months.map((month) => <th key={month.bucket}>{month.bucket}</th>)}</tr>
          </thead>
          <tbody>
            <tr><th>{t("insight.revenue")}</th>{months.map((month) => <td key={month.bucket}>{Number(month.revenue).toLocaleString("en-US", { minimumFractionDigits: 2 })}</td>)}</tr>
            <tr><th>{t("insight.active")}</th>{months.map((month) => <td key={month.bucket}>{formatCount(month.active)}</td>)}</tr>
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
