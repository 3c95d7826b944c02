/** Versions of parts of the product without a repair, as they were before it: the model must find what they break. */
import type { Message } from "@datamantri/contracts";
import { PipelineError, toPipelineError } from "@datamantri/runtime";

import type { Destinations } from "../services/loader/src/connect/destinations.ts";
import { lockLedgerRun } from "../services/loader/src/ledger/ledger.ts";
import {
  asFinalized,
  publishFinalized,
  toUnknownOutcome,
  type Finalized,
} from "../services/loader/src/messages/finalized.ts";
import { finalizeRun, onFinalizeRun, settleRun } from "../services/loader/src/messages/on-finalize-run.ts";
import type { OnFinalizeRun } from "./services/loader.ts";

/** S1: the error of a connection is believed, although the ledger has not answered. */
export const believesErrors: OnFinalizeRun = finalizingBy(async (destinations, task) => {
  try {
    return await settleRun(destinations, task);
  } catch (error) {
    const { cause } = toPipelineError(error);
    throw cause instanceof PipelineError && !cause.isRetryable ? cause : error;
  }
});

/** S2: the ledger is asked, and a failed run is not fenced there. */
export const doesNotFence: OnFinalizeRun = finalizingBy(async (destinations, task) => {
  try {
    return await finalizeRun(destinations, task);
  } catch (error) {
    const failure = toPipelineError(error);
    if (failure.isRetryable) throw failure;
    const run = await destinations
      .inTransaction(task.runId, (client) => lockLedgerRun(client, task.runId))
      .catch((cause: unknown) => {
        throw toUnknownOutcome(cause);
      });
    if (run?.state === "finalized") return asFinalized(run, []);
    throw failure;
  }
});

function finalizingBy(
  settle: (destinations: Destinations, task: Message<"FinalizeRun">) => Promise<Finalized>,
): OnFinalizeRun {
  return (bus, destinations, report) => ({
    ...onFinalizeRun(bus, destinations, report),
    async handle(task, { signal }) {
      await publishFinalized(bus, task, await settle(destinations, task), signal);
    },
  });
}
