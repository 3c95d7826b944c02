import type pg from "pg";

import type { Column, CursorRange } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";

import { inSourceOrder, toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { rangeColumnOf } from "../target/backfill-target.ts";
import { assertDeletesStay, assertSeesAllRows } from "../target/target-table.ts";
import { insertStaged, type TargetShape } from "../target/target-shape.ts";
import { assertWritten, deleteRows } from "./counted-writes.ts";

/**
 * Inserts the staged rows. Those of a backfill replace the target's rows in its range, so that a repeat changes
 * nothing.
 *
 * @param range null when the run is not a backfill.
 * @throws PipelineError `sink_table_mismatch` when the range's column is not written or stored as text, or rows of other
 *   tables would be deleted too.
 */
export async function appendRows(
  client: pg.PoolClient,
  config: DestinationConfig,
  shape: TargetShape,
  rows: { readonly written: readonly Column[]; readonly rowCount: number; readonly range: CursorRange | null },
): Promise<void> {
  if (rows.range !== null) await deleteRange(client, config, shape, rows.written, rows.range);
  const { rowCount } = await client.query(insertStaged(shape));
  assertWritten(shape.target, rows.rowCount, rowCount ?? 0);
}

/** Deletes the target's rows with from <= column < to. */
async function deleteRange(
  client: pg.PoolClient,
  config: DestinationConfig,
  shape: TargetShape,
  columns: readonly Column[],
  range: CursorRange,
): Promise<void> {
  const column = rangeColumnOf(shape, columns, range.column);
  await assertSeesAllRows(client, config, "a backfill");
  await assertDeletesStay(client, config, "merge");
  const name = inSourceOrder(column, quoteIdentifier(column.name));
  const bound = (parameter: string) => inSourceOrder(column, `${parameter}::${toColumnType(column)}`);
  await deleteRows(client, shape, {
    where: `${name} >= ${bound("$1")} and ${name} < ${bound("$2")}`,
    values: [toLiteral(column, range.from), toLiteral(column, range.to)],
  });
}

/**
 * Without an offset BigQuery means UTC, but PostgreSQL the session's zone. The extractor checked the format of the
 * values.
 */
function toLiteral({ type }: Column, value: string): string {
  if (type !== "TIMESTAMP" || /(Z|[+-]\d\d(:\d\d)?)$/.test(value.slice(10))) return value;
  return value.length === 10 ? `${value}T00:00:00Z` : `${value}Z`;
}
