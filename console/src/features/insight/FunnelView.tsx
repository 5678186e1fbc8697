import { Drawer, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { PeopleIds } from "@/features/people/PeopleIds";
import { usePeriod } from "@/features/session/usePeriod";
import { formatCount, formatDay, formatPercent } from "@/ui/format";
import { Lines, Panel, Teach } from "@/ui/Page";
import { lastDay } from "@/ui/period";
import { PeriodPicker } from "@/ui/PeriodPicker";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { FunnelBuilder, type FunnelDraft } from "./FunnelBuilder";
import { FunnelChart } from "./FunnelChart";
import { useFunnel, useFunnelPeople, type FunnelSpec } from "./queries";

const START: FunnelDraft = {
  steps: ["exposure", "click", "order_paid", "order_paid"],
  windowDays: 30,
  order: "ordered",
  breakdown: "touchpoint",
};

export function FunnelView() {
  const { t } = useTranslation();
  const picked = usePeriod("30d");
  const [draft, setDraft] = useState(START);
  const [pick, setPick] = useState<{ step: number; value?: string } | null>(null);
  const spec: FunnelSpec | null = picked
    ? {
        steps: draft.steps.map((event) => ({ event, where: [] })),
        window_seconds: draft.windowDays * 86_400,
        from: picked.period.from,
        to: picked.period.to,
        order: draft.order,
        exclusions: [],
        breakdown: draft.breakdown ?? null,
        breakdown_by: "first",
        breakdown_step: 1,
      }
    : null;
  const funnel = useFunnel(spec);
  if (!picked || !spec) return <Skeleton active />;
  const answer = funnel.data && { steps: funnel.data.steps, breakdown: funnel.data.breakdown ?? [] };
  const steps = answer?.steps ?? [];
  return (
    <div className="stack">
      <Panel extra={<PeriodPicker {...picked} />} title={t("insight.steps")}>
        <FunnelBuilder draft={draft} onChange={setDraft} />
      </Panel>
      <Panel
        title={<>{t("insight.overall")} <span className="figures">{formatPercent(steps[0]?.people ? steps.at(-1)!.people / steps[0].people : null)}</span></>}
        hint={t("insight.windowHint")}
        extra={<span className="small faint figures">{t("common.periodOf", { from: formatDay(picked.period.from), to: lastDay(picked.period) })}{funnel.data && ` · ${t("insight.ms", { ms: funnel.data.ms })}`}</span>}
      >
        {funnel.isPending && <Lines rows={6} />}
        {funnel.isError && <ProblemNotice error={funnel.error} onRetry={() => void funnel.refetch()} />}
        {answer && steps[0]?.people === 0 && <Teach title={t("insight.empty")}>{t("insight.emptyText")}</Teach>}
        {answer && Boolean(steps[0]?.people) && (
          <FunnelChart answer={answer} labelOf={(index) => t("insight.stepN", { n: index + 1 })} onPick={(step, value) => setPick({ step: step + 1, value })} />
        )}
      </Panel>
      <Drawer open={pick !== null} onClose={() => setPick(null)} title={pick && t("insight.behind", { step: wordFor("event", draft.steps[pick.step - 1] ?? "") })} size={420}>
        {pick && (
          <Behind
            spec={spec}
            step={pick.step}
            value={pick.value}
            count={pick.value === undefined ? steps[pick.step - 1]?.people : answer?.breakdown.find((part) => part.value === pick.value)?.steps[pick.step - 1]?.people}
          />
        )}
      </Drawer>
    </div>
  );
}

function Behind({ spec, step, value, count }: { spec: FunnelSpec; step: number; value?: string; count?: number }) {
  const { t } = useTranslation();
  const people = useFunnelPeople(spec, step, value);
  return (
    <div className="stack">
      <p className="figures">
        {value !== undefined && <span className="chip">{wordFor("touchpoint", value || t("insight.unset"))}</span>} {t("insight.behindCount", { count: formatCount(count) as never })}
      </p>
      <PeopleIds pages={people} />
    </div>
  );
}
