/** An ECharts drawing that fills its box and decides nothing: it draws the option it is given. */
import { BarChart, GraphChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { usePreferences } from "@/app/preferences";

echarts.use([BarChart, GraphChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export type ChartOption = echarts.EChartsCoreOption;

interface ChartProps {
  option: ChartOption;
  height: number;
  label: string;
  onClick?: (dataIndex: number, seriesIndex: number) => void;
}

export function Chart({ option, height, label, onClick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  const { mode } = usePreferences();

  useEffect(() => {
    const made = echarts.init(box.current!);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current!);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option, mode]);

  useEffect(() => {
    const made = chart.current;
    if (!made || !onClick) return;
    const tell = (params: { dataIndex?: number; seriesIndex?: number }) => onClick(params.dataIndex ?? 0, params.seriesIndex ?? 0);
    made.on("click", tell as never);
    return () => {
      made.off("click", tell as never);
    };
  }, [onClick]);

  return <div ref={box} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
