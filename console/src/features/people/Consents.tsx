import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { formatTime } from "@/ui/format";
import { Panel } from "@/ui/Page";
import { Touchpoint } from "@/ui/Touchpoint";
import type { Profile } from "./queries";

const TONES: Record<string, string> = { granted: "chip good", withdrawn: "chip bad", unknown: "chip" };

export function Consents({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("people.consents")}>
      {profile.consents.length + profile.relations.length === 0 && <p className="quiet small">{t("people.noConsents")}</p>}
      <ul className="stack tight">
        {profile.relations.map((one) => (
          <li key={one.account} className="row spread small">
            <span className="row"><Touchpoint kind={one.touchpoint} /> <span className="mono faint">{one.account}</span></span>
            <span className="row figures">
              <span className={one.state === "followed" ? "chip good" : "chip bad"}>{wordFor("people.relation", one.state)}</span>
              <span className="faint">{formatTime(one.since)}</span>
            </span>
          </li>
        ))}
        {profile.consents.map((one, index) => (
          <li key={index} className="row spread small">
            <span className="row"><Touchpoint kind={one.touchpoint} /> {wordFor("people.purpose", one.purpose)}</span>
            <span className="row figures">
              <span className={TONES[one.state] ?? "chip"}>{wordFor("people.consent", one.state)}</span>
              <span className="faint">{formatTime(one.at)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
