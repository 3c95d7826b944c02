import type { Watermark } from "@datamantri/contracts";

import { resolveConfigs } from "../connections/use-connections.ts";
import type { Tx } from "../database/open-database.ts";
import type { Run } from "../runs/run.ts";
import { hasMoved } from "./has-moved.ts";

/**
 * How far the pipeline has read, and what its source looked like then; nothing when pipeline or connection lead elsewhere
 * since the run was admitted. The lock on the run and its
 * pipeline keeps both as they are meanwhile.
 *
 * @param watermark empty leaves the present one.
 */
export async function storeProgress(tx: Tx, run: Run, watermark: Watermark): Promise<void> {
  const query = tx.selectFrom("pipelines").select(["source_config", "destination_config"]);
  const pipeline = await query.where("id", "=", run.pipeline_id).executeTakeFirstOrThrow();
  const [present] = await resolveConfigs(tx, [pipeline]);
  if (hasMoved(run, present!)) return;
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
