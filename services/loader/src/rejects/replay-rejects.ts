/**
 * Loads rejects after their cause was removed. One transaction reads, stages, writes (by the run's mode) and marks
 * them. Each row is loaded once, however many replays run.
 */
import type pg from "pg";

import type { Column, Message } from "@datamantri/contracts";
import type { Unrepresentable } from "@datamantri/api";
import { crashPoint, PipelineError } from "@datamantri/runtime";

import { copyGoodRows } from "../stream-to-staging/copy-good-rows.ts";
import { setNull, TupleRows } from "../stream-to-staging/find-row-ends.ts";
import { tryCopy } from "../stream-to-staging/load-rows.ts";
import type { Destinations, RunTarget } from "../connect/destinations.ts";
import { cursorOf, isKeyed, resolveKeys } from "../write-modes/keyed-rows.ts";
import { writeKeyedRows } from "../write-modes/write-keyed-rows.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import { lockLedgerRun } from "../ledger/ledger.ts";
import { assertLossless } from "../target/lossless.ts";
import { assertValuesFit } from "../target/staged-values.ts";
import { takeKeyRules, takeRowRules } from "./row-rules.ts";
import { createStaging, dropStaging } from "../staging/staging.ts";
import { targetExists } from "../target/target-table.ts";
import { assertWritten } from "../write-modes/counted-writes.ts";
import { insertStaged, keyNames, readTargetShape, type TargetShape } from "../target/target-shape.ts";

type Task = Message<"ReplayRejects">;

/** Rejects in memory at the same time. Each has at most 4 MiB, in hexadecimal digits 8: together less than an answer may take. */
const rejectsAtOnce = 5;

const laterRun = `
  select later.run_id as id
  from datamantri.runs as run
  join datamantri.runs as later
    on later.target = run.target and later.state = 'finalized' and later.closed_at > run.closed_at
  where run.run_id = $1
  limit 1
`;

const takeRejects = `
  select row_number, column_names, sqlstate is null as is_extractors, tuple
  from datamantri.rejects
  where run_id = $1 and replayed_at is null and tuple is not null and row_number > $2
  order by row_number
  limit ${rejectsAtOnce}
  for update
`;

const markReplayed = `
  update datamantri.rejects
  set replayed_at = now()
  where run_id = $1 and row_number = any ($2::bigint[])
`;

const countRejects = `
  select count(replayed_at)::int as replayed, (count(*) - count(replayed_at))::int as rejected
  from datamantri.rejects
  where run_id = $1
`;

interface Reject {
  readonly row_number: string;
  readonly column_names: readonly string[];
  readonly is_extractors: boolean;
  readonly tuple: Buffer;
}

export interface Replayed {
  /** Rows of the run replayed by this and all earlier replays. */
  readonly replayedCount: number;
  /** Rows that are still rejects. */
  readonly rejectedCount: number;
}

/**
 * @throws PipelineError `conflict` when the run was not finalized, or a later one has written the target, unless runs
 *   only add to it; PostgreSQL's errors when the rows are written.
 */
export async function replayRejects(destinations: Destinations, task: Task): Promise<Replayed> {
  const { runId, columns } = task;
  return destinations.inTransaction(runId, async (client, target) => {
    await ensureLedger(client);
    const run = await lockLedgerRun(client, runId);
    if (run?.state !== "finalized") throw new PipelineError("conflict", "the run has written nothing to its target");
    const written = columns.filter(({ name }) => run.columnNames.includes(name));
    const shape = await readTargetShape(client, runId, target, written);
    await lockTarget(client, target, shape, runId);
    await createStaging(client, runId, columns);
    const key = isKeyed(target.writeMode) ? keyNames(target.config, written) : [];
    await takeKeyRules(client, shape.staging, columns, key);
    await takeRowRules(client, shape.staging, shape.target, columns, key);
    const policy = target.configuration.mapping?.unrepresentable ?? "fail";
    const stagedCount = await stageRejects(client, task, shape.staging, policy);
    await crashPoint("loader.replay.staged");
    if (stagedCount > 0) await writeRows(client, { ...task, columns: written }, target, shape, stagedCount);
    await crashPoint("loader.replay.written");
    await dropStaging(client, runId);
    const { rows } = await client.query<{ replayed: number; rejected: number }>(countRejects, [runId]);
    return { replayedCount: rows[0]!.replayed, rejectedCount: rows[0]!.rejected };
  });
}

/** Runs that finalize now wait. Those that finalized before have newer rows, which older ones must not replace. */
async function lockTarget(
  client: pg.PoolClient,
  { config, writeMode }: RunTarget,
  { target }: TargetShape,
  runId: string,
): Promise<void> {
  if (!(await targetExists(client, config))) throw new PipelineError("sink_table_mismatch", `${target} is gone`);
  if (writeMode === "append") return;
  await client.query(`lock table ${target} in share row exclusive mode`);
  const { rows } = await client.query<{ id: string }>(laterRun, [runId]);
  if (rows.length === 0) return;
  const reason = `run ${rows[0]!.id} has written ${target} since: ${writeMode} must not replace newer rows by older ones`;
  throw new PipelineError("conflict", reason);
}

/** @returns the number of rejects that are now staged and marked. */
async function stageRejects(
  client: pg.PoolClient,
  task: Task,
  staging: string,
  policy: Unrepresentable,
): Promise<number> {
  const { runId, columns } = task;
  let stagedCount = 0;
  for (let last = "-1"; ;) {
    const { rows } = await client.query<Reject>(takeRejects, [runId, last]);
    if (rows.length === 0) return stagedCount;
    last = rows.at(-1)!.row_number;
    const loadable = rows.flatMap((reject) => {
      const tuple = toTuple(reject, columns, policy);
      return tuple === null ? [] : [{ number: reject.row_number, tuple }];
    });
    const refused = await copyLoadable(
      client,
      staging,
      columns.map(({ name }) => name),
      new TupleRows(
        loadable.map(({ tuple }) => tuple),
        columns.length,
      ),
    );
    const numbers = loadable.filter((_, index) => !refused.has(index)).map(({ number }) => number);
    await client.query(markReplayed, [runId, numbers]);
    stagedCount += numbers.length;
  }
}

/** @returns the rows that PostgreSQL still refuses. */
async function copyLoadable(
  client: pg.PoolClient,
  staging: string,
  columns: readonly string[],
  rows: TupleRows,
): Promise<ReadonlySet<number>> {
  const refused = new Set<number>();
  const copy = (from: number, to: number) => tryCopy(client, staging, columns, rows.slice(from, to));
  if ((await copy(0, rows.rowCount)) === undefined) return refused;
  await copyGoodRows(rows.rowCount, copy, (row) => void refused.add(row));
  return refused;
}

/**
 * Converts the row by the current policy; null if it stays a reject. A row that PostgreSQL refused is retried
 * unchanged.
 */
function toTuple(reject: Reject, columns: readonly Column[], policy: Unrepresentable): Uint8Array | null {
  if (!reject.is_extractors || policy === "replace") return reject.tuple;
  if (policy !== "null") return null;
  const fields = reject.column_names.map((name) => columns.findIndex((column) => column.name === name));
  return fields.includes(-1) ? null : setNull(reject.tuple, new Set(fields));
}

/** Writes by the run's mode, but leaves rows that are not among the rejects unchanged. */
async function writeRows(
  client: pg.PoolClient,
  task: Task,
  target: RunTarget,
  shape: TargetShape,
  stagedCount: number,
): Promise<void> {
  assertLossless(shape, task.columns);
  await assertValuesFit(client, task.runId, shape);
  if (!isKeyed(target.writeMode)) {
    const { rowCount } = await client.query(insertStaged(shape));
    return assertWritten(shape.target, stagedCount, rowCount ?? 0);
  }
  await resolveKeys(client, shape);
  const staged = { takenAt: new Date(task.takenAtMs), isWhole: false, isPartial: true };
  await writeKeyedRows(client, target, shape, { ...staged, cursor: cursorOf(target, task.columns) });
}
