import { sql } from "kysely";

import { notFound } from "../database/not-found.ts";
import type { Tx } from "../database/open-database.ts";
import type { Run } from "./run.ts";

/**
 * Locks the run against every other change; undefined for an unknown id. Locks the pipeline first, as admission does:
 * the end of one run changes the next, and two lock orders could deadlock.
 */
export async function lockRun(tx: Tx, runId: string): Promise<Run | undefined> {
  await lockPipelineOf(tx, runId);
  return tx.selectFrom("runs").selectAll().where("id", "=", runId).forUpdate().executeTakeFirst();
}

/**
 * Like `lockRun`, for a worker's report.
 *
 * @param storedMs when NATS stored it: the reconciler knows by that which reports are handled.
 */
export async function lockReportedRun(tx: Tx, runId: string, storedMs: number): Promise<Run | undefined> {
  await lockPipelineOf(tx, runId);
  return tx
    .updateTable("runs")
    .set({ reported_at: sql<Date>`greatest(reported_at, ${new Date(storedMs)})` })
    .where("id", "=", runId)
    .returningAll()
    .executeTakeFirst();
}

async function lockPipelineOf(tx: Tx, runId: string): Promise<void> {
  await tx
    .selectFrom("pipelines")
    .select("id")
    .where("id", "=", (from) => from.selectFrom("runs").select("pipeline_id").where("id", "=", runId))
    .forUpdate()
    .execute();
}

/** Locks a run that a request names. @throws PipelineError `not_found` */
export async function lockKnownRun(tx: Tx, runId: string): Promise<Run> {
  return (await lockRun(tx, runId)) ?? notFound("run", runId);
}
