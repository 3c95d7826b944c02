import { onRunEvent, type RegistryContext } from "./handle.ts";
import type { Tx } from "../database/open-database.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { endReplay } from "../runs/replay-run.ts";
import type { Run } from "../runs/run.ts";

/** Steps that belong to ended runs. */
const afterTheEnd: Readonly<Record<string, (tx: Tx, run: Run) => Promise<string>>> = {
  discard: describeLeftOver,
  replay: async () => "; rejects that it has not loaded can be replayed again",
};

/**
 * Fails the run of a step that gave up. A failed discard or replay is only logged, because its run had already ended.
 */
export const onStepFailed = (context: RegistryContext) =>
  onRunEvent<"StepFailed">(context, async (tx, run, event, { eventId, timeMs }) => {
    const { step, code, message } = event;
    const describe = afterTheEnd[step];
    if (describe !== undefined) {
      if (step === "replay") await endReplay(tx, run, eventId);
      const line = `${step} failed: ${message} (${code})${await describe(tx, run)}`;
      await recordRunEvent(tx, { run, name: "StepFailed", eventId, timeMs, line });
      return;
    }
    const input = step === "finalize" ? "finalize_failed" : "step_failed";
    await advanceRun(tx, run, input, { code, message: `${step}: ${message}`, keepMs: context.resumableMs });
  });

/**
 * Says what a failed discard may leave. A run that no loader has prepared has no staging table: the one transaction that
 * creates it also takes over those of the runs that it was to resume.
 */
async function describeLeftOver(tx: Tx, run: Run): Promise<string> {
  const prepared = await tx
    .selectFrom("run_events")
    .select("id")
    .where("run_id", "=", run.id)
    .where("name", "=", "RunPrepared")
    .executeTakeFirst();
  if (prepared) return "; drop the run's staging table manually";
  if (run.resumed_run_ids.length === 0) return "";
  return `; drop the staging table of run ${run.resumed_run_ids.at(-1)} manually`;
}
