import { useTranslation } from "react-i18next";
import { Sparkline } from "@/charts/Sparkline";
import { Delta } from "@/ui/Delta";
import { Hint } from "@/ui/Page";
import { benchmarkText, figureChange, formatFigure, verdictOf } from "./numbers";
import type { OverviewNumber } from "./queries";

interface NumberCardProps {
  number: OverviewNumber;
  currency: string;
  opened: boolean;
  onOpen: () => void;
}

const WORDS = { below: "overview.benchmarkOut", within: "overview.benchmarkIn", above: "overview.benchmarkOver" } as const;

export function NumberCard({ number, currency, opened, onOpen }: NumberCardProps) {
  const { t, i18n } = useTranslation();
  const chinese = i18n.language === "zh-CN";
  const name = chinese ? number.zh : number.en;
  const verdict = verdictOf(number);
  return (
    <section className={opened ? "number-card opened" : "number-card"}>
      <header>
        <button type="button" onClick={onOpen} aria-expanded={opened}>{name}</button>
        <Hint text={chinese ? number.definition_zh : number.definition_en} />
      </header>
      <div className="number-value">
        <strong>{formatFigure(number.value, number.unit, currency, chinese)}</strong>
        <Delta points={number.unit === "ratio"} change={figureChange(number)} label={`${t("common.vsPrevious")}: ${formatFigure(number.previous, number.unit, currency, chinese)}`} />
      </div>
      {verdict ? (
        <p className={`number-benchmark small ${verdict}`}>
          {t("overview.benchmark", { text: benchmarkText(number, currency) })} · {t(WORDS[verdict])}
        </p>
      ) : (
        <Sparkline values={number.series.map((point) => point.value)} label={name} />
      )}
    </section>
  );
}
