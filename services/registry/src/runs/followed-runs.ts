/** Which run each run follows: see migrations/0015-followed-runs.sql. */
import { sql } from "kysely";

import { noRunBefore } from "@datamantri/contracts";
import type { RunConfiguration } from "@datamantri/api";

import type { Tx } from "../database/open-database.ts";
import type { Run } from "./run.ts";
import { changesEndpoints } from "./same-work.ts";

/** What is known of a pipeline. */
interface Known {
  readonly pipeline_id: string;
  readonly accepted_at: Date | null;
  readonly accepted_run_id: string | null;
  /** Of its last successful run; null for none. */
  readonly id: string | null;
  readonly ended_at: Date | null;
  readonly configuration: RunConfiguration | null;
}

/** From the runs and not from a column of the pipeline: registries of the version before end runs, too. */
const readKnown = (pipelineIds: readonly string[]) => sql<Known>`
  select pipelines.id as pipeline_id, accepted_at, accepted_run_id, last.id, last.ended_at, last.configuration
  from pipelines
  left join lateral (
    select id, ended_at, configuration from runs
    where pipeline_id = pipelines.id and state = 'success'
    order by ended_at desc
    limit 1
  ) as last on true
  where pipelines.id = any(${pipelineIds})
`;

/** @returns the followed run of each, in the same order; null if that is not to be compared. */
export async function findFollowed(tx: Tx, runs: readonly Run[]): Promise<(string | null)[]> {
  const { rows } = await readKnown(runs.map(({ pipeline_id }) => pipeline_id)).execute(tx);
  const known = new Map(rows.map((row) => [row.pipeline_id, row]));
  return runs.map((run) => followedBy(run, known.get(run.pipeline_id)!));
}

function followedBy(run: Run, { id, ended_at, configuration, accepted_at, accepted_run_id }: Known): string | null {
  if (accepted_at !== null && (ended_at === null || ended_at <= accepted_at)) return accepted_run_id;
  if (id === null) return noRunBefore;
  return changesEndpoints(configuration!, run.configuration) ? null : id;
}
