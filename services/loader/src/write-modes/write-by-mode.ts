/** Moves the staging table into the target by the write mode, in the finalizing transaction. */
import type pg from "pg";

import type { Column, CursorRange } from "@datamantri/contracts";
import type { WriteMode } from "@datamantri/api";

import { lockTimeout, type RunTarget } from "../connect/destinations.ts";
import { keepWrittenColumns } from "../ledger/ledger.ts";
import { dropStaging } from "../staging/staging.ts";
import { resolveDrift } from "../target/drift.ts";
import { checkGuards } from "../target/guards.ts";
import { assertLossless } from "../target/lossless.ts";
import { assertValuesFit } from "../target/staged-values.ts";
import { readTargetShape, type TargetShape } from "../target/target-shape.ts";
import { targetExists, targetTable } from "../target/target-table.ts";
import { appendRows } from "./append.ts";
import { becomeTarget } from "./first-load.ts";
import { cursorOf, isKeyed, resolveKeys } from "./keyed-rows.ts";
import { replaceTarget } from "./replace/replace-target.ts";
import { writeKeyedRows } from "./write-keyed-rows.ts";

export interface StagedRun {
  readonly runId: string;
  readonly pipelineId: string;
  readonly columns: readonly Column[];
  /** Rows in the staging table. */
  readonly rowCount: number;
  /** Rows of the snapshot that were rejected: neither in the staging table nor deleted in the source. */
  readonly rejectedCount: number;
  /** Time of the snapshot. */
  readonly takenAtMs: number;
  /** Range of a backfill; null for every other run. */
  readonly range: CursorRange | null;
  /** Primary key that the source's table declares, in the target's names; empty for none. */
  readonly primaryKey: readonly string[];
}

/** Lines for the run's log. */
export interface Written {
  /** Drift, the guards' findings, and what triggers change. */
  readonly warnings: string[];
  /** How a target was replaced; empty if it was not. */
  readonly replacement: string;
}

export interface Moved extends Written {
  /** True if the target's former rows are kept. */
  readonly isKept: boolean;
}

/**
 * @throws PipelineError `schema_drift`, `guard_stopped`, `sink_key_invalid`, `sink_table_mismatch`; PostgreSQL's
 *   errors.
 */
export async function writeByMode(client: pg.PoolClient, run: StagedRun, target: RunTarget): Promise<Moved> {
  const drift = await resolveDrift(client, run.pipelineId, target, run.columns);
  await alterTarget(client, targetTable(target.config), drift.alterations);
  await keepWrittenColumns(client, run.runId, drift.known);
  const shape = await readTargetShape(client, run.runId, target, drift.columns);
  assertLossless(shape, drift.columns);
  await assertValuesFit(client, run.runId, shape, isKeyed(target.writeMode) ? shape.key : []);
  const warnings = [...drift.notes, ...(await checkGuards(client, target, shape, run))];
  const takenAt = new Date(run.takenAtMs);
  if (isKeyed(target.writeMode)) await resolveKeys(client, shape);
  if (!(await targetExists(client, target.config))) {
    warnings.push(...(await becomeTarget(client, run.runId, target, shape, { takenAt, primaryKey: run.primaryKey })));
    return { warnings, replacement: "", isKept: false };
  }
  if (run.rejectedCount > 0 && removesGoneRows(target.writeMode)) warnings.push(describeKept(run.rejectedCount));
  const filled = await fillTarget(client, run, target, shape, drift.columns);
  await dropStaging(client, run.runId);
  return { ...filled, warnings: [...warnings, ...filled.warnings], isKept: keptStates(target) > 0 };
}

/** Readers queue behind a lock that ALTER TABLE waits for, so it gives up soon; the task is redelivered. */
async function alterTarget(client: pg.PoolClient, target: string, alterations: readonly string[]): Promise<void> {
  if (alterations.length === 0) return;
  await client.query(`
    set local lock_timeout to '2s';
    alter table ${target} ${alterations.join(", ")};
    set local lock_timeout to '${lockTimeout}'
  `);
}

async function fillTarget(
  client: pg.PoolClient,
  { runId, columns, rowCount, rejectedCount, takenAtMs, range }: StagedRun,
  target: RunTarget,
  shape: TargetShape,
  written: readonly Column[],
): Promise<Written> {
  const { config, writeMode } = target;
  if (writeMode === "replace") {
    const rows = { columns, rowCount, isKept: keptStates(target) > 0, restores: null };
    return { warnings: [], replacement: await replaceTarget(client, runId, target, shape, rows) };
  }
  if (writeMode === "append") {
    await appendRows(client, config, shape, { written, rowCount, range });
    return { warnings: [], replacement: "" };
  }
  const cursor = cursorOf(target, columns);
  const isPartial = range !== null || target.configuration.source_config.read === "incremental";
  // A rejected row is missing among the staged ones, but still exists in the source.
  const staged = { takenAt: new Date(takenAtMs), isWhole: rejectedCount === 0, cursor, isPartial };
  return { warnings: [...(await writeKeyedRows(client, target, shape, staged))], replacement: "" };
}

/** How many former states of the target are kept for an undo. */
export function keptStates({ writeMode, config }: RunTarget): number {
  return writeMode === "replace" ? (config.keep_previous ?? 0) : 0;
}

function removesGoneRows(mode: WriteMode): boolean {
  return mode === "mirror" || mode === "history";
}

function describeKept(rejectedCount: number): string {
  const count = rejectedCount.toLocaleString("en-US");
  return `rows deleted from the source stay until a run without rejects: ${count} rejected rows may be among them`;
}
