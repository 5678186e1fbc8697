/** Which ids make up this person, as a picture: one line for each, with when and by what it was tied. */
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { SERIES } from "@/app/theme";
import { formatTime } from "@/ui/format";
import { Panel } from "@/ui/Page";
import type { Profile } from "./queries";

const ROW = 46;

export function IdentityPanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const ids = profile.identities;
  const height = Math.max(1, ids.length) * ROW;
  const kinds = [...new Set(ids.map((one) => one.kind))];
  return (
    <Panel title={t("people.identityGraph")} hint={t("people.identityHint")}>
      <svg className="identity-graph" viewBox={`0 0 340 ${height}`} role="img" aria-label={t("people.identities")}>
        {ids.map((one, index) => {
          const y = index * ROW + ROW / 2;
          const colour = SERIES[kinds.indexOf(one.kind) % SERIES.length];
          return (
            <g key={`${one.kind}${one.account}${one.masked}`}>
              <path d={`M24,${height / 2} C60,${height / 2} 50,${y} 84,${y}`} />
              <circle cx="88" cy={y} r="5" fill={colour} />
              <text x="102" y={y - 3}>{wordFor("identity", one.kind)} · {one.masked}</text>
              <text x="102" y={y + 13} className="note">
                {formatTime(one.first_seen_at)} · {sourceOf(one.source)}{one.number !== profile.id && ` · ${t("people.number", { id: one.number })}`}
              </text>
            </g>
          );
        })}
        <circle cx="20" cy={height / 2} r="9" className="one" />
      </svg>
      {profile.conflicts.length > 0 && (
        <ul className="identity-list small quiet">
          <li className="faint">{t("people.conflicts")}</li>
          {profile.conflicts.map((one) => (
            <li key={`${one.event_id}${one.kind}`}>
              {wordFor("identity", one.kind)} · {wordFor("people.aside", one.reason)} <span className="figures">{formatTime(one.at)}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Where an id came from: "callback:official_account" is a callback of that touchpoint. */
function sourceOf(source: string): string {
  const [way = "", touchpoint] = source.split(":");
  return [wordFor("people.source", way), touchpoint && wordFor("touchpoint", touchpoint)].filter(Boolean).join(" · ");
}
