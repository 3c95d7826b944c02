import { toWriteMode } from "@datamantri/api/values";
import type { LedgerProgress, Watermark } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { resolveConfigurations } from "../connections/use-connections.ts";
import type { Tx } from "../database/open-database.ts";
import { findLastSuccess } from "../runs/followed-runs.ts";
import type { Run } from "../runs/run.ts";
import { changesEndpoints } from "../runs/same-work.ts";

/**
 * Stores how far the pipeline has read, and the source's version. Stores nothing if pipeline or connection changed
 * their server or table since the run was admitted. The caller holds the locks on the run and its pipeline.
 *
 * @param watermark an empty one leaves the stored one.
 */
export async function storeProgress(tx: Tx, run: Run, watermark: Watermark): Promise<void> {
  if (await isElsewhere(tx, run)) return;
  await tx
    .updateTable("pipelines")
    .set({
      source_version: run.source_version,
      source_version_by: run.pipeline_version,
      ...(watermark.column === "" ? {} : { watermark: JSON.stringify(watermark) }),
    })
    .where("id", "=", run.pipeline_id)
    .execute();
}

/**
 * Takes over what a destination's ledger knows, after an older state of it or of this database has come back: the pipeline's
 * next run follows the ledger's last one. The caller holds the locks on the run and its pipeline.
 *
 * @throws PipelineError `conflict` if nobody can know what the target lacks.
 */
export async function acceptProgress(
  tx: Tx,
  run: Run,
  { run_id, watermark, watermark_of }: LedgerProgress,
): Promise<void> {
  if (await isElsewhere(tx, run)) return;
  const { source_config: source } = run.configuration;
  const adds = toWriteMode(run.configuration) === "append" && source.read === "incremental";
  if (run_id === null && adds) {
    const reason = "the destination's ledger has no run of the pipeline, so nobody knows which rows the target lacks";
    throw new PipelineError("conflict", `${reason}: drop the target, and the next run reads all rows`);
  }
  const isOfSource = watermark_of === null || (await readsSameSource(tx, run, watermark_of));
  await tx
    .updateTable("pipelines")
    .set({
      accepted_over: await findLastSuccess(tx, run.pipeline_id),
      accepted_run_id: run_id,
      watermark: watermark.column === "" || !isOfSource ? null : JSON.stringify(watermark),
      source_version: null,
      source_version_by: null,
      undoable_run_ids: [],
    })
    .where("id", "=", run.pipeline_id)
    .execute();
}

/** True for a run that this database has forgotten: its configuration has come back with it. */
async function readsSameSource(tx: Tx, run: Run, otherId: string): Promise<boolean> {
  const other = await tx.selectFrom("runs").select("configuration").where("id", "=", otherId).executeTakeFirst();
  return other === undefined || !changesEndpoints(other.configuration, run.configuration);
}

async function isElsewhere(tx: Tx, { pipeline_id, configuration }: Run): Promise<boolean> {
  const query = tx.selectFrom("pipelines").select("configuration").where("id", "=", pipeline_id);
  const pipeline = await query.executeTakeFirstOrThrow();
  const [present] = await resolveConfigurations(tx, [pipeline.configuration]);
  return changesEndpoints(configuration, present!);
}
