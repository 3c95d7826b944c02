import type { ApiHandlers } from "@datamantri/bus";
import type { LoaderApi } from "@datamantri/contracts";

import type { Destinations } from "./postgres/destinations.ts";
import { countRejects, listRejectReasons } from "./postgres/rejects.ts";

/** What the gateway may ask of a run's destination. */
export function answerRequests(destinations: Destinations): ApiHandlers<LoaderApi> {
  return {
    "rejects.list": ({ run_id }) =>
      destinations.inTransaction(run_id, async (client, { config }) => ({
        run_id,
        rejected_count: await countRejects(client, run_id),
        kept_in: `datamantri.rejects of ${config.host}:${config.port}/${config.database}`,
        reasons: await listRejectReasons(client, run_id),
      })),
  };
}
