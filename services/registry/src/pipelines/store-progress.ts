import type { Watermark } from "@datamantri/contracts";

import type { Tx } from "../outbox/outbox.ts";
import type { Run } from "../runs/tasks.ts";

/**
 * How far the pipeline has read, and what its source looked like then.
 *
 * @param watermark empty leaves the present one.
 */
export async function storeProgress(tx: Tx, run: Run, watermark: Watermark): Promise<void> {
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
