import { sql } from "kysely";

import type { Db } from "../database/open-database.ts";

/** Of each stream: enough to see that it is alive. */
const keptIdleRuns = 100;

/**
 * Deletes the skipped runs of streams beyond the latest: a stream may look every second for a year, and what it did
 * would be lost among what it did not. Runs that moved rows or failed stay.
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
