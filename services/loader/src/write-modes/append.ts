import type pg from "pg";

import type { Column, CursorRange } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";

import { inSourceOrder, toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { rangeColumnOf } from "../target/backfill-target.ts";
import { assertDeletesStay, assertSeesAllRows } from "../target/target-table.ts";
import { insertStaged, type TargetShape } from "../target/target-shape.ts";
import { assertWritten, deleteRows, inStepsOrAtOnce } from "./counted-writes.ts";

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
  const insert = async () => {
    const { rowCount } = await client.query(insertStaged(shape));
    assertWritten(shape.target, rows.rowCount, rowCount ?? 0);
  };
  if (rows.range === null) return insert();
  const gone = await rangeOf(client, config, shape, rows.written, rows.range);
  const inSteps = async () => {
    await deleteRows(client, shape, gone);
    await insert();
  };
  await inStepsOrAtOnce(client, inSteps, () => replaceAtOnce(client, shape, gone, rows.rowCount));
}

/**
 * Rows that others refer to may go and come again within a statement. The count makes PostgreSQL delete all rows before it inserts the first.
 */
async function replaceAtOnce(
  client: pg.PoolClient,
  shape: TargetShape,
  { where, values }: Range,
  expected: number,
): Promise<void> {
  const { rows: before } = await client.query<{ count: string }>(
    `select count(*) from ${shape.target} as old where ${where}`,
    [...values],
  );
  const { rows } = await client.query<{ gone: string; added: string }>(
    `
      with gone as (delete from ${shape.target} as old where ${where} returning 1),
        added as (${insertStaged(shape)} where (select count(*) from gone) >= 0 returning 1)
      select (select count(*) from gone) as gone, (select count(*) from added) as added
    `,
    [...values],
  );
  assertWritten(shape.target, Number(before[0]!.count), Number(rows[0]!.gone));
  assertWritten(shape.target, expected, Number(rows[0]!.added));
}

interface Range {
  readonly where: string;
  readonly values: readonly string[];
}

/** The target's rows with from <= column < to, which are to be deleted. */
async function rangeOf(
  client: pg.PoolClient,
  config: DestinationConfig,
  shape: TargetShape,
  columns: readonly Column[],
  range: CursorRange,
): Promise<Range> {
  const column = rangeColumnOf(shape, columns, range.column);
  await assertSeesAllRows(client, config, "a backfill");
  await assertDeletesStay(client, config, "merge");
  const name = inSourceOrder(column, quoteIdentifier(column.name));
  const bound = (parameter: string) => inSourceOrder(column, `${parameter}::${toColumnType(column)}`);
  return {
    where: `${name} >= ${bound("$1")} and ${name} < ${bound("$2")}`,
    values: [toLiteral(column, range.from), toLiteral(column, range.to)],
  };
}

/**
 * Without an offset BigQuery means UTC, but PostgreSQL the session's zone. The extractor checked the format of the
 * values.
 */
function toLiteral({ type }: Column, value: string): string {
  if (type !== "TIMESTAMP" || /(Z|[+-]\d\d(:\d\d)?)$/.test(value.slice(10))) return value;
  return value.length === 10 ? `${value}T00:00:00Z` : `${value}Z`;
}
