/** Which run each run follows: see migrations/0015-followed-runs.sql. */
import { sql } from "kysely";

import { noRunBefore } from "@datamantri/contracts";
import type { RunConfiguration } from "@datamantri/api";

import type { Tx } from "../database/open-database.ts";
import type { Run } from "./run.ts";

/** What is known of a pipeline. */
interface Known {
  readonly pipeline_id: string;
  readonly accepted_over: string | null;
  readonly accepted_run_id: string | null;
  /** The pipeline's last successful run, and its configuration; null if it has none. */
  readonly id: string | null;
  readonly configuration: RunConfiguration | null;
}

/**
 * From the runs and not from a column of the pipeline: registries of the version before end runs, too. The clock may have gone
 * back, as with a promoted standby: of the newest runs it is one that no other follows.
 */
const readKnown = (pipelineIds: readonly string[]) => sql<Known>`
  select pipelines.id as pipeline_id, accepted_over, accepted_run_id, last.id, last.configuration
  from pipelines
  left join lateral (
    with newest as (
      select id, ended_at, configuration, follows_run_id from runs
      where pipeline_id = pipelines.id and state = 'success'
      order by ended_at desc
      limit 20
    )
    select id, configuration from newest
    order by exists (select from newest as later where later.follows_run_id = newest.id), ended_at desc
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

function followedBy(run: Run, { id, configuration, accepted_over, accepted_run_id }: Known): string | null {
  // No run has succeeded since.
  if (accepted_over !== null && accepted_over === (id ?? noRunBefore)) return accepted_run_id ?? noRunBefore;
  if (id === null) return noRunBefore;
  return ledgerOf(configuration!) === ledgerOf(run.configuration) ? id : null;
}

/** Names the ledger: there is one in each database, whatever tables a pipeline reads and writes. */
export function ledgerOf({ destination_config: { host, port, database } }: RunConfiguration): string {
  return JSON.stringify([host, port, database]);
}

/** @returns the pipeline's last successful run; `noRunBefore` for none. */
export async function findLastSuccess(tx: Tx, pipelineId: string): Promise<string> {
  const { rows } = await readKnown([pipelineId]).execute(tx);
  return rows[0]?.id ?? noRunBefore;
}
