/** A retention answer as a heat-map: one column for each k, and how dark each cell is. */

export interface RetentionCell {
  k: number;
  people: number;
  rate: number | null;
  complete: boolean;
}

export interface RetentionRow {
  bucket: string;
  size: number;
  cells: RetentionCell[];
}

export interface HeatRow {
  bucket: string;
  size: number;
  cells: (RetentionCell & { heat: number } | null)[];
}

/** Heat runs from 0 to 1 at the strongest return; the first column, always everybody, does not set the scale. */
export function prepareRetention(rows: RetentionRow[]): { columns: number[]; rows: HeatRow[] } {
  const last = Math.max(-1, ...rows.flatMap((row) => row.cells.map((cell) => cell.k)));
  const columns = Array.from({ length: last + 1 }, (_, k) => k);
  const strongest = Math.max(0, ...rows.flatMap((row) => row.cells.filter((cell) => cell.k > 0).map((cell) => cell.rate ?? 0)));
  return {
    columns,
    rows: rows.map((row) => {
      const byK = new Map(row.cells.map((cell) => [cell.k, cell]));
      return {
        ...row,
        cells: columns.map((k) => {
          const cell = byK.get(k);
          return cell ? { ...cell, heat: strongest ? Math.min(1, (cell.rate ?? 0) / strongest) : 0 } : null;
        }),
      };
    }),
  };
}
