import { sql } from "kysely";

import { request, type MessageHandler } from "@datamantri/bus";
import type { LoaderApi, TargetLeft } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { maxDeliveries, onRunEvent, type RegistryContext } from "./handle.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import type { Run } from "../runs/run.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { issueTasks } from "../runs/steps/issue-tasks.ts";
import type { Tx } from "../database/open-database.ts";

/** A destination that does not answer in this time may be down, and a run would load nothing. */
const checkMs = 5_000;

/**
 * Skips a run whose source has not changed, if its target is still what the last run left. Otherwise the run is planned
 * as if the source had changed. Ignored if a redelivery of the task has already planned the run.
 *
 * Failure: like `inTransaction`; the loader is asked before, and again for a redelivery.
 */
export function onSourceUnchanged(context: RegistryContext): MessageHandler<"SourceUnchanged"> {
  return {
    maxDeliveries,
    async handle(message, delivery) {
      const target = await askLoader(context, message.runId, message.pipelineId);
      await skipOrPlan(context, target).handle(message, delivery);
    },
  };
}

function skipOrPlan(context: RegistryContext, { is_left, reason }: TargetLeft): MessageHandler<"SourceUnchanged"> {
  return onRunEvent<"SourceUnchanged">(context, async (tx, run, _event, { eventId, timeMs }) => {
    // The empty version says that the run was planned in spite of this event.
    if (run.state !== "planning" || run.skip_version === "") return;
    if (is_left) {
      await advanceRun(tx, run, "unchanged");
      return;
    }
    const planned = await planAnyway(tx, run);
    const line = `not skipped: the source has not changed, but ${reason}`;
    await recordRunEvent(tx, { run: planned, name: "SourceUnchanged", eventId, timeMs, line });
    await issueTasks(tx, [planned]);
  });
}

/** A target that nobody can look at now is taken to be left: its run could load nothing either. */
async function askLoader({ bus }: RegistryContext, runId: string, pipelineId: string): Promise<TargetLeft> {
  const asked = { run_id: runId, pipeline_id: pipelineId };
  try {
    return await request<LoaderApi, "check_left">(bus, "loader", "check_left", asked, checkMs);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    bus.log.info({ error, run_id: runId }, "skips a run without having seen its target");
    return { is_left: true, reason: "" };
  }
}

/** An increment into a new table would lack all earlier rows: the run reads everything. */
async function planAnyway(tx: Tx, run: Run): Promise<Run> {
  return tx
    .updateTable("runs")
    .set({
      skip_version: "",
      attempt: run.attempt + 1,
      watermark: sql<string>`null`,
    })
    .where("id", "=", run.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
