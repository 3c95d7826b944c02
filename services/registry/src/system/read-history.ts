/** What the runs of the last days say about the product: how much it moved, what failed, which servers do their part. */
import { sql } from "kysely";

import type { SystemErrorCount, SystemHour, SystemPlace } from "@datamantri/contracts";
import { errorPolicies, type ErrorCode, type Party } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { RunState } from "../runs/run-state.ts";

export interface History {
  readonly throughput: readonly SystemHour[];
  readonly errors: readonly SystemErrorCount[];
  readonly sources: readonly SystemPlace[];
  readonly destinations: readonly SystemPlace[];
}

/** Hours without a run too. A run that found nothing new is none here: streams have thousands of them. */
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

/** The runs of one place that ended alike. */
export interface Ending {
  readonly name: string;
  readonly state: RunState;
  readonly error_code: string | null;
  readonly last_at: Date;
  /** Within the last 24 hours, as the others. */
  readonly runs: number;
  readonly rows_loaded: number;
}

const endingColumns = sql`
  state,
  error_code,
  max(ended_at) as last_at,
  count(*) filter (where ended_at >= now() - interval '24 hours') as runs,
  coalesce(sum(loaded_row_count) filter (where ended_at >= now() - interval '24 hours'), 0)::bigint as rows_loaded
`;

const destinationEndings = sql<Ending>`
  select
    concat(destination_config ->> 'host', ':', destination_config ->> 'port', '/', destination_config ->> 'database') as name,
    ${endingColumns}
  from runs
  where ended_at >= now() - interval '7 days' and state not in ('cancelled', 'skipped')
  group by name, state, error_code
`;

const sourceEndings = sql<Ending>`
  select source_config ->> 'project' as name, ${endingColumns}
  from runs
  where ended_at >= now() - interval '7 days' and state <> 'cancelled'
  group by name, state, error_code
`;

export async function readHistory(db: Db): Promise<History> {
  const [hours, failures, sources, destinations] = await Promise.all([
    throughput.execute(db),
    errors.execute(db),
    sourceEndings.execute(db),
    destinationEndings.execute(db),
  ]);
  return {
    throughput: hours.rows.map((row) => ({ ...row, hour: row.hour.toISOString() })),
    errors: failures.rows.map((row) => ({ ...row, hour: row.hour.toISOString() })),
    sources: toPlaces(sources.rows, "source"),
    destinations: toPlaces(destinations.rows, "sink"),
  };
}

/**
 * By name. A run that failed for another reason says nothing about the place.
 *
 * @param party that the place is: errors of others are not its fault.
 */
export function toPlaces(endings: readonly Ending[], party: Party): SystemPlace[] {
  const places = [...Map.groupBy(endings, ({ name }) => name)].map(([name, own]): SystemPlace => {
    const success = latest(own.filter(({ state }) => state !== "failed"));
    const failure = latest(own.filter(({ error_code }) => partyOf(error_code) === party));
    const sum = (of: (ending: Ending) => number) => own.reduce((total, ending) => total + of(ending), 0);
    return {
      name,
      state: failure && (!success || failure.last_at > success.last_at) ? "failing" : success ? "working" : "unknown",
      last_success_at: success?.last_at.toISOString() ?? null,
      last_failure_at: failure?.last_at.toISOString() ?? null,
      last_error_code: failure?.error_code ?? null,
      runs: sum(({ runs }) => runs),
      failed: sum(({ state, runs }) => (state === "failed" ? runs : 0)),
      rows_loaded: sum(({ rows_loaded }) => rows_loaded),
    };
  });
  return places.toSorted((a, b) => a.name.localeCompare(b.name));
}

function latest(endings: readonly Ending[]): Ending | undefined {
  return endings.toSorted((a, b) => b.last_at.getTime() - a.last_at.getTime())[0];
}

function partyOf(code: string | null): Party | undefined {
  return code !== null && Object.hasOwn(errorPolicies, code) ? errorPolicies[code as ErrorCode].party : undefined;
}
