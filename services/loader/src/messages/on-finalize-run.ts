import type pg from "pg";

import { untilTheRunEnds, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { levelOf } from "@datamantri/verification";
import { noWatermark, type Column, type Verification, type Message } from "@datamantri/contracts";
import { crashPoint, PipelineError } from "@datamantri/runtime";

import { verifyStaging } from "../staging/verify-staging.ts";
import { changesSince, countTable, type TableCount } from "../target/count-changes.ts";
import type { Destinations, RunTarget } from "../connect/destinations.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import { lostRows, lostRun } from "../ledger/followed-run.ts";
import { closeLedgerRun, lockLedgerRun, sumLedgerRows } from "../ledger/ledger.ts";
import { leavePrevious, pushPrevious, readUndoable } from "../ledger/previous-states.ts";
import { assertRejectsAllowed } from "../rejects/rejects.ts";
import { dropRowRules } from "../rejects/row-rules.ts";
import { countStagingRows, stagingTable } from "../staging/staging.ts";
import { targetExists, targetTable } from "../target/target-table.ts";
import { noteEmptied } from "../target/note-emptied.ts";
import { assertStagedSuffixes } from "../staging/table-suffixes.ts";
import { leaveOutNulls, readWatermark } from "../staging/watermark.ts";
import { keptStates, writeByMode } from "../write-modes/write-by-mode.ts";
import { asFinalized, reportFinalized, type Finalized } from "./finalized.ts";
import { settle, toError } from "./settle.ts";

/**
 * Moves the staging table into the target and closes the run, in one transaction: readers see the old rows or the new.
 *
 * Failure: nothing moves without the commit. When its answer is lost, the next delivery asks the ledger: a finalized run is
 * only reported again. A failure is final only if the ledger says in the same delivery that nothing was moved, and is
 * fenced there: no later delivery moves anything. Until then the outcome is unknown, and the task is delivered again without
 * limit.
 */
export function onFinalizeRun(
  bus: Bus,
  destinations: Destinations,
  report: StepReporter,
): MessageHandler<"FinalizeRun"> {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle(task, { signal }) {
      await reportFinalized(bus, task, await settleRun(destinations, task), signal);
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("finalize", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("finalize", task, error),
  };
}

/** {@link settle} for a run that moves staged rows. */
export async function settleRun(destinations: Destinations, task: Message<"FinalizeRun">): Promise<Finalized> {
  return settle(destinations, task, () => finalizeRun(destinations, task));
}

/** @throws PipelineError of a run that was fenced, or discarded. */
export async function finalizeRun(destinations: Destinations, task: Message<"FinalizeRun">): Promise<Finalized> {
  const { runId, pipelineId, columns, takenAtMs, watermark: before, range, primaryKey } = task;
  return destinations.inTransaction(runId, async (client, target) => {
    // A loader of the version before may have prepared it.
    await ensureLedger(client);
    const run = await lockLedgerRun(client, runId);
    if (!run) throw lostRun(runId);
    const name = targetTable(target.config);
    if (run.state === "finalized") return asFinalized(run, await readUndoable(client, name));
    if (run.state === "discarded")
      throw new PipelineError("run_closed", "the run's rows were discarded in the destination");
    if (run.failure !== null) throw toError(run.failure);
    await crashPoint("loader.finalize.opened");
    const found = await compareRows(client, task, run.maxRejects, target);
    const { rejectedRows: rejectedCount } = found;
    const isBackfill = range.column !== "";
    const source = target.configuration.source_config;
    const leftOut =
      isBackfill || source.read !== "incremental" ? 0 : await leaveOutNulls(client, runId, columns, source);
    const rowCount = found.stagedRows - leftOut;
    if (!isBackfill) await assertStagedSuffixes(client, runId, columns, source, before);
    const watermark = isBackfill
      ? noWatermark
      : await readWatermark(client, runId, columns, target.cursorColumn, before);
    const counted = [await countTable(client, stagingTable(runId)), await countTable(client, name)] as const;
    const rows = { columns, rowCount, rejectedCount, takenAtMs, range: isBackfill ? range : null };
    const staged = { runId, pipelineId, primaryKey, ...rows };
    const isNew = !(await targetExists(client, target.config));
    const isIncrement = !isBackfill && source.read === "incremental" && before.value !== "";
    const emptied = isNew || !isIncrement ? [] : await noteEmptied(client, target.config);
    await dropRowRules(client, stagingTable(runId), isNew ? requiredNames(columns) : []);
    const left = await leavePrevious(client, name, Math.max(keptStates(target) - 1, 0));
    const { isKept, ...written } = await writeByMode(client, staged, target);
    const undoableRunIds = await keepPrevious(client, name, runId, isKept ? keptStates(target) : 0);
    await crashPoint("loader.finalize.moved");
    const nulls = leftOut > 0 ? [`${leftOut} rows without a cursor are left out (cursor_nulls)`] : [];
    const warnings = [...left, ...emptied, ...written.warnings, ...nulls];
    const verification = { ...found, ...(await changesOf(client, target, ...counted, rowCount)) };
    await closeLedgerRun(client, runId, { rowCount, rejectedCount, watermark, verification });
    await crashPoint("loader.finalize.closed");
    return { rowCount, rejectedCount, watermark, verification, ...written, warnings, undoableRunIds };
  });
}

/**
 * Under the target's lock nobody else writes it: what another pipeline has kept since is dropped too.
 *
 * @param limit number of states to keep, this run's among them.
 */
async function keepPrevious(
  client: pg.PoolClient,
  target: string,
  runId: string,
  limit: number,
): Promise<readonly string[]> {
  await leavePrevious(client, target, Math.max(limit - 1, 0));
  if (limit === 0) return [];
  await pushPrevious(client, target, runId);
  return readUndoable(client, target);
}

/** Columns that a new target has NOT NULL. */
function requiredNames(columns: readonly Column[]): string[] {
  return columns.flatMap(({ name, notNull }) => (notNull ? [name] : []));
}

type Found = Omit<Verification, "insertedRows" | "updatedRows" | "deletedRows">;

/**
 * Compares the counts of plan, ledger, rejects and staging table; with a full verification every compared value too.
 */
async function compareRows(
  client: pg.PoolClient,
  task: Message<"FinalizeRun">,
  maxRejects: number,
  target: RunTarget,
): Promise<Found> {
  const { runId, rowCount: plannedRows } = task;
  const { rowCount: ledgerRows, rejectedCount: rejectedRows } = await sumLedgerRows(client, runId);
  // The registry counts what loaders have committed.
  if (ledgerRows + rejectedRows < plannedRows) throw lostRows(runId, plannedRows - ledgerRows - rejectedRows);
  assertRows("the ledger lists", ledgerRows + rejectedRows, plannedRows);
  assertRows("the rejects hold", await assertRejectsAllowed(client, runId, maxRejects), rejectedRows);
  const stagedRows = await countStagingRows(client, runId);
  assertRows("the staging table holds", stagedRows, ledgerRows);
  const level = levelOf(target.config);
  const counts = { level, plannedRows, ledgerRows, rejectedRows, stagedRows };
  // The source's statistics cover all rows: without the rejected ones no value can match.
  if (level !== "full" || rejectedRows > 0) return { ...counts, rowsHash: "", columns: [] };
  const { rowsHash, columns } = await verifyStaging(client, task, target.digestKey);
  return { ...counts, rowsHash, columns: [...columns] };
}

/** Computes the target's row changes by the move. */
async function changesOf(
  client: pg.PoolClient,
  { config }: RunTarget,
  staging: TableCount,
  target: TableCount,
  stagedRows: number,
): Promise<Pick<Verification, "insertedRows" | "updatedRows" | "deletedRows">> {
  const now = await countTable(client, targetTable(config));
  const { inserted, updated, deleted } = changesSince([staging, target], now);
  if (now.oid !== staging.oid) return { insertedRows: inserted, updatedRows: updated, deletedRows: deleted };
  // A first load or a swap: the staging table has become the target, without rows whose key occurred twice.
  return { insertedRows: stagedRows + inserted - deleted, updatedRows: 0, deletedRows: 0 };
}

function assertRows(what: string, actual: number, planned: number): void {
  if (actual === planned) return;
  throw new PipelineError("run_inconsistent", `${what} ${actual} rows instead of the planned ${planned}`, {
    actual,
    planned,
  });
}
