import type { ApiHandlers } from "@datamantri/bus";
import type { SystemApi } from "@datamantri/contracts";
import { remember } from "@datamantri/runtime";

import type { AuditAnchors } from "../audit/audit-anchors.ts";
import type { Db } from "../database/open-database.ts";
import { readHistory } from "../system/read-history.ts";
import { readPresent } from "../system/read-present.ts";

/** How long a count of seven days of runs is reused: the more runs, the longer a count takes. */
const historyMs = 10_000;
const historyShare = 0.05;

async function readRolledBackAt(db: Db): Promise<string | null> {
  const { rolled_back_at } = await db.selectFrom("generation").select("rolled_back_at").executeTakeFirstOrThrow();
  return rolled_back_at?.toISOString() ?? null;
}

/** Answers requests about the state of the system. */
export function answerSystemRequests(
  db: Db,
  anchors: AuditAnchors,
  pingDatabase: () => Promise<void>,
): ApiHandlers<SystemApi> {
  const history = remember(historyMs, () => readHistory(db), historyShare);
  return {
    "system.ping": async () => {
      await pingDatabase();
      return {};
    },
    "system.read": async () => {
      const [present, past, rolled_back_at] = await Promise.all([readPresent(db), history(), readRolledBackAt(db)]);
      return { ...present, ...past, audit: anchors.broken, rolled_back_at };
    },
  };
}
