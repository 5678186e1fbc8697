/** Rows of people and how many of them came back: darker is more. Open periods are hatched. */
import { useTranslation } from "react-i18next";
import { formatCount, formatPercent } from "@/ui/format";
import type { HeatRow } from "./retention";

interface HeatTableProps {
  bucketTitle: string;
  columns: number[];
  rows: HeatRow[];
  mean?: (number | null)[];
  show: "people" | "rate";
}

export function HeatTable({ bucketTitle, columns, rows, mean, show }: HeatTableProps) {
  const { t } = useTranslation();
  return (
    <table className="heat">
      <thead>
        <tr>
          <th>{bucketTitle}</th>
          <th>{t("insight.cohortSize")}</th>
          {columns.map((k) => <th key={k}>{k}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.bucket}>
            <th>{row.bucket}</th>
            <td className="size">{formatCount(row.size)}</td>
            {row.cells.map((cell, k) =>
              row.size > 0 && cell ? (
                <td
                  key={k}
                  className={cell.complete ? "" : "open"}
                  title={`${formatCount(cell.people)} · ${formatPercent(cell.rate)}${cell.complete ? "" : ` · ${t("insight.incomplete")}`}`}
                  style={{ backgroundColor: `color-mix(in srgb, var(--accent) ${Math.round(cell.heat * 62)}%, var(--surface))`, color: cell.heat > 0.72 ? "#fff" : undefined }}
                >
                  {show === "people" ? formatCount(cell.people) : formatPercent(cell.rate)}
                </td>
              ) : (
                <td key={k} className="none">{cell ? "·" : ""}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {mean && (
        <tfoot>
          <tr>
            <th>{t("insight.mean")}</th>
            <td />
            {columns.map((k) => <td key={k}>{formatPercent(mean[k])}</td>)}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
