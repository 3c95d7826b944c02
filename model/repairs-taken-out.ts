/** Versions of parts of the product without a repair, as they were before it: the model must find what they break. */
import type { Message } from "@datamantri/contracts";
import { toPipelineError } from "@datamantri/runtime";

import type { Destinations } from "../services/loader/src/connect/destinations.ts";
import { lockLedgerRun } from "../services/loader/src/ledger/ledger.ts";
import {
  asFinalized,
  publishFinalized,
  toUnknownOutcome,
  type Finalized,
} from "../services/loader/src/messages/finalized.ts";
import { finalizeRun, onFinalizeRun } from "../services/loader/src/messages/on-finalize-run.ts";
import type { OnFinalizeRun } from "./services/loader.ts";

/** S1: an error is believed before the ledger was asked. */
export const believesErrors: OnFinalizeRun = finalizingBy(finalizeRun);

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
    if (run?.state === "finalized") return asFinalized(run);
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
