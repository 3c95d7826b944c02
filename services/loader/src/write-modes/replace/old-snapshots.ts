import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

/** Most transactions end in milliseconds; a longer one may last for hours. */
const patienceMs = 5_000;
const pauseMs = 250;

const staged = "datamantri.batches where run_id = $1";

/** The rows were committed before, or with, the entry of the run that replaced them. */
const restored = "datamantri.previous_states where run_id = $1";

/**
 * The session in this database with the oldest snapshot that may miss rows of the run: the batches' own transactions
 * are newer than it. Every user can read xmin, also of others' sessions.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW
 */
const findOlder = (rows: string) => `
  select pid, usename as user
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and age(backend_xmin) >= (select min(age(xmin)) from ${rows})
  order by age(backend_xmin) desc
  limit 1
`;

/**
 * Waits until every snapshot sees all rows of the staging table. A reader with an older one that opens the target after
 * a swap would find some of its rows, or none. Later snapshots see all: the batches were committed before.
 *
 * @param restores the run whose former rows are staged, for an undo.
 * @throws PipelineError `sink_busy` when one stays.
 */
export async function awaitOldSnapshots(client: pg.PoolClient, runId: string, restores: string | null): Promise<void> {
  const query = findOlder(restores === null ? staged : restored);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    // Within a transaction PostgreSQL caches the list of sessions from the first query.
    await client.query("select pg_stat_clear_snapshot()");
    const { rows } = await client.query<{ pid: number; user: string }>(query, [restores ?? runId]);
    const [older] = rows;
    if (!older) return;
    if (performance.now() > deadline) {
      const reason = `a transaction of session ${older.pid} (user "${older.user}") is older than the run's rows`;
      throw new PipelineError("sink_busy", reason);
    }
    await sleep(pauseMs);
  }
}
