import { sql } from "kysely";

import type { RegistryApi } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { resolveConfigurations } from "../connections/use-connections.ts";
import type { Tx } from "../database/open-database.ts";
import { readNow } from "../database/read-now.ts";
import { findNewerRun } from "./newer-run.ts";
import { recordRunEvent } from "./record-run-event.ts";
import { canBeResumed } from "./resumable-runs.ts";
import { toQueuedEvent } from "./run-events.ts";
import type { Run } from "./run.ts";
import { findChanges } from "./same-work.ts";
import { advanceRun } from "./steps/advance-run.ts";

/**
 * Creates a run that resumes a locked failed one. It takes that run's plan, hence its snapshot, its manifest and its
 * rows in the destination. It has the pipeline's current configuration, which must do the same work.
 *
 * Failure: one transaction, which also transfers the kept data. Of two requests, or a request and a tick, only one
 * finds it.
 *
 * @throws PipelineError `not_found` for an archived pipeline, `conflict` when it cannot be resumed, with the reason.
 */
export async function resumeRun(
  tx: Tx,
  failed: Run,
  { run_id, requested_by }: RegistryApi["runs.retry"][0],
): Promise<void> {
  const pipeline = await tx
    .selectFrom("pipelines")
    .selectAll()
    .where("id", "=", failed.pipeline_id)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!pipeline) throw new PipelineError("not_found", "the run's pipeline was deleted");
  const reason = await whyNotResumable(tx, failed);
  if (reason !== null) throw new PipelineError("conflict", `${reason}; retry it from the start`);
  const [configuration] = await resolveConfigurations(tx, [pipeline.configuration]);
  const changes = findChanges(failed.configuration, configuration!);
  if (changes.length > 0) {
    const what = `the pipeline has changed since the run failed (${changes.join(", ")})`;
    throw new PipelineError("conflict", `${what}, so the run cannot be resumed; retry it from the start`);
  }
  const { rows } = await sql<Run>`
    insert into runs (
      id, pipeline_id, state, cause, triggered_by, configuration, pipeline_version, range, watermark, follows_run_id, plan, row_count, source_version, source_statistics,
      loaded_row_count, rejected_row_count, loaded_batch_count, bytes_estimated, bytes_billed, cost_usd,
      retry_of, resumed_row_count, resumed_run_ids, planned_by
    )
    select
      ${run_id}, pipeline_id, 'queued', 'retry', ${requested_by}, ${JSON.stringify(configuration)}, ${pipeline.version}, range, watermark, follows_run_id, plan, row_count, source_version, source_statistics,
      loaded_row_count, rejected_row_count, loaded_batch_count, 0, 0, 0,
      id, loaded_row_count + rejected_row_count, resumed_run_ids || id, coalesce(planned_by, id)
    from runs
    where id = ${failed.id}
    returning *
  `.execute(tx);
  const run = rows[0]!;
  await handOver(tx, failed.id, run_id);
  await recordRunEvent(tx, toQueuedEvent(run));
  await advanceRun(tx, run, "resumed");
}

/** Transfers the manifest: the splits and their loaded batches. */
async function handOver(tx: Tx, from: string, to: string): Promise<void> {
  await sql`
    insert into run_splits (run_id, split, first_row, row_count, extracted_at, replaced)
    select ${to}, split, first_row, row_count, case when loaded_row_count >= row_count then extracted_at end, replaced
    from run_splits
    where run_id = ${from}
  `.execute(tx);
  await tx.updateTable("run_batches").set({ run_id: to }).where("run_id", "=", from).execute();
  await tx.updateTable("runs").set({ resumable_until: null }).where("id", "=", from).execute();
}

/** Returns null if a failed or cancelled run can be resumed, otherwise the reason. */
async function whyNotResumable(tx: Tx, run: Run): Promise<string | null> {
  if (run.resumable_until !== null && run.resumable_until > (await readNow(tx))) return null;
  if (run.state === "cancelled") return "a cancelled run cannot be resumed";
  const newer = await findNewerRun(tx, run);
  if (newer?.retry_of === run.id && newer.resumed_row_count !== null) {
    return `run ${newer.id} has already resumed it`;
  }
  if (newer) return `the newer run ${newer.id} discarded the rows that it had loaded`;
  if (!canBeResumed(run.error_code ?? "")) return `resuming would fail again with ${run.error_code}`;
  if (run.phase_times.loading === undefined) return "it failed before a row was loaded";
  return "its loaded rows were discarded";
}
