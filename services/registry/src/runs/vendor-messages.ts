/**
 * Stores the last verbatim message of BigQuery or PostgreSQL about a run. It may quote rows, so it is for editors only.
 */
import { sql } from "kysely";

import type { SecretsApi } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";

/** What is said when an ended run is discarded does not replace why it failed. */
const discard = "discard";

/** The last one counts; null removes it. One of a run that is unknown is dropped. */
export async function putVendorMessage(
  db: Db,
  { run_id, step, message }: SecretsApi["runs.vendor_message"][0],
): Promise<void> {
  if (message === null) {
    const stored = db.deleteFrom("run_vendor_messages").where("run_id", "=", run_id);
    await (step === discard ? stored.where("step", "=", discard) : stored).execute();
    return;
  }
  await sql`
    insert into run_vendor_messages (run_id, step, message)
    select id, ${step}, ${message} from runs where id = ${run_id}
    on conflict (run_id) do update set step = excluded.step, message = excluded.message, received_at = now()
    where excluded.step <> ${discard} or run_vendor_messages.step = ${discard}
  `.execute(db);
}

/** Null if there is none. */
export async function getVendorMessage(db: Db, runId: string): Promise<string | null> {
  const row = await db
    .selectFrom("run_vendor_messages")
    .select(["step", "message"])
    .where("run_id", "=", runId)
    .executeTakeFirst();
  return row === undefined ? null : `${row.step}: ${row.message}`;
}
