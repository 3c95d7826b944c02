/**
 * Pipelines that live as long as their stack: registries look for missed due times once a minute, so only these are old enough
 * to be judged. One for each way to catch up.
 */
import { SandboxDataset } from "@datamantri/testkit";

import { checkSchedule, type OccurrenceFact } from "../check/check-schedule.ts";
import type { Finding } from "../check/findings.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";

const everyMs = 10_000;
const cron = "*/10 * * * * *";

/** A missed time is found after a minute, by a check every minute, from a registry that may have been away. */
const judgedAfterMs = 150_000;

const policies = ["none", "last", "all"] as const;

/** In one statement: a record and its run are committed together, while we look. */
const read = `
  select
    extract(epoch from scheduled_since)::float8 * 1000 as "sinceMs",
    array(
      select json_build_object(
        'scheduledForMs', extract(epoch from scheduled_for)::float8 * 1000, 'status', status, 'reason', reason
      )
      from occurrences
      where pipeline_id = pipelines.id
    ) as occurrences,
    array(
      select extract(epoch from scheduled_for)::float8 * 1000
      from runs
      where pipeline_id = pipelines.id and scheduled_for is not null
    ) as "runsFor"
  from pipelines
  where id = $1
`;

interface ScheduleRow {
  readonly sinceMs: number;
  readonly occurrences: readonly OccurrenceFact[];
  readonly runsFor: readonly number[];
}

export class StandingSchedules {
  readonly #pipelines: readonly { readonly id: string; readonly name: string }[];

  private constructor(pipelines: readonly { readonly id: string; readonly name: string }[]) {
    this.#pipelines = pipelines;
  }

  static async create(world: World): Promise<StandingSchedules> {
    const dataset = await SandboxDataset.create(world.bigqueryUrl);
    const source = await dataset.createTable({ name: "standing", schema: { id: "INT64" }, rows: [{ id: 1 }] });
    const pipelines = await Promise.all(
      policies.map(async (policy) => {
        const name = `standing_${policy}`;
        const pipeline = {
          name,
          source_type: "bigquery",
          source_config: { ...source, api_endpoint: world.apiEndpoint },
          destination_type: "postgres",
          destination_config: { ...world.warehouse, schema: "public", table: name },
          mode: "replace",
          schedule: cron,
          ...(policy === "none" ? {} : { catch_up: { policy, window_seconds: 3_600 } }),
        };
        const { id } = await world.client.post<{ id: string }>("/api/v1/pipelines", pipeline, name);
        return { id, name };
      }),
    );
    return new StandingSchedules(pipelines);
  }

  /** @returns what is wrong with the due times that are old enough, and how many these are. */
  async check({ metadataUrl }: World): Promise<{ readonly findings: readonly Finding[]; readonly judged: number }> {
    const findings: Finding[] = [];
    let judged = 0;
    const nowMs = Date.now();
    for (const { id, name } of this.#pipelines) {
      const [row] = await query<ScheduleRow>(metadataUrl, read, [id]);
      const { sinceMs, occurrences, runsFor } = row!;
      const dueFromMs = sinceMs + 1;
      const dueUntilMs = nowMs - judgedAfterMs;
      judged += Math.max(0, Math.floor((dueUntilMs - dueFromMs) / everyMs));
      findings.push(...checkSchedule({ name, occurrences, runsFor, everyMs, dueFromMs, dueUntilMs }, nowMs));
    }
    return { findings, judged };
  }
}
