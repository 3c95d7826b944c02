/**
 * Statements that change the target's rows. Triggers and rules of the target may leave rows out without an error: what
 * PostgreSQL says it wrote must be what was to be written.
 */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import type { TargetShape } from "../target/target-shape.ts";

interface Change {
  /** The row of the target is `old`. */
  readonly where: string;
  /** Rows to compare with, with an alias; absent if the condition needs none. */
  readonly from?: string;
  /** Values of the parameters. */
  readonly values?: readonly unknown[];
}

export async function updateRows(
  client: pg.PoolClient,
  shape: TargetShape,
  set: string,
  change: Change,
): Promise<void> {
  const from = change.from === undefined ? "" : `from ${change.from}`;
  await writeAll(
    client,
    shape,
    `update ${shape.target} as old set ${set} ${from} where ${change.where}`,
    change.values,
    {
      count: countOf(shape, change),
      // The set clause may have the only use of a parameter.
      values: valuesIn(change),
    },
  );
}

export async function deleteRows(client: pg.PoolClient, shape: TargetShape, change: Change): Promise<void> {
  const using = change.from === undefined ? "" : `using ${change.from}`;
  await writeAll(client, shape, `delete from ${shape.target} as old ${using} where ${change.where}`, change.values, {
    count: countOf(shape, change),
    values: valuesIn(change),
  });
}

/** @param select the rows, in the order of the columns. */
export async function insertRows(
  client: pg.PoolClient,
  shape: TargetShape,
  columns: readonly string[],
  select: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const insert = `insert into ${shape.target} (${columns.join(", ")}) ${select}`;
  await writeAll(client, shape, insert, values, { count: `select count(*) from (${select}) as new`, values });
}

function countOf({ target }: TargetShape, { from, where }: Change): string {
  return `select count(*) from ${[`${target} as old`, ...(from === undefined ? [] : [from])].join(", ")} where ${where}`;
}

function valuesIn({ where, values = [] }: Change): readonly unknown[] {
  return where.includes("$1") ? values : [];
}

/** Counts before, because afterwards nothing is left to count; only where something may leave rows out. */
async function writeAll(
  client: pg.PoolClient,
  shape: TargetShape,
  statement: string,
  values: readonly unknown[] = [],
  expected: { readonly count: string; readonly values: readonly unknown[] },
): Promise<void> {
  if (!shape.isIntercepted) return void (await client.query(statement, [...values]));
  const { rows } = await client.query<{ count: string }>(expected.count, [...expected.values]);
  const { rowCount } = await client.query(statement, [...values]);
  assertWritten(shape.target, Number(rows[0]!.count), rowCount ?? 0);
}

/** @throws PipelineError `sink_rejected` when the target did not take all rows. */
export function assertWritten(target: string, expected: number, written: number): void {
  if (written === expected) return;
  const reason = `${target} took ${written} of ${expected} rows: a trigger or a rule of it leaves rows out`;
  throw new PipelineError("sink_rejected", reason, { expected, written });
}
