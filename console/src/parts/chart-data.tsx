import type { ReactNode } from "react";

/** A chart's numbers as a table, for readers who cannot see it or need exact values. */
export function ChartData({
  heads,
  rows,
}: {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}) {
  return (
    <details className="chart-data">
      <summary>Show as a table</summary>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="The chart's numbers">
        <table>
          <thead>
            <tr>
              {heads.map((head, index) => (
                <th key={head} scope="col" className={index === 0 ? "" : "number"}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={heads[column]} className={column === 0 ? "" : "number"}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
