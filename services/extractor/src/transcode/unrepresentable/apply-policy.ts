/** Applies the policy to a page with replaced cells: counts for `replace` and `null`, rejects for `reject`. */
import type { Unrepresentable } from "@datamantri/api";

import { COMMA } from "../page-json/ascii.ts";
import type { Column } from "../column.ts";
import { countFields } from "../mapped-columns/field-writer.ts";
import { endOfValue, parseJson, skipSpace } from "../page-json/json-scan.ts";
import type { RejectedRow, TranscodedPage } from "../page-transcoder.ts";
import type { ReplacedCell } from "../rows-to-copy/row-encoder.ts";

type Rows = Pick<TranscodedPage, "tuples" | "rowEnds">;

/** @param rowsAt position of the first row in the page. @param rows modified in place when rows are removed. */
export function applyPolicy(
  policy: Unrepresentable,
  columns: readonly Column[],
  page: Buffer,
  rowsAt: number,
  rows: Rows,
  replaced: readonly ReplacedCell[],
): Rows & Pick<TranscodedPage, "replaced" | "rejects"> {
  if (policy !== "reject" || replaced.length === 0) return { ...rows, replaced: [...replaced], rejects: [] };
  const byRow = Map.groupBy(replaced, ({ row }) => row);
  const sources = readRows(columns, page, rowsAt, byRow);
  const rejects = [...byRow].map(([row, cells]) => ({
    row,
    fields: cells.flatMap(({ column }) => fieldsOf(columns, column)),
    reason: cells[0]!.reason,
    sourceRow: sources.get(row)!,
    tuple: new Uint8Array(rows.tuples.subarray(startOf(rows, row), rows.rowEnds[row])),
  }));
  return { ...takeOut(rows, rejects), replaced: [], rejects };
}

/** The tuple's fields for a column's cell. */
function fieldsOf(columns: readonly Column[], index: number): number[] {
  const first = columns.slice(0, index).reduce((sum, column) => sum + countFields(column), 0);
  return Array.from({ length: countFields(columns[index]!) }, (_, field) => first + field);
}

/** Masked columns are not shown. */
function isMasked({ maskText, fields = [] }: Column): boolean {
  return maskText !== undefined || fields.some(isMasked);
}

function startOf({ rowEnds }: Rows, row: number): number {
  return row === 0 ? 0 : rowEnds[row - 1]!;
}

/** Reads the given rows as JSON objects of their columns, without masked ones. */
function readRows(
  columns: readonly Column[],
  page: Buffer,
  rowsAt: number,
  wanted: ReadonlyMap<number, unknown>,
): ReadonlyMap<number, string> {
  const rows = new Map<number, string>();
  let start = rowsAt;
  for (let row = 0; rows.size < wanted.size; row++) {
    const end = endOfValue(page, start);
    if (wanted.has(row)) {
      const { f } = parseJson(page, start, end) as { readonly f: readonly { readonly v: unknown }[] };
      const shown = columns.flatMap((column, index) => (isMasked(column) ? [] : [[column.name, f[index]!.v] as const]));
      rows.set(row, JSON.stringify(Object.fromEntries(shown)));
    }
    const next = skipSpace(page, end);
    start = page[next] === COMMA ? skipSpace(page, next + 1) : next;
  }
  return rows;
}

/** Moves the rows after a rejected one up. */
function takeOut({ tuples, rowEnds }: Rows, rejects: readonly RejectedRow[]): Rows {
  let gone = 0;
  let from = 0;
  let next = 0;
  for (let row = 0; row < rowEnds.length; row++) {
    const end = rowEnds[row]!;
    if (rejects[next]?.row === row) {
      tuples.copyWithin(from - gone, from, end - rejects[next]!.tuple.length);
      gone += rejects[next]!.tuple.length;
      from = end;
      next++;
    }
    rowEnds[row] = end - gone;
  }
  tuples.copyWithin(from - gone, from);
  return { tuples: tuples.subarray(0, tuples.length - gone), rowEnds };
}
