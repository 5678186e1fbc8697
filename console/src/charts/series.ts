/** Options of time-series charts. */
import type { ChartOption } from "./Chart";
import { tooltipOf, type Ink } from "./ink";
import { SERIES } from "@/app/theme";

export interface Line {
  name: string;
  values: (number | null)[];
}

export function linesOption(labels: string[], lines: Line[], format: (value: number) => string, ink: Ink): ChartOption {
  return {
    color: SERIES,
    animationDuration: 240,
    grid: { left: 8, right: 12, top: lines.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    legend: lines.length > 1 ? { top: 0, right: 0, itemWidth: 14, itemHeight: 2, textStyle: { color: ink.faint } } : undefined,
    tooltip: { trigger: "axis", ...tooltipOf(ink), valueFormatter: (value: unknown) => (typeof value === "number" ? format(value) : "–") },
    xAxis: { type: "category", data: labels, boundaryGap: false, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false }, axisLabel: { color: ink.faint } },
    yAxis: { type: "value", splitLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.faint, formatter: format } },
    series: lines.map((line) => ({
      type: "line",
      name: line.name,
      data: line.values,
      smooth: 0.25,
      symbol: "circle",
      symbolSize: 5,
      showSymbol: labels.length < 20,
      lineStyle: { width: 2 },
      areaStyle: lines.length === 1 ? { opacity: 0.08 } : undefined,
    })),
  };
}

export function barsOption(labels: string[], values: number[], format: (value: number) => string, ink: Ink): ChartOption {
  return {
    color: SERIES,
    animationDuration: 240,
    grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, ...tooltipOf(ink), valueFormatter: (value: unknown) => format(Number(value)) },
    xAxis: { type: "category", data: labels, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false }, axisLabel: { color: ink.faint } },
    yAxis: { type: "value", splitLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.faint, formatter: format } },
    series: [{ type: "bar", data: values, barMaxWidth: 34, itemStyle: { borderRadius: [3, 3, 0, 0] } }],
  };
}
