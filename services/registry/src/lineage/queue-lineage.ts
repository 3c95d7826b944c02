import { sql } from "kysely";

import type { DeliveryEventType } from "@datamantri/api";

import type { Tx } from "../database/open-database.ts";
import type { RunEvent } from "../runs/run-event.ts";
import type { Run } from "../runs/run.ts";
import { toLineageEvent } from "./lineage-event.ts";
import { lineageReceiverId } from "./lineage-receiver.ts";
import type { LineageEventType } from "./open-lineage.ts";
import { insertDeliveries } from "../webhooks/queue-deliveries.ts";

/** The events for which OpenLineage has a type. */
const lineageTypes: Partial<Record<RunEvent["name"], readonly [LineageEventType, DeliveryEventType]>> = {
  RunStarted: ["START", "run_started"],
  RunSucceeded: ["COMPLETE", "run_succeeded"],
  RunSkipped: ["COMPLETE", "run_skipped"],
  RunFailed: ["FAIL", "run_failed"],
  RunCancelled: ["ABORT", "run_cancelled"],
};

/** Queues lineage events for events of runs. A run that ends before it starts has none. */
export async function queueLineage(tx: Tx, events: readonly RunEvent[]): Promise<void> {
  const moves = events.flatMap(({ name, run }) => {
    const types = lineageTypes[name];
    return types && hasStarted(run) ? [{ run, lineageType: types[0], event_type: types[1] }] : [];
  });
  if (moves.length === 0) return;
  const pipelineIds = moves.map(({ run }) => run.pipeline_id);
  const jobs = await tx
    .selectFrom("webhooks")
    .innerJoin("pipelines", (join) => join.on(sql<boolean>`pipelines.id = any(${pipelineIds})`))
    .select(["webhooks.name as namespace", "pipelines.name", "pipelines.id"])
    .where("webhooks.id", "=", lineageReceiverId)
    .where("webhooks.is_active", "=", true)
    .execute();
  if (jobs.length === 0) return;
  const jobOf = new Map(jobs.map(({ id, ...job }) => [id, job]));
  await insertDeliveries(
    tx,
    moves.map(({ run, lineageType, event_type }) => ({
      webhook_id: lineageReceiverId,
      event_id: `${run.id}:${lineageType}`,
      event_type,
      run_id: run.id,
      payload: JSON.stringify(toLineageEvent(lineageType, run, jobOf.get(run.pipeline_id)!)),
    })),
  );
}

/** A run starts with planning, with preparing when it resumes another, or with finalizing when it undoes one. */
function hasStarted({ phase_times: times }: Run): boolean {
  return (times.planning ?? times.preparing ?? times.finalizing) !== undefined;
}
