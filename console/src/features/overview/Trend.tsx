import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "@/app/preferences";
import { Chart } from "@/charts/Chart";
import { inkOf } from "@/charts/ink";
import { linesOption } from "@/charts/series";
import { inZone } from "@/ui/format";
import { Panel } from "@/ui/Page";
import { formatFigure } from "./numbers";
import type { OverviewNumber } from "./queries";

export function Trend({ number, currency }: { number: OverviewNumber; currency: string }) {
  const { t, i18n } = useTranslation();
  const { mode } = usePreferences();
  const chinese = i18n.language === "zh-CN";
  const name = chinese ? number.zh : number.en;
  const hourly = new Set(number.series.map((point) => inZone(point.at).format("YYYY-MM-DD"))).size < number.series.length;
  const option = useMemo(
    () =>
      linesOption(
        number.series.map((point) => inZone(point.at).format(hourly ? "MM-DD HH:mm" : "MM-DD")),
        [{ name, values: number.series.map((point) => point.value) }],
        (value) => formatFigure(value, number.unit, currency, chinese),
        inkOf(mode),
      ),
    [number, hourly, name, currency, chinese, mode],
  );
  return (
    <Panel title={t("overview.trend", { name })} hint={chinese ? number.definition_zh : number.definition_en}>
      <Chart option={option} height={220} label={name} />
    </Panel>
  );
}
