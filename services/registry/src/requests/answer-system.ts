import type { ApiHandlers } from "@datamantri/bus";
import type { SystemApi } from "@datamantri/contracts";
import { remember } from "@datamantri/runtime";

import type { AuditAnchors } from "../audit/audit-anchors.ts";
import type { Db } from "../database/open-database.ts";
import { readHistory } from "../system/read-history.ts";
import { readPresent } from "../system/read-present.ts";

/** Seven days of runs are not counted for every request; the more there are, the less often. */
const historyMs = 10_000;
const historyShare = 0.05;

/** The registry's answers about itself. */
export function answerSystemRequests(db: Db, anchors: AuditAnchors): ApiHandlers<SystemApi> {
  const history = remember(historyMs, () => readHistory(db), historyShare);
  return {
    "system.read": async () => {
      const [present, past] = await Promise.all([readPresent(db), history()]);
      return { ...present, ...past, audit: anchors.broken };
    },
  };
}
