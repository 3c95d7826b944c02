import type { ReactNode } from "react";

import { ValueTable } from "./value-table.tsx";

/** A chart's numbers as a table, for readers who cannot see it or need exact values. */
export function ChartData({
  heads,
  rows,
}: {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}) {
  const titles = heads.map((title, index) => ({ key: title, title, className: index === 0 ? "" : "number" }));
  return (
    <details className="chart-data">
      <summary>Show as a table</summary>
      <ValueTable label="The chart's numbers" heads={titles} rows={rows} />
    </details>
  );
}
