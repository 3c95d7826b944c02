/** Asks a loader whether a run's target is still there before the run relies on what earlier runs left in it. */
import { sql } from "kysely";

import { request, type Bus } from "@datamantri/bus";
import type { LoaderApi, TargetLeft } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Tx } from "../database/open-database.ts";
import type { Run } from "../runs/run.ts";
import { issueTasks } from "../runs/steps/issue-tasks.ts";

/** A destination that does not answer in this time may be down, and a run would load nothing. */
const checkMs = 5_000;

export interface CheckedTarget extends TargetLeft {
  /** False if nobody could look: then it is taken to be left, for a run could load nothing either. */
  readonly isSeen: boolean;
}

export async function askLoader(
  bus: Bus,
  run: Pick<Run, "id" | "pipeline_id" | "follows_run_id">,
): Promise<CheckedTarget> {
  const { id: run_id, pipeline_id, follows_run_id } = run;
  const asked = { run_id, pipeline_id, follows_run_id: follows_run_id ?? "" };
  try {
    return { ...(await request<LoaderApi, "check_left">(bus, "loader", "check_left", asked, checkMs)), isSeen: true };
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    bus.log.info({ error, run_id }, "relies on a target that no loader could look at");
    return { is_left: true, reason: "", isSeen: false };
  }
}

/**
 * Plans a run again, as the first of its pipeline: an increment into a new table would lack all earlier rows.
 *
 * @returns the run, whose plans of earlier attempts no longer count.
 */
export async function planAnew(tx: Tx, run: Run): Promise<Run> {
  const planned = await tx
    .updateTable("runs")
    .set({ skip_version: "", attempt: run.attempt + 1, watermark: sql<string>`null` })
    .where("id", "=", run.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await issueTasks(tx, [planned]);
  return planned;
}
