import { sql } from "kysely";

import type { DeliveryEventType } from "@datamantri/contracts";

import type { Tx } from "../database/open-database.ts";
import type { RunState } from "../runs/state-machine.ts";
import type { Run } from "../runs/run.ts";
import { toLineageEvent, type LineageEventType } from "./lineage-event.ts";
import { lineageReceiverId } from "./lineage-receiver.ts";

/** What entering a state says; nothing while the work goes on. */
const told: Partial<Record<RunState, readonly [LineageEventType, DeliveryEventType]>> = {
  planning: ["START", "run_started"],
  preparing: ["START", "run_started"],
  success: ["COMPLETE", "run_succeeded"],
  skipped: ["COMPLETE", "run_skipped"],
  failed: ["FAIL", "run_failed"],
  cancelled: ["ABORT", "run_cancelled"],
};

/** A run that has entered a state. */
export interface Move {
  readonly stateBefore: RunState;
  readonly run: Run;
}

/**
 * Writes down what OpenLineage is to be told of runs' new states, in the transaction that made it true. A run that ends
 * before it began has no lineage.
 */
export async function queueLineage(tx: Tx, moves: readonly Move[]): Promise<void> {
  const news = moves.flatMap(({ stateBefore, run }) => {
    const [lineageType, event_type] = told[run.state] ?? [];
    if (lineageType === undefined || event_type === undefined) return [];
    // A run that goes on from another one is not planned: it is begun by whatever comes after the queue.
    return (lineageType === "START") === (stateBefore === "queued") ? [{ run, lineageType, event_type }] : [];
  });
  if (news.length === 0) return;
  const pipelineIds = news.map(({ run }) => run.pipeline_id);
  const jobs = await tx
    .selectFrom("webhooks")
    .innerJoin("pipelines", (join) => join.on(sql<boolean>`pipelines.id = any(${pipelineIds})`))
    .select(["webhooks.name as namespace", "pipelines.name", "pipelines.id"])
    .where("webhooks.id", "=", lineageReceiverId)
    .where("webhooks.is_active", "=", true)
    .execute();
  if (jobs.length === 0) return;
  const jobOf = new Map(jobs.map(({ id, ...job }) => [id, job]));
  await tx
    .insertInto("webhook_deliveries")
    .values(
      news.map(({ run, lineageType, event_type }) => ({
        webhook_id: lineageReceiverId,
        event_id: `${run.id}:${lineageType}`,
        event_type,
        run_id: run.id,
        payload: JSON.stringify(toLineageEvent(lineageType, run, jobOf.get(run.pipeline_id)!)),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
