/** A small line of a number's recent course. */
import { sparkPath } from "./spark";

export function Sparkline({ values, label }: { values: number[]; label: string }) {
  const width = 120;
  const height = 30;
  const path = sparkPath(values, width, height);
  if (!path) return <svg className="spark" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" />;
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={`${path} L${width},${height} L0,${height} Z`} className="spark-area" />
      <path d={path} className="spark-line" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
