import { Slots, type ApiHandlers } from "@datamantri/bus";
import type { LoaderApi } from "@datamantri/contracts";

import { checkDestination } from "./postgres/check-destination.ts";
import type { Destinations } from "./postgres/destinations.ts";
import { countRejects, listRejectReasons } from "./postgres/rejects.ts";

/** Each waits for somebody's server, not for us; more of them wait for a slot. */
const checkSlots = 8;

/** What the gateway may ask of a run's destination, and of one that is to be used. */
export function answerRequests(destinations: Destinations): ApiHandlers<LoaderApi> {
  const slots = new Slots(checkSlots);
  return {
    check_destination: async (request) => {
      await slots.acquire();
      try {
        return await checkDestination(request);
      } finally {
        slots.release();
      }
    },
    "rejects.list": ({ run_id }) =>
      destinations.inTransaction(run_id, async (client, { config }) => ({
        run_id,
        rejected_count: await countRejects(client, run_id),
        kept_in: `datamantri.rejects of ${config.host}:${config.port}/${config.database}`,
        reasons: await listRejectReasons(client, run_id),
      })),
  };
}
