import { Slots, type ApiHandlers } from "@datamantri/bus";
import type { LoaderApi } from "@datamantri/contracts";
import type { EgressGuard } from "@datamantri/runtime";

import { browseDestination } from "./inspect/browse-destination.ts";
import { checkDestination } from "./inspect/check-destination.ts";
import type { Destinations } from "./connect/destinations.ts";
import { readProgress } from "./ledger/followed-run.ts";
import { countRejects, listRejectReasons } from "./rejects/rejects.ts";
import { checkLeft } from "./target/check-left.ts";
import { targetTable } from "./target/target-table.ts";
import type { ResolveDestination } from "./connect/resolve-destination.ts";

/** Each check waits for a remote server, not for CPU; further ones wait for a slot. */
const checkSlots = 8;

/** Answers the gateway's requests: checks and listings of destinations, and rejects of runs. */
export function answerRequests(
  destinations: Destinations,
  resolve: ResolveDestination,
  guard: EgressGuard,
): ApiHandlers<LoaderApi> {
  const slots = new Slots(checkSlots);
  const inSlot = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    await slots.acquire();
    try {
      return await work();
    } finally {
      slots.release();
    }
  };
  return {
    check_destination: ({ timeout_ms, target, ...asked }) =>
      inSlot(async () => checkDestination({ ...(await resolve(asked)), timeout_ms, guard, target })),
    browse_destination: ({ schema, table, timeout_ms, ...asked }) =>
      inSlot(async () => browseDestination({ ...(await resolve(asked)), timeout_ms, guard }, { schema, table })),
    check_left: ({ run_id: runId, pipeline_id: pipelineId, follows_run_id: followsRunId = "" }) =>
      inSlot(() =>
        destinations.inTransaction(runId, (client, target) =>
          checkLeft(client, { runId, pipelineId, followsRunId }, target),
        ),
      ),
    read_progress: ({ run_id, pipeline_id }) =>
      inSlot(() =>
        destinations.inTransaction(run_id, (client, { config }) =>
          readProgress(client, pipeline_id, targetTable(config)),
        ),
      ),
    "rejects.list": ({ run_id }) =>
      inSlot(() =>
        destinations.inTransaction(run_id, async (client, { config }) => ({
          run_id,
          rejected_count: await countRejects(client, run_id),
          kept_in: `datamantri.rejects of ${config.host}:${config.port}/${config.database}`,
          reasons: await listRejectReasons(client, run_id),
        })),
      ),
  };
}
