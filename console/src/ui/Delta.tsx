/** Change against the period before: an arrow as well as a colour; of a rate, in percentage points. */
import { formatPercent } from "./format";

export function Delta({ change, label, points }: { change: number | null; label?: string; points?: boolean }) {
  if (change == null) return <span className="delta flat" title={label}>—</span>;
  const way = Math.abs(change) < 0.0005 ? "flat" : change > 0 ? "up" : "down";
  const arrow = { up: "▲", down: "▼", flat: "＝" }[way];
  return (
    <span className={`delta ${way}`} title={label}>
      {arrow} {points ? `${(Math.abs(change) * 100).toFixed(1)} pp` : formatPercent(Math.abs(change))}
    </span>
  );
}
