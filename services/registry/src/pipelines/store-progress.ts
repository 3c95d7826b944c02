import type { LedgerProgress, Watermark } from "@datamantri/contracts";

import { resolveConfigurations } from "../connections/use-connections.ts";
import type { Tx } from "../database/open-database.ts";
import { readNow } from "../database/read-now.ts";
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
 */
export async function acceptProgress(tx: Tx, run: Run, { run_id, watermark }: LedgerProgress): Promise<void> {
  if (await isElsewhere(tx, run)) return;
  await tx
    .updateTable("pipelines")
    .set({
      accepted_at: await readNow(tx),
      accepted_run_id: run_id,
      watermark: watermark.column === "" ? null : JSON.stringify(watermark),
      source_version: null,
      source_version_by: null,
      undoable_run_ids: [],
    })
    .where("id", "=", run.pipeline_id)
    .execute();
}

async function isElsewhere(tx: Tx, { pipeline_id, configuration }: Run): Promise<boolean> {
  const query = tx.selectFrom("pipelines").select("configuration").where("id", "=", pipeline_id);
  const pipeline = await query.executeTakeFirstOrThrow();
  const [present] = await resolveConfigurations(tx, [pipeline.configuration]);
  return changesEndpoints(configuration, present!);
}
