import { sql } from "kysely";

import type { Db } from "../database/open-database.ts";

/** Kept for each stream: enough to see that it is running. */
const keptIdleRuns = 100;

/**
 * Deletes skipped runs of streams beyond the latest ones. A stream may check every second for a year, and its real runs
 * would be hard to find. Runs that moved rows or failed stay.
 */
export async function forgetIdleRuns(db: Db): Promise<void> {
  await sql`
    delete from runs
    where id in (
      select id
      from (
        select id, row_number() over (partition by pipeline_id order by created_at desc, id) as rank
        from runs
        where state = 'skipped' and mode = 'stream'
      ) as idle
      where rank > ${keptIdleRuns}
    )
  `.execute(db);
}
