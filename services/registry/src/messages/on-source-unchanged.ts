import type { MessageHandler } from "@datamantri/bus";

import { recordRunEvent } from "../runs/record-run-event.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { askLoader, planAnew, type CheckedTarget } from "./check-left.ts";
import { maxDeliveries, onRunEvent, type RegistryContext } from "./handle.ts";

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
      const run = await context.db
        .selectFrom("runs")
        .select(["id", "pipeline_id", "follows_run_id"])
        .where("id", "=", message.runId)
        .executeTakeFirst();
      if (run === undefined) return;
      const target = await askLoader(context.bus, run);
      await skipOrPlan(context, target).handle(message, delivery);
    },
  };
}

function skipOrPlan(context: RegistryContext, target: CheckedTarget): MessageHandler<"SourceUnchanged"> {
  return onRunEvent<"SourceUnchanged">(context, async (tx, run, _event, { eventId, timeMs }) => {
    // The empty version says that the run was planned in spite of this event.
    if (run.state !== "planning" || run.skip_version === "") return;
    const record = (line: string) => recordRunEvent(tx, { run, name: "SourceUnchanged", eventId, timeMs, line });
    if (target.is_left) {
      if (!target.isSeen) await record("no loader could look whether the target is still there");
      await advanceRun(tx, run, "unchanged");
      return;
    }
    if (target.rolled_back) {
      await advanceRun(tx, run, "step_failed", target.rolled_back);
      return;
    }
    await record(`not skipped: the source has not changed, but ${target.reason}`);
    await planAnew(tx, run);
  });
}
