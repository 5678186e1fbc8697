import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FunnelChart } from "@/features/insight/FunnelChart";
import { useFunnel } from "@/features/insight/queries";
import { Lines, Panel, Teach } from "@/ui/Page";
import type { Period, Preset } from "@/ui/period";
import { ProblemNotice } from "@/ui/ProblemNotice";

const STEPS = ["exposure", "click", "conversion", "repurchase"] as const;
const EVENTS = ["exposure", "click", "order_paid", "order_paid"];
const WINDOW_DAYS = 30;

/** Exposure, click, conversion, repurchase: the loop in four bars, by the touchpoint of the first contact. */
export function FourSteps({ period, preset }: { period: Period; preset: Preset | null }) {
  const { t } = useTranslation();
  const funnel = useFunnel(
    {
      steps: EVENTS.map((event) => ({ event, where: [] })),
      window_seconds: WINDOW_DAYS * 86_400,
      ...period,
      order: "ordered",
      exclusions: [],
      breakdown: "touchpoint",
      breakdown_by: "first",
      breakdown_step: 1,
    },
    { key: preset ?? period, refreshMs: 10_000 },
  );
  const answer = funnel.data && { steps: funnel.data.steps, breakdown: funnel.data.breakdown ?? [] };
  return (
    <Panel title={t("overview.funnel")} hint={t("overview.funnelHint", { days: WINDOW_DAYS })} extra={<Link to="/insight/funnel">{t("overview.openFunnel")}</Link>}>
      {funnel.isPending && <Lines rows={6} />}
      {funnel.isError && <ProblemNotice error={funnel.error} onRetry={() => void funnel.refetch()} />}
      {answer && answer.steps[0]?.people === 0 && <Teach title={t("insight.empty")}>{t("insight.emptyText")}</Teach>}
      {answer && Boolean(answer.steps[0]?.people) && <FunnelChart answer={answer} labelOf={(index) => t(`overview.step.${STEPS[index] ?? "exposure"}`)} />}
    </Panel>
  );
}
