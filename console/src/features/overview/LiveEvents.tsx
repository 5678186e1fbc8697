import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { wordFor } from "@/app/i18n";
import { touchpointColour } from "@/app/theme";
import { EventIcon } from "@/features/events/EventIcon";
import { useSignedIn } from "@/features/session/queries";
import { formatClock, formatMoney } from "@/ui/format";
import { Lines, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useRecentEvents, type RecentEvent } from "./queries";

export function LiveEvents() {
  const { t } = useTranslation();
  const recent = useRecentEvents();
  return (
    <Panel title={<>{t("overview.live")} <span className="live-dot" /></>} hint={t("overview.liveHint")}>
      {recent.isPending && <Lines rows={8} />}
      {recent.isError && <ProblemNotice error={recent.error} onRetry={() => void recent.refetch()} />}
      {recent.data?.items.length === 0 && <Teach title={t("overview.liveEmpty")} action={<Link to="/touchpoints">{t("overview.connect")}</Link>}>{t("overview.liveEmptyText")}</Teach>}
      <ul className="live">{recent.data?.items.map((one) => <LiveLine key={one.event_id} one={one} />)}</ul>
    </Panel>
  );
}

function LiveLine({ one }: { one: RecentEvent }) {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const properties = one.properties as Record<string, unknown>;
  const amount = Number(properties.amount_fen ?? 0);
  return (
    <li>
      <span style={{ color: touchpointColour(one.touchpoint) }}><EventIcon event={one.event} /></span>
      <span className="live-what">
        {wordFor("event", one.event)}
        {amount > 0 && <strong className="figures"> {formatMoney(amount, String(properties.currency || workspace.currency))}</strong>}
        <span className="faint small"> {wordFor("touchpoint", one.touchpoint)}</span>
      </span>
      {one.profile_id ? <Link to={`/people/${one.profile_id}`} className="figures small">{one.profile_id}</Link> : <span className="faint small">{t("overview.someone")}</span>}
      <time className="faint small figures">{formatClock(one.at)}</time>
    </li>
  );
}
