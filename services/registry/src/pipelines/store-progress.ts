import type { Watermark } from "@datamantri/contracts";

import { resolveConfigurations } from "../connections/use-connections.ts";
import type { Tx } from "../database/open-database.ts";
import type { Run } from "../runs/run.ts";
import { changesEndpoints } from "../runs/same-work.ts";

/**
 * Stores how far the pipeline has read, and the source's version. Stores nothing if pipeline or connection changed
 * their server or table since the run was admitted. The caller holds the locks on the run and its pipeline.
 *
 * @param watermark an empty one leaves the stored one.
 */
export async function storeProgress(tx: Tx, run: Run, watermark: Watermark): Promise<void> {
  const query = tx.selectFrom("pipelines").select("configuration").where("id", "=", run.pipeline_id);
  const pipeline = await query.executeTakeFirstOrThrow();
  const [present] = await resolveConfigurations(tx, [pipeline.configuration]);
  if (changesEndpoints(run.configuration, present!)) return;
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
