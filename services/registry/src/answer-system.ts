import type { ApiHandlers } from "@datamantri/bus";
import type { SystemApi } from "@datamantri/contracts";
import { remember } from "@datamantri/runtime";

import type { Db } from "./database/open-database.ts";
import { readHistory } from "./system/read-history.ts";
import { readPresent } from "./system/read-present.ts";

/** Seven days of runs are not counted anew for every page that looks. */
const historyMs = 10_000;

/** What the gateway may ask about the registry itself. */
export function answerSystemRequests(db: Db): ApiHandlers<SystemApi> {
  const history = remember(historyMs, () => readHistory(db));
  return {
    "system.read": async () => {
      const [present, past] = await Promise.all([readPresent(db), history()]);
      return { ...present, ...past };
    },
  };
}
