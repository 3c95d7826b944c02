import { sql } from "kysely";

import type { Db, Tx } from "./open-database.ts";

/** By the database's clock. */
export async function readNow(db: Db | Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]!.now;
}
