import { useEffect, useRef, useState } from "react";

import type { ColumnMapping } from "../../../api/types.ts";
import { MappingTableRow } from "./mapping-row.tsx";
import type { MappingRow } from "./mapping-rows.ts";
import type { Rule } from "./treatment.ts";

/** Rows rendered at first, and each time the end scrolls into view: a thousand at once would take too long. */
const step = 60;

/** In a narrow window rows are drawn as blocks, so the roles of a table are explicit. */
export function MappingTable({
  rows,
  rules,
  onChange,
}: {
  readonly rows: readonly MappingRow[];
  readonly rules: ReadonlyMap<string, ColumnMapping>;
  readonly onChange: (source: string, rule: Rule | undefined) => void;
}) {
  const [drawn, setDrawn] = useState(step);
  const end = useRef<HTMLTableRowElement>(null);
  const hasMore = drawn < rows.length;
  useEffect(() => {
    if (!hasMore || end.current === null) return undefined;
    const watch = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setDrawn((count) => count + step);
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [hasMore, drawn]);
  return (
    <div className="table-scroll mapping-scroll" tabIndex={0} role="group" aria-label="Columns">
      <table role="table" className="mapping" aria-rowcount={rows.length + 1}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Copy
            </th>
            <th role="columnheader" scope="col">
              Column
            </th>
            <th role="columnheader" scope="col">
              Conversion
            </th>
            <th role="columnheader" scope="col">
              Name in PostgreSQL
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.slice(0, drawn).map((row) => (
            <MappingTableRow key={row.source} row={row} mapping={rules.get(row.source)} onChange={onChange} />
          ))}
          {hasMore && (
            <tr role="row" ref={end}>
              <td role="cell" colSpan={4} className="faint">
                {rows.length - drawn} more
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
