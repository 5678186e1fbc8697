import { useTranslation } from "react-i18next";
import type { State } from "./queries";

const TONES: Record<State, string> = {
  queued: "chip",
  sending: "chip wait",
  sent: "chip good",
  held: "chip wait",
  failed: "chip bad",
  unclear: "chip wait",
  skipped: "chip",
};

export function MessageState({ state }: { state: State }) {
  const { t } = useTranslation();
  return <span className={TONES[state]} title={t(`messages.stateHint.${state}`)}>{t(`messages.state.${state}`)}</span>;
}
