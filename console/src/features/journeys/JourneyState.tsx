import { useTranslation } from "react-i18next";
import type { JourneySummary } from "./queries";

const TONES = { draft: "chip", active: "chip good", paused: "chip wait", archived: "chip" } as const;

export function JourneyState({ state }: { state: JourneySummary["state"] }) {
  const { t } = useTranslation();
  return <span className={TONES[state]}>{t(`journeys.state.${state}`)}</span>;
}
