/**
 * Statements that change the target's rows. Triggers and rules of the target may leave rows out without an error: what
 * PostgreSQL says it wrote must be what was to be written.
 */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { attempt } from "../target/attempt.ts";
import type { TargetShape } from "../target/target-shape.ts";

/** foreign_key_violation: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isReferred = "23503";

/**
 * Foreign keys are checked at the end of each statement: rows may refer to others only when all of it is done.
 *
 * @param atOnce does the same as the steps in one statement, if a foreign key refuses a step.
 */
export async function inStepsOrAtOnce(
  client: pg.PoolClient,
  inSteps: () => Promise<void>,
  atOnce: () => Promise<void>,
): Promise<void> {
  const violated = await attempt(client, inSteps, ({ code }) => code === isReferred);
  if (violated !== null) await atOnce();
}

interface Change {
  /** The row of the target is `old`. */
  readonly where: string;
  /** Rows to compare with, with an alias; absent if the condition needs none. */
  readonly from?: string | undefined;
  /** Values of the parameters. */
  readonly values?: readonly unknown[] | undefined;
}

interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
}

export async function updateRows(
  client: pg.PoolClient,
  shape: TargetShape,
  set: string,
  change: Change,
): Promise<void> {
  const { from, where, values } = change;
  const text = `update ${shape.target} as old set ${set} ${from === undefined ? "" : `from ${from}`} where ${where}`;
  // What is set may have the only parameter.
  const counted = where.includes("$1") ? change : { ...change, values: [] };
  await writeAll(client, shape, { text, values }, toCount(shape, counted));
}

export async function deleteRows(client: pg.PoolClient, shape: TargetShape, change: Change): Promise<void> {
  const { from, where, values } = change;
  const text = `delete from ${shape.target} as old ${from === undefined ? "" : `using ${from}`} where ${where}`;
  await writeAll(client, shape, { text, values }, toCount(shape, change));
}

/** @param select the rows, in the order of the columns. */
export async function insertRows(
  client: pg.PoolClient,
  shape: TargetShape,
  columns: readonly string[],
  select: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const text = `insert into ${shape.target} (${columns.join(", ")}) ${select}`;
  await writeAll(client, shape, { text, values }, { text: `select count(*) from (${select}) as new`, values });
}

function toCount({ target }: TargetShape, { from, where, values }: Change): Statement {
  const tables = from === undefined ? `${target} as old` : `${target} as old, ${from}`;
  return { text: `select count(*) from ${tables} where ${where}`, values };
}

/** Counts before, because afterwards nothing is left to count; only where something may leave rows out. */
async function writeAll(client: pg.PoolClient, shape: TargetShape, write: Statement, count: Statement): Promise<void> {
  const run = async <Row extends pg.QueryResultRow>({ text, values = [] }: Statement) =>
    client.query<Row>(text, [...values]);
  if (!shape.isIntercepted) return void (await run(write));
  const { rows } = await run<{ count: string }>(count);
  const { rowCount } = await run(write);
  assertWritten(shape.target, Number(rows[0]!.count), rowCount ?? 0);
}

/** @throws PipelineError `sink_rejected` when the target did not take all rows. */
export function assertWritten(target: string, expected: number, written: number): void {
  if (written === expected) return;
  const reason = `${target} took ${written} of ${expected} rows: a trigger or a rule of it leaves rows out`;
  throw new PipelineError("sink_rejected", reason, { expected, written });
}
