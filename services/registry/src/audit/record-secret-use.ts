import type { Db } from "../database/open-database.ts";
import type { AuditLog } from "./audit-log.ts";

/** The service that requests each side's secret. */
const askers = { source: "extractor", destination: "loader" } as const;

/**
 * Records that a worker received a run's secrets. Recorded once for each run and side, because workers request them for
 * every split.
 */
export async function recordSecretUse(
  db: Db,
  audit: AuditLog,
  runId: string,
  side: keyof typeof askers,
): Promise<void> {
  const action = `secrets.${side}_used`;
  if (await isRecorded(db, runId, action)) return;
  await db.transaction().execute(async (tx) => {
    await tx.selectFrom("audit_head").select("sequence").forUpdate().execute();
    if (await isRecorded(tx, runId, action)) return;
    const actor = { kind: "service", id: null, name: askers[side] } as const;
    const event = { action, outcome: "succeeded", object: runId, facts: {} } as const;
    await audit.add(tx, { actor, address: null, request_id: null }, event);
  });
}

async function isRecorded(db: Db, object: string, action: string): Promise<boolean> {
  const entry = await db
    .selectFrom("audit_log")
    .select("sequence")
    .where("object", "=", object)
    .where("action", "=", action)
    .executeTakeFirst();
  return entry !== undefined;
}
