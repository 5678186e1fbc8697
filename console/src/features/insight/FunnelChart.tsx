/** A funnel as bars against the first step; each part of a bar opens the people behind it. */
import { useTranslation } from "react-i18next";
import { SERIES, TOUCHPOINT_COLOURS } from "@/app/theme";
import { wordFor } from "@/app/i18n";
import { formatCount, formatDuration, formatPercent } from "@/ui/format";
import { prepareFunnel, REST, type Bar, type FunnelAnswer, type Part } from "./funnel";
import "./insight.css";

interface FunnelChartProps {
  answer: FunnelAnswer;
  labelOf: (index: number) => string;
  onPick?: (step: number, value?: string) => void;
}

export function FunnelChart({ answer, labelOf, onPick }: FunnelChartProps) {
  const { t } = useTranslation();
  const bars = prepareFunnel(answer);
  const parts = bars[0]?.parts ?? [];
  return (
    <div className="funnel">
      {bars.map((bar, index) => (
        <div className="funnel-step" key={index}>
          <div className="funnel-name">
            <strong>{labelOf(index)}</strong>
            <span className="faint small">{wordFor("event", bar.event)}</span>
          </div>
          <Track bar={bar} index={index} onPick={onPick} />
          <div className="funnel-numbers figures">
            <strong>{formatCount(bar.people)}</strong>
            <span className="quiet small">{index ? `${formatPercent(bar.rate_previous)} ${t("insight.ratePrevious")}` : t("insight.cohortSize")}</span>
          </div>
          {index > 0 && <Between bar={bar} />}
        </div>
      ))}
      {parts.length > 0 && <Legend bars={bars} />}
    </div>
  );
}

function Track({ bar, index, onPick }: { bar: Bar; index: number; onPick?: FunnelChartProps["onPick"] }) {
  const parts: Part[] = bar.parts.length ? bar.parts : [{ value: "", people: bar.people, share: bar.share, colour: 0 }];
  return (
    <div className="funnel-track">
      {parts.map((part) => {
        const value = bar.parts.length && part.value !== REST ? part.value : undefined;
        const name = bar.parts.length ? `${partName(part.value)} · ` : "";
        return (
          <button
            key={part.value}
            type="button"
            className="funnel-part"
            disabled={!onPick || part.people === 0 || part.value === REST}
            style={{ width: `${part.share * 100}%`, background: partColour(part) }}
            title={`${name}${formatCount(part.people)}`}
            aria-label={`${name}${formatCount(part.people)}`}
            onClick={() => onPick?.(index, value)}
          />
        );
      })}
    </div>
  );
}

function Between({ bar }: { bar: Bar }) {
  const { t, i18n } = useTranslation();
  return (
    <p className="funnel-between faint small figures">
      {t("insight.lost", { count: formatCount(bar.lost) as never })}
      {bar.median_seconds != null && ` · ${t("insight.median", { time: formatDuration(bar.median_seconds, i18n.language === "zh-CN") })}`}
      {` · ${formatPercent(bar.rate_first)} ${t("insight.rateFirst")}`}
    </p>
  );
}

function Legend({ bars }: { bars: Bar[] }) {
  const first = bars[0]!.parts;
  const last = bars.at(-1)!.parts;
  return (
    <ul className="funnel-legend small">
      {first.map((part, index) => (
        <li key={part.value}>
          <span className="dot" style={{ color: partColour(part) }} />
          {partName(part.value)}
          <span className="faint figures">
            {formatCount(part.people)} → {formatCount(last[index]?.people)} · {formatPercent(part.people ? (last[index]?.people ?? 0) / part.people : null)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function partColour(part: Part): string {
  return TOUCHPOINT_COLOURS[part.value] ?? SERIES[part.colour % SERIES.length]!;
}

function partName(value: string): string {
  if (value === REST) return wordFor("insight", "others");
  if (value === "") return wordFor("insight", "unset");
  return wordFor("touchpoint", value);
}
