import { sql } from "kysely";

import type { Tx } from "../database/open-database.ts";
import { maySkip } from "./may-skip.ts";
import { transitions, type RunState } from "./steps/state-machine.ts";
import { issueTasks } from "./steps/issue-tasks.ts";
import { recordRunEvents } from "./record-run-event.ts";
import { toStartedEvent } from "./run-events.ts";
import type { Run } from "./run.ts";

const pipelineWatermark = sql<string>`(select watermark from pipelines where pipelines.id = runs.pipeline_id)`;

/** Version of the source in the last successful run with the configuration of this run. */
const readVersion = sql<string>`(
  select source_version from pipelines
  where pipelines.id = runs.pipeline_id and pipelines.source_version_by = runs.pipeline_version
)`;

/**
 * Releases the oldest waiting run of each pipeline that has no open run. Two runs of one pipeline never overlap, or an
 * older snapshot could replace a newer one.
 */
export async function releaseNextRuns(tx: Tx, pipelineIds: readonly string[]): Promise<void> {
  // Locks the pipeline's row: admission and the end of a run read the same queue.
  await tx
    .selectFrom("pipelines")
    .select("id")
    .where(sql<boolean>`id = any(${pipelineIds})`)
    .orderBy("id")
    .forUpdate()
    .execute();
  const open = await tx
    .selectFrom("runs")
    .selectAll()
    .where(sql<boolean>`pipeline_id = any(${pipelineIds})`)
    .where("ended_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const queues = Map.groupBy(open, ({ pipeline_id }) => pipeline_id).values();
  const next = [...queues].filter((runs) => runs.every(({ state }) => state === "queued")).map(([first]) => first!);
  if (next.length > 0) await releaseRuns(tx, next);
}

/** Releases runs with their pipelines' current watermark and version, which an earlier run may have changed. */
async function releaseRuns(tx: Tx, runs: readonly Run[]): Promise<void> {
  const state = transitions.queued.released as RunState;
  const [ids, skippable] = [runs, runs.filter(maySkip)].map((some) => some.map(({ id }) => id));
  const moved = await tx
    .updateTable("runs")
    .set({
      state,
      progress_at: new Date(),
      phase_times: sql<string>`phase_times || ${JSON.stringify({ [state]: new Date().toISOString() })}::jsonb`,
      watermark: pipelineWatermark,
      skip_version: sql<string>`case when id = any(${skippable}) then ${readVersion} end`,
    })
    .where(sql<boolean>`id = any(${ids})`)
    .returningAll()
    .execute();
  await recordRunEvents(tx, moved.map(toStartedEvent));
  await issueTasks(tx, moved);
}
