import { answerCommand, type MessageHandler } from "@datamantri/bus";
import { PipelineError } from "@datamantri/runtime";

import { inTransaction, type RegistryContext } from "./handle.ts";
import { toNotFound } from "../database/not-found.ts";
import type { Tx } from "../database/open-database.ts";
import { lockRun } from "../runs/lock-run.ts";
import { statusOf } from "../runs/run-status.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";

/**
 * Cancels a run, or abandons it if its rows may be on their way into the target.
 *
 * Failure: answered after the commit. A repeat, also of a lost answer, finds what it asked for done.
 */
export function onCancelRun(context: RegistryContext): MessageHandler<"CancelRun"> {
  const refusals = new WeakMap<object, PipelineError | undefined>();
  const work = inTransaction<"CancelRun">(context, async (tx, command) => {
    refusals.set(command, await cancelRun(tx, command.runId, command.requestedBy));
  });
  return {
    ...work,
    async handle(command, delivery) {
      await work.handle(command, delivery);
      if (command.requestId !== "") answerCommand(context.bus, command.requestId, refusals.get(command));
    },
  };
}

/** @returns why not. */
async function cancelRun(tx: Tx, runId: string, requestedBy: string): Promise<PipelineError | undefined> {
  const run = await lockRun(tx, runId);
  if (!run) return toNotFound("run", runId);
  if ((await advanceRun(tx, run, "cancel", { code: "cancelled", message: requestedBy })) !== "refuse") return undefined;
  const isRepeat = run.state === "cancelled" || run.state === "abandoned";
  return isRepeat ? undefined : new PipelineError("conflict", `the run has ended: ${statusOf(run)}`);
}
