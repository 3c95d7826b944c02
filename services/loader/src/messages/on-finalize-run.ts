import type pg from "pg";

import { untilTheRunEnds, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { levelOf } from "@datamantri/verification";
import { noWatermark, type Column, type Verification, type Message } from "@datamantri/contracts";
import { crashPoint, errorPolicies, PipelineError, toPipelineError, type ErrorCode } from "@datamantri/runtime";

import { verifyStaging } from "../staging/verify-staging.ts";
import { changesSince, countTable, type TableCount } from "../target/count-changes.ts";
import type { Destinations, RunTarget } from "../connect/destinations.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import { closeLedgerRun, fenceLedgerRun, lockLedgerRun, sumLedgerRows, type Failure } from "../ledger/ledger.ts";
import { assertRejectsAllowed } from "../rejects/rejects.ts";
import { dropRowRules } from "../rejects/row-rules.ts";
import { countStagingRows, stagingTable } from "../staging/staging.ts";
import { targetExists, targetTable } from "../target/target-table.ts";
import { noteEmptied } from "../target/note-emptied.ts";
import { assertStagedSuffixes } from "../staging/table-suffixes.ts";
import { leaveOutNulls, readWatermark } from "../staging/watermark.ts";
import { reportCommitted } from "./report-committed.ts";
import { writeByMode } from "../write-modes/write-by-mode.ts";
import { asFinalized, publishFinalized, toUnknownOutcome, type Finalized } from "./finalized.ts";

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
      const finalized = await settleRun(destinations, task);
      await reportCommitted(async () => {
        await crashPoint("loader.finalize.committed");
        await publishFinalized(bus, task, finalized, signal);
        await crashPoint("loader.finalize.reported");
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("finalize", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("finalize", task, error),
  };
}

/**
 * Finalizes the run, or finds out that it can never be.
 *
 * @throws PipelineError a final one when the ledger has fenced the run; `outcome_unknown` when it does not answer; others
 *   that pass.
 */
export async function settleRun(destinations: Destinations, task: Message<"FinalizeRun">): Promise<Finalized> {
  try {
    return await finalizeRun(destinations, task);
  } catch (error) {
    const failure = toPipelineError(error);
    if (failure.isRetryable) throw failure;
    return await fenceRun(destinations, task.runId, failure);
  }
}

/**
 * Asks the ledger whether another delivery has finalized the run, and fences the run otherwise.
 *
 * @returns what an earlier delivery, or another loader, has moved.
 * @throws PipelineError the failure.
 */
async function fenceRun(destinations: Destinations, runId: string, failure: PipelineError): Promise<Finalized> {
  const { code, message } = failure;
  const fenced = await destinations
    .inTransaction(runId, async (client) => {
      await ensureLedger(client);
      // Waits for a transaction that is finalizing it.
      const run = await lockLedgerRun(client, runId);
      if (run?.state === "open") await fenceLedgerRun(client, runId, { code, message });
      return run;
    })
    .catch((cause: unknown) => {
      // The registry does not know the run: nobody waits for its end.
      if (cause instanceof PipelineError && cause.code === "not_found") throw failure;
      throw toUnknownOutcome(cause);
    });
  await crashPoint("loader.finalize.fenced");
  if (fenced?.state === "finalized") return asFinalized(fenced);
  throw failure;
}

/** @throws PipelineError of a run that was fenced, or discarded. */
export async function finalizeRun(destinations: Destinations, task: Message<"FinalizeRun">): Promise<Finalized> {
  const { runId, pipelineId, columns, takenAtMs, watermark: before, range, primaryKey } = task;
  return destinations.inTransaction(runId, async (client, target) => {
    // A loader of the version before may have prepared it.
    await ensureLedger(client);
    const run = await lockLedgerRun(client, runId);
    if (!run) throw new PipelineError("run_inconsistent", "the destination's ledger has no entry of the run");
    if (run.state === "finalized") return asFinalized(run);
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
    const counted = [
      await countTable(client, stagingTable(runId)),
      await countTable(client, targetTable(target.config)),
    ] as const;
    const rows = { columns, rowCount, rejectedCount, takenAtMs, range: isBackfill ? range : null };
    const staged = { runId, pipelineId, primaryKey, ...rows };
    const isNew = !(await targetExists(client, target.config));
    const isIncrement = !isBackfill && source.read === "incremental" && before.value !== "";
    const emptied = isNew || !isIncrement ? [] : await noteEmptied(client, target.config);
    await dropRowRules(client, stagingTable(runId), isNew ? requiredNames(columns) : []);
    const written = await writeByMode(client, staged, target);
    await crashPoint("loader.finalize.moved");
    const nulls = leftOut > 0 ? [`${leftOut} rows without a cursor are left out (cursor_nulls)`] : [];
    const warnings = [...emptied, ...written.warnings, ...nulls];
    const verification = { ...found, ...(await changesOf(client, target, ...counted, rowCount)) };
    await closeLedgerRun(client, runId, { rowCount, rejectedCount, watermark, verification });
    await crashPoint("loader.finalize.closed");
    return { rowCount, rejectedCount, watermark, verification, ...written, warnings };
  });
}

/** @param failure that a loader of another version may have written. */
function toError({ code, message }: Failure): PipelineError {
  return new PipelineError(code in errorPolicies ? (code as ErrorCode) : "sink_rejected", message, {
    isRepeated: true,
  });
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
