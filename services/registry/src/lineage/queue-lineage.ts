import type { DeliveryEventType } from "@datamantri/contracts";

import type { Tx } from "../outbox/outbox.ts";
import type { RunState } from "../runs/run-state.ts";
import type { Run } from "../runs/tasks.ts";
import { toLineageEvent, type LineageEventType } from "./lineage-event.ts";
import { lineageReceiverId } from "./lineage-receiver.ts";

/** What entering a state says; nothing while the work goes on. */
const told: Partial<Record<RunState, readonly [LineageEventType, DeliveryEventType]>> = {
  planning: ["START", "run_started"],
  success: ["COMPLETE", "run_succeeded"],
  skipped: ["COMPLETE", "run_skipped"],
  failed: ["FAIL", "run_failed"],
  cancelled: ["ABORT", "run_cancelled"],
};

/**
 * Writes down what OpenLineage is to be told of a run's new state, in the transaction that made it true. A run that ends
 * before it began has no lineage.
 */
export async function queueLineage(tx: Tx, stateBefore: RunState, run: Run): Promise<void> {
  const [lineageType, event_type] = told[run.state] ?? [];
  if (lineageType === undefined || event_type === undefined) return;
  if (stateBefore === "queued" && lineageType !== "START") return;
  const job = await tx
    .selectFrom("webhooks")
    .innerJoin("pipelines", (join) => join.on("pipelines.id", "=", run.pipeline_id))
    .select(["webhooks.name as namespace", "pipelines.name"])
    .where("webhooks.id", "=", lineageReceiverId)
    .where("webhooks.is_active", "=", true)
    .executeTakeFirst();
  if (!job) return;
  await tx
    .insertInto("webhook_deliveries")
    .values({
      webhook_id: lineageReceiverId,
      event_id: `${run.id}:${lineageType}`,
      event_type,
      run_id: run.id,
      payload: JSON.stringify(toLineageEvent(lineageType, run, job)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
