import type { MessageHandler } from "@datamantri/bus";
import { noWatermark, type Message } from "@datamantri/contracts";

import { usableWatermark, type Run } from "../runs/run.ts";
import type { RunPlan } from "../runs/run-plan.ts";
import { askLoader, planAnew, type CheckedTarget } from "./check-left.ts";
import { maxDeliveries, onRunEvent, type RegistryContext } from "./handle.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { storeProgress } from "../pipelines/store-progress.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { describePlanned } from "../runs/run-log.ts";

/** Rows per INSERT: PostgreSQL takes 65,535 parameters in a statement. */
const rowsPerInsert = 5_000;

/**
 * Stores a run's plan. The first plan counts; the plan and snapshot of a second extractor are ignored. An increment for a
 * target that is gone is planned again, with all rows.
 *
 * Failure: like `inTransaction`; a loader is asked before, and again for a redelivery.
 */
export function onRunPlanned(context: RegistryContext): MessageHandler<"RunPlanned"> {
  return {
    maxDeliveries,
    async handle(message, delivery) {
      const run = await findIncrement(context.db, message.runId);
      const target = run && (await askLoader(context.bus, run));
      await storeOrPlan(context, target).handle(message, delivery);
    },
  };
}

/** @returns a run that is being planned from a watermark on. A backfill reads its range, whatever else there is. */
async function findIncrement(db: Db, runId: string): Promise<Run | undefined> {
  const run = await db.selectFrom("runs").selectAll().where("id", "=", runId).executeTakeFirst();
  return run?.state === "planning" && run.range === null && usableWatermark(run) !== null ? run : undefined;
}

function storeOrPlan(context: RegistryContext, target: CheckedTarget | undefined): MessageHandler<"RunPlanned"> {
  return onRunEvent<"RunPlanned">(context, async (tx, run, event, { eventId, timeMs }) => {
    if (run.state !== "planning" || isOutdated(run, event)) return;
    if (target?.rolled_back) {
      await advanceRun(tx, run, "step_failed", target.rolled_back);
      return;
    }
    if (target?.is_left === false) {
      const line = `planned again, with all rows: ${target.reason}`;
      await recordRunEvent(tx, { run, name: "RunPlanned", eventId, timeMs, line });
      await planAnew(tx, run);
      return;
    }
    await storePlan(tx, event);
    await storeTypeReport(tx, event);
    const planned = {
      ...run,
      plan: toPlan(event),
      row_count: event.rowCount,
      source_version: event.sourceVersion || null,
    };
    await recordRunEvent(tx, { run, name: "RunPlanned", eventId, timeMs, line: describePlanned(event) });
    if (!hasNothingNew(planned)) {
      await advanceRun(tx, planned, "planned");
      return;
    }
    await storeProgress(tx, planned, noWatermark);
    await advanceRun(tx, planned, "unchanged");
  });
}

/** A plan of an attempt before the run was planned again may be an increment, for a target that needs every row. */
function isOutdated(run: Run, event: Message<"RunPlanned">): boolean {
  const { read } = run.configuration.source_config;
  return event.attempt < run.attempt && read === "incremental" && run.range === null && usableWatermark(run) === null;
}

/** An increment without rows changes nothing. Streams have many, and each would create and drop a staging table. */
function hasNothingNew(run: Run): boolean {
  return (
    run.configuration.mode === "stream" && run.row_count === 0 && run.range === null && usableWatermark(run) !== null
  );
}

async function storePlan(tx: Tx, event: Message<"RunPlanned">): Promise<void> {
  await tx
    .updateTable("runs")
    .set({
      plan: JSON.stringify(toPlan(event)),
      row_count: event.rowCount,
      bytes_estimated: event.bytesEstimated,
      bytes_billed: event.bytesBilled,
      cost_usd: event.costUsd,
      source_version: event.sourceVersion || null,
    })
    .where("id", "=", event.runId)
    .execute();
  const rows = event.splits.map(({ split, firstRow, rowCount }) => ({
    run_id: event.runId,
    split,
    first_row: firstRow,
    row_count: rowCount,
  }));
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await tx
      .insertInto("run_splits")
      .values(rows.slice(start, start + rowsPerInsert))
      .execute();
  }
}

/** The report is empty from an extractor of an older release. */
async function storeTypeReport(tx: Tx, { pipelineId, typeReport }: Message<"RunPlanned">): Promise<void> {
  if (typeReport === "") return;
  await tx.updateTable("pipelines").set({ type_report: typeReport }).where("id", "=", pipelineId).execute();
}

function toPlan(event: Message<"RunPlanned">): RunPlan {
  const { snapshot, columns, schemaFingerprint, batchRows, pageRows, description } = event;
  return {
    snapshot,
    columns,
    schema_fingerprint: schemaFingerprint,
    batch_rows: batchRows,
    page_rows: pageRows,
    description,
    column_descriptions: event.columnDescriptions,
    primary_key: event.primaryKey,
  };
}
