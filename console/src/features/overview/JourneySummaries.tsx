import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { JourneyState } from "@/features/journeys/JourneyState";
import { useCounts, useJourneys, type JourneySummary } from "@/features/journeys/queries";
import { formatCount, formatPercent } from "@/ui/format";
import { Lines, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";

const SHOWN = 4;

export function JourneySummaries() {
  const { t } = useTranslation();
  const journeys = useJourneys();
  const running = journeys.items.filter((one) => one.state === "active" || one.state === "paused").slice(0, SHOWN);
  return (
    <Panel title={t("overview.journeys")} extra={<Link to="/journeys">{t("nav.journeys")}</Link>}>
      {journeys.isPending && <Lines rows={2} />}
      {journeys.isError && <ProblemNotice error={journeys.error} onRetry={() => void journeys.refetch()} />}
      {journeys.isSuccess && running.length === 0 && <Teach title={t("overview.journeysEmpty")} action={<Link to="/journeys">{t("overview.makeJourney")}</Link>}>{t("overview.journeysEmptyText")}</Teach>}
      <div className="columns">{running.map((one) => <Summary key={one.id} journey={one} />)}</div>
    </Panel>
  );
}

function Summary({ journey }: { journey: JourneySummary }) {
  const { t } = useTranslation();
  const { data } = useCounts(journey.id);
  return (
    <Link to={`/journeys/${journey.id}`} className="journey-summary">
      <span className="row spread"><strong>{journey.name}</strong><JourneyState state={journey.state} /></span>
      <span className="figures quiet small">
        {t("overview.entered")} <b>{formatCount(data?.entered)}</b> · {t("overview.inside")} <b>{formatCount(data?.in_progress)}</b> · {t("overview.goal")} <b>{formatCount(data?.goal)}</b>
        {data && data.entered > 0 && ` (${formatPercent(data.goal / data.entered)})`}
      </span>
    </Link>
  );
}
