import { sql } from "kysely";

import type { Tx } from "../database/open-database.ts";
import { readNow } from "../database/read-now.ts";
import { findFollowed, ledgerOf } from "./followed-runs.ts";
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
 * older snapshot could replace a newer one. A run to the server of an abandoned one waits for that one's end: it begins where
 * that one has ended.
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
  const unsettled = await findAbandonedRuns(tx, pipelineIds);
  const isFree = (run: Run): boolean => !unsettled.some((other) => waitsFor(run, other));
  const released = next.filter(isFree);
  if (released.length > 0) await releaseRuns(tx, released);
}

type AbandonedRun = Pick<Run, "pipeline_id" | "configuration">;

function findAbandonedRuns(tx: Tx, pipelineIds: readonly string[]): Promise<AbandonedRun[]> {
  return tx
    .selectFrom("runs")
    .select(["pipeline_id", "configuration"])
    .where(sql<boolean>`pipeline_id = any(${pipelineIds})`)
    .where("state", "=", "abandoned")
    .execute();
}

function waitsFor(run: Run, other: AbandonedRun): boolean {
  return run.pipeline_id === other.pipeline_id && ledgerOf(run.configuration) === ledgerOf(other.configuration);
}

async function releaseRuns(tx: Tx, runs: readonly Run[]): Promise<void> {
  const isUndo = Map.groupBy(runs, ({ undo_of }) => undo_of !== null);
  await releaseTo(tx, isUndo.get(false) ?? [], transitions.queued.released as RunState);
  await releaseTo(tx, isUndo.get(true) ?? [], transitions.queued.undoing as RunState);
}

/** Releases runs with their pipelines' current watermark and version, which an earlier run may have changed. */
async function releaseTo(tx: Tx, runs: readonly Run[], state: RunState): Promise<void> {
  if (runs.length === 0) return;
  const [ids, skippable] = [runs, runs.filter(maySkip)].map((some) => some.map(({ id }) => id));
  const now = await readNow(tx);
  const followed = await findFollowed(tx, runs);
  const moved = await tx
    .updateTable("runs")
    .set({
      state,
      progress_at: now,
      phase_times: sql<string>`phase_times || ${JSON.stringify({ [state]: now.toISOString() })}::jsonb`,
      watermark: pipelineWatermark,
      follows_run_id: sql<string>`(
        select follows from unnest(${runs.map(({ id }) => id)}::uuid[], ${followed}::uuid[]) as followed (id, follows)
        where followed.id = runs.id
      )`,
      skip_version: sql<string>`case when id = any(${skippable}) then ${readVersion} end`,
    })
    .where(sql<boolean>`id = any(${ids})`)
    .returningAll()
    .execute();
  await recordRunEvents(tx, moved.map(toStartedEvent));
  await issueTasks(tx, moved);
}
