/**
 * Guards against silent damage. They check before a whole snapshot replaces an earlier one, in the finalizing
 * transaction, so that a stopped run leaves the target unchanged.
 */
import type pg from "pg";

import type { Guards, WriteMode } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";
import { targetExists } from "./target-table.ts";
import type { TargetShape } from "./target-shape.ts";

const defaultShrinkThreshold = 0.5;

/** Rows of the pipeline's last run that finalized this target: the size of its snapshot, without counting. */
const previousRowCount = `
  select row_count
  from datamantri.runs
  where target = $1 and pipeline_id = $2 and state = 'finalized'
  order by closed_at desc
  limit 1
`;

type Guard = Exclude<keyof Guards, "shrink_threshold">;

/** Returns the problem, or null. */
type Check = (client: pg.PoolClient, shape: TargetShape, run: CheckedRun, guards: Guards) => Promise<string | null>;

interface CheckedRun {
  readonly pipelineId: string;
  /** Rows in the staging table. */
  readonly rowCount: number;
}

const checks: Readonly<Record<Guard, Check>> = {
  empty: findEmptied,
  shrink: findShrunk,
  all_null: findAllNull,
};

/**
 * Checks the staged rows against the target.
 *
 * @returns warnings, one sentence each.
 * @throws PipelineError `guard_stopped` for the first guard that finds a problem and stops the run.
 */
export async function checkGuards(
  client: pg.PoolClient,
  { config, writeMode }: RunTarget,
  shape: TargetShape,
  run: CheckedRun,
): Promise<string[]> {
  if (!replacesSnapshot(writeMode) || !(await targetExists(client, config))) return [];
  const guards = config.guards ?? {};
  const warnings: string[] = [];
  for (const guard of Object.keys(checks) as Guard[]) {
    const policy = guards[guard] ?? "stop";
    const finding = policy === "allow" ? null : await checks[guard](client, shape, run, guards);
    if (finding === null) continue;
    if (policy === "stop") throw new PipelineError("guard_stopped", `guard "${guard}" stopped the run: ${finding}`);
    warnings.push(`guard "${guard}" warned: ${finding}`);
  }
  return warnings;
}

/** Append and merge only add: rows that a run does not have stay. */
function replacesSnapshot(mode: WriteMode): boolean {
  return mode === "replace" || mode === "mirror" || mode === "history";
}

async function findEmptied(
  client: pg.PoolClient,
  { target }: TargetShape,
  { rowCount }: CheckedRun,
): Promise<string | null> {
  if (rowCount > 0) return null;
  const hasRows = await ask(client, `select exists (select from ${target}) as answer`);
  return hasRows ? `no row was loaded and ${target} has some` : null;
}

async function findShrunk(
  client: pg.PoolClient,
  { target }: TargetShape,
  { pipelineId, rowCount }: CheckedRun,
  guards: Guards,
): Promise<string | null> {
  const { rows } = await client.query<{ row_count: string }>(previousRowCount, [target, pipelineId]);
  const before = Number(rows[0]?.row_count ?? 0);
  const threshold = guards.shrink_threshold ?? defaultShrinkThreshold;
  if (rowCount === 0 || rowCount >= before * (1 - threshold)) return null;
  return `the source has ${rowCount} rows, the run before had ${before}`;
}

async function findAllNull(
  client: pg.PoolClient,
  { target, staging, columns }: TargetShape,
  { rowCount }: CheckedRun,
): Promise<string | null> {
  if (rowCount === 0) return null;
  const counts = columns.map((column, i) => `count(${column}) as "${i}"`).join(", ");
  const { rows } = await client.query<Record<string, string>>(`select ${counts} from ${staging}`);
  const emptied: string[] = [];
  for (const column of columns.filter((_, i) => rows[0]![i] === "0")) {
    const hadValues = `select exists (select from ${target} where ${column} is not null) as answer`;
    if (await ask(client, hadValues)) emptied.push(column);
  }
  return emptied.length === 0 ? null : `NULL in every row: ${emptied.join(", ")}, which had values before`;
}

async function ask(client: pg.PoolClient, question: string): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(question);
  return rows[0]!.answer;
}
