/** Statistics from the runs of the last days: rows moved, failures, and the state of the servers. */
import { sql } from "kysely";

import type { SystemErrorCount, SystemHour, SystemServer } from "@datamantri/api";
import type { ErrorCode } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";

export interface History {
  readonly throughput: readonly SystemHour[];
  readonly errors: readonly SystemErrorCount[];
  readonly sources: readonly SystemServer[];
  readonly destinations: readonly SystemServer[];
}

/** Includes hours without a run. Runs that found nothing new do not count: streams have thousands of them. */
const throughput = sql<Omit<SystemHour, "hour"> & { hour: Date }>`
  select
    hours.hour,
    count(runs.id) as runs,
    count(runs.id) filter (where runs.state = 'failed') as failed,
    coalesce(sum(runs.loaded_row_count), 0)::bigint as rows_loaded,
    coalesce(sum(runs.bytes_billed), 0)::bigint as bytes_billed
  from generate_series(
    date_trunc('hour', now(), 'UTC') - interval '23 hours', date_trunc('hour', now(), 'UTC'), interval '1 hour'
  ) as hours (hour)
  left join runs
    on runs.ended_at >= hours.hour and runs.ended_at < hours.hour + interval '1 hour' and runs.state <> 'skipped'
  group by hours.hour
  order by hours.hour
`;

const errors = sql<Omit<SystemErrorCount, "hour"> & { hour: Date }>`
  select date_trunc('hour', ended_at, 'UTC') as hour, coalesce(error_code, 'internal') as error_code, count(*) as runs
  from runs
  where ended_at >= now() - interval '7 days' and state = 'failed'
  group by 1, 2
  order by 1, 2
`;

/** Groups runs between two servers with the same outcome or the same reason to wait. */
interface Ending {
  readonly source: string;
  readonly destination: string;
  readonly outcome: "success" | "skipped" | "failed" | "waiting";
  readonly error_code: string | null;
  readonly last_at: Date;
  readonly runs: number;
  /** Within the last 24 hours, like the next field. */
  readonly recent: number;
  readonly rows_loaded: number;
}

/** Includes open runs that wait. A cancelled run says nothing about a server. */
const endings = sql<Ending>`
  select
    source_name as source,
    destination_name as destination,
    case when ended_at is null then 'waiting' when state = 'abandoned' then 'cancelled' else state end as outcome,
    case when ended_at is null then waiting_code else error_code end as error_code,
    max(coalesce(ended_at, progress_at)) as last_at,
    count(*) as runs,
    count(*) filter (where ended_at >= now() - interval '24 hours') as recent,
    coalesce(sum(loaded_row_count) filter (where ended_at >= now() - interval '24 hours'), 0)::bigint as rows_loaded
  from runs
  where
    (ended_at >= now() - interval '7 days' or (ended_at is null and waiting_reason is not null))
    and state <> 'cancelled'
  group by 1, 2, 3, 4
`;

/** Errors of the server itself, not of a pipeline's request: a wrong table is not the server's fault. */
const sourceFaults: ReadonlySet<string> = new Set<ErrorCode>([
  "source_credentials_invalid",
  "source_rate_limited",
  "source_unavailable",
  "source_response_invalid",
]);
const destinationFaults: ReadonlySet<string> = new Set<ErrorCode>([
  "sink_unreachable",
  "sink_credentials_invalid",
  "sink_tls_failed",
  "sink_full",
  "sink_read_only",
  "sink_busy",
]);

export async function readHistory(db: Db): Promise<History> {
  const [hours, failures, { rows }] = await Promise.all([
    throughput.execute(db),
    errors.execute(db),
    endings.execute(db),
  ]);
  // A skipped run did not connect to its destination.
  const written = rows.filter(({ outcome }) => outcome !== "skipped");
  return {
    throughput: hours.rows.map((row) => ({ ...row, hour: row.hour.toISOString() })),
    errors: failures.rows.map((row) => ({ ...row, hour: row.hour.toISOString() })),
    sources: toServers(
      Map.groupBy(rows, ({ source }) => source),
      sourceFaults,
    ),
    destinations: toServers(
      Map.groupBy(written, ({ destination }) => destination),
      destinationFaults,
    ),
  };
}

/** By name. */
function toServers(all: ReadonlyMap<string, readonly Ending[]>, faults: ReadonlySet<string>): SystemServer[] {
  const places = [...all].map(([name, own]): SystemServer => {
    const success = latest(own.filter(({ outcome }) => outcome === "success" || outcome === "skipped"));
    const ownFailures = own.filter(({ error_code }) => error_code !== null && faults.has(error_code));
    const failure = latest(ownFailures.filter(({ outcome }) => outcome === "failed"));
    const waiting = ownFailures.filter(({ outcome }) => outcome === "waiting");
    const isFailing = waiting.length > 0 || (failure && (!success || failure.last_at > success.last_at));
    return {
      name,
      state: isFailing ? "failing" : success ? "working" : "unknown",
      last_success_at: success?.last_at.toISOString() ?? null,
      last_failure_at: failure?.last_at.toISOString() ?? null,
      last_error_code: (latest(waiting) ?? failure)?.error_code ?? null,
      waiting: sum(waiting, ({ runs }) => runs),
      runs: sum(own, ({ recent }) => recent),
      failed: sum(own, ({ outcome, recent }) => (outcome === "failed" ? recent : 0)),
      rows_loaded: sum(own, ({ rows_loaded }) => rows_loaded),
    };
  });
  return places.toSorted((a, b) => a.name.localeCompare(b.name));
}

function latest(own: readonly Ending[]): Ending | undefined {
  return own.toSorted((a, b) => b.last_at.getTime() - a.last_at.getTime())[0];
}

function sum(own: readonly Ending[], of: (ending: Ending) => number): number {
  return own.reduce((total, ending) => total + of(ending), 0);
}
