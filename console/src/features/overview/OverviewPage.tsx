import { Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllowed, useSignedIn } from "@/features/session/queries";
import { usePeriod, type PickedPeriod } from "@/features/session/usePeriod";
import { formatDay, formatTime } from "@/ui/format";
import { Page } from "@/ui/Page";
import { lastDay } from "@/ui/period";
import { PeriodPicker } from "@/ui/PeriodPicker";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { FourSteps } from "./FourSteps";
import { JourneySummaries } from "./JourneySummaries";
import { LiveEvents } from "./LiveEvents";
import { NumberCard } from "./NumberCard";
import { useOverview } from "./queries";
import { Trend } from "./Trend";
import "./overview.css";

export function OverviewPage() {
  const picked = usePeriod("7d", 5_000);
  if (!picked) return <div className="page"><Skeleton active paragraph={{ rows: 10 }} /></div>;
  return <Overview picked={picked} />;
}

function Overview({ picked }: { picked: PickedPeriod }) {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const overview = useOverview(picked.period, picked.preset);
  const [opened, setOpened] = useState<string | null>(null);
  const mayReadJourneys = useAllowed("journeys.read");
  const mayReadEvents = useAllowed("events.read");
  const numbers = overview.data?.numbers ?? [];
  const trend = numbers.find((one) => one.key === opened);
  const currency = overview.data?.currency ?? workspace.currency;
  return (
    <Page
      title={t("overview.title")}
      subtitle={<span className="figures">{t("overview.greeting", { name: workspace.name, at: formatTime(overview.data?.at ?? picked.now) })} · {t("common.periodOf", { from: formatDay(picked.period.from), to: lastDay(picked.period) })}</span>}
      actions={<PeriodPicker {...picked} />}
    >
      {overview.isError && <ProblemNotice error={overview.error} onRetry={() => void overview.refetch()} />}
      <div className="number-cards">
        {overview.isPending && Array.from({ length: 8 }, (_, n) => <div key={n} className="number-card"><Skeleton active title={false} paragraph={{ rows: 2 }} /></div>)}
        {numbers.map((one) => (
          <NumberCard key={one.key} number={one} currency={currency} opened={one.key === opened} onOpen={() => setOpened(one.key === opened ? null : one.key)} />
        ))}
      </div>
      {trend && <Trend number={trend} currency={currency} />}
      <div className="two">
        <FourSteps period={picked.period} preset={picked.preset} />
        {mayReadEvents && <LiveEvents />}
      </div>
      {mayReadJourneys && <JourneySummaries />}
    </Page>
  );
}
