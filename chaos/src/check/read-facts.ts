/** Reads what a checker compares, past all proxies. */
import { stagingTableName } from "@datamantri/contracts";

import type { ChaosPipeline } from "../workload/pipeline.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import type { EventFact } from "./check-events.ts";
import type { LedgerFact, RunFact, TargetRow } from "./facts.ts";

const runs = `
  select
    id, pipeline_id as "pipelineId", state, error_code as "errorCode", error_message as "errorMessage",
    extract(epoch from created_at)::float8 * 1000 as "createdMs", extract(epoch from ended_at)::float8 * 1000 as "endedMs",
    extract(epoch from scheduled_for)::float8 * 1000 as "scheduledForMs", retry_of as "retryOf", undo_of as "undoOf",
    resumed_row_count is not null as "isResumed", resumable_until is not null as "isResumable",
    rejected_row_count::int as "rejectedCount", replayed_row_count::int as "replayedCount"
  from runs
  where pipeline_id = any ($1::uuid[])
  order by coalesce(ended_at, now()), created_at
`;

const ledger = `
  select
    run_id as "runId", pipeline_id as "pipelineId", state, row_count::int as "rowCount", failure is not null as "hasFailure",
    (select count(*)::int from datamantri.batches where batches.run_id = runs.run_id) as "batchCount"
  from datamantri.runs
  where pipeline_id = any ($1::uuid[])
`;

const events = `
  select run_id as "runId", name, event_id as "eventId"
  from run_events
  where run_id in (select id from runs where pipeline_id = any ($1::uuid[]))
  order by id
`;

/** In the order in which they ended. */
export function readRuns(world: World, pipelineIds: readonly string[]): Promise<RunFact[]> {
  return query<RunFact>(world.metadataUrl, runs, [pipelineIds]);
}

export async function readLedger(world: World, pipelineIds: readonly string[]): Promise<LedgerFact[]> {
  if (!(await exists(world, "datamantri.runs"))) return [];
  return query<LedgerFact>(world.destinationUrl, ledger, [pipelineIds]);
}

export function readEventFacts(world: World, pipelineIds: readonly string[]): Promise<EventFact[]> {
  return query<EventFact>(world.metadataUrl, events, [pipelineIds]);
}

export async function readTarget(world: World, { target, shape }: ChaosPipeline): Promise<TargetRow[]> {
  if (!(await exists(world, target))) return [];
  const isCurrent = shape.writeMode === "history" ? "valid_to is null" : "true";
  const payload = `case when length(p) > 64 then md5(p) || ':' || length(p) else p end`;
  return query<TargetRow>(
    world.destinationUrl,
    `select id::int, v::int as version, ${payload} as payload, ${isCurrent} as "isCurrent" from ${target}`,
  );
}

/** Staging tables by run, of all pipelines. */
export async function readStagingTables(world: World): Promise<string[]> {
  const rows = await query<{ name: string }>(
    world.destinationUrl,
    `select tablename as name from pg_tables where schemaname = 'datamantri' and tablename like 'staging%'`,
  );
  return rows.map(({ name }) => name);
}

export function stagingOf(runId: string): string {
  return stagingTableName(runId);
}

async function exists(world: World, table: string): Promise<boolean> {
  const [row] = await query<{ is: boolean }>(world.destinationUrl, `select to_regclass($1) is not null as is`, [table]);
  return row!.is;
}
