/** Counts of the registry's current work. */
import { sql } from "kysely";

import { summarizeSchedules, type RegistryReport } from "@datamantri/contracts";
import type { SystemWait } from "@datamantri/api";

import type { Db } from "../database/open-database.ts";
import { listSchedules } from "../pipelines/pipelines.ts";

export type Present = Pick<RegistryReport, "outbox" | "open_runs" | "schedules">;

const outbox = sql<{ waiting: number; oldest_at: Date | null }>`
  select count(*) as waiting, min(created_at) as oldest_at from outbox
`;

const openRuns = sql<{ queued: number; running: number; rows_loaded: number }>`
  select
    count(*) filter (where state = 'queued') as queued,
    count(*) filter (where state <> 'queued') as running,
    coalesce(sum(loaded_row_count), 0)::bigint as rows_loaded
  from runs
  where ended_at is null
`;

/** Runs that wait for the same reason have the same text up to the time of their next try (describeDelayed). */
const waits = sql<SystemWait>`
  select
    regexp_replace(runs.waiting_reason, ', next try in \\d+ s$', '') as reason,
    runs.waiting_code as error_code,
    count(*) as runs,
    (array_agg(runs.id order by runs.created_at))[1] as run_id,
    (array_agg(pipelines.name order by runs.created_at))[1] as pipeline_name
  from runs join pipelines on pipelines.id = runs.pipeline_id
  where runs.ended_at is null and runs.waiting_reason is not null
  group by 1, 2
  order by 3 desc, 1
  limit 20
`;

export async function readPresent(db: Db): Promise<Present> {
  const [waiting, open, reasons, schedules] = await Promise.all([
    outbox.execute(db),
    openRuns.execute(db),
    waits.execute(db),
    listSchedules(db),
  ]);
  const { waiting: count, oldest_at } = waiting.rows[0]!;
  return {
    outbox: { waiting: count, oldest_at: oldest_at?.toISOString() ?? null },
    open_runs: { ...open.rows[0]!, waits: reasons.rows },
    schedules: summarizeSchedules(schedules),
  };
}
