import { useQuery } from "@tanstack/react-query";

import { ErrorNotice } from "../../parts/notice.tsx";
import { listingQuery } from "./browse-source.ts";
import type { Draft, Secrets } from "./draft.ts";

/** Some rows of a table, so that one sees it is the right one. They are read at no cost and kept nowhere. */
export function FirstRows({ draft, secrets }: { readonly draft: Draft; readonly secrets: Secrets }) {
  const { data, error } = useQuery(listingQuery(draft, secrets, { dataset: draft.dataset, table: draft.table }));
  if (error) return <ErrorNotice error={error} />;
  if (!data?.table || data.table.rows.length === 0) return null;
  const { columns, rows } = data.table;
  return (
    <details className="more">
      <summary>The first {rows.length} rows</summary>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="First rows">
        <table>
          <thead>
            <tr>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={columns[column]?.name} className="mono one-line">
                    {typeof value === "string" ? value : JSON.stringify(value)}
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
