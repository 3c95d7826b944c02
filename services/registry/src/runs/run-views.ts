import { sql } from "kysely";

import type { RunView } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import { toStatus } from "./run-state.ts";
import type { Run } from "./tasks.ts";

/** Lines of the log that a view carries at most; the oldest are left out. */
const maxLogLines = 200;

/** Newest first. @throws PipelineError `not_found` for an unknown pipeline. */
export async function listRuns(db: Db, pipelineId: string, limit: number): Promise<readonly RunView[]> {
  const pipeline = await db.selectFrom("pipelines").select("id").where("id", "=", pipelineId).executeTakeFirst();
  if (!pipeline) throw new PipelineError("not_found", `no pipeline has the id ${pipelineId}`);
  const rows = await selectRuns(db)
    .where("runs.pipeline_id", "=", pipelineId)
    .orderBy("runs.created_at", "desc")
    .orderBy("runs.id")
    .limit(limit)
    .execute();
  return rows.map(toRunView);
}

/** @throws PipelineError `not_found` */
export async function getRun(db: Db, id: string): Promise<RunView> {
  const row = await selectRuns(db).where("runs.id", "=", id).executeTakeFirst();
  if (!row) throw new PipelineError("not_found", `no run has the id ${id}`);
  return toRunView(row);
}

function selectRuns(db: Db) {
  const log = sql<string>`(
    select coalesce(string_agg(to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || message, E'\n' order by id), '')
    from (select * from run_events where run_id = runs.id order by id desc limit ${maxLogLines}) as lines
  )`;
  return db.selectFrom("runs").selectAll("runs").select(log.as("log"));
}

function toRunView(run: Run & { readonly log: string }): RunView {
  return {
    id: run.id,
    pipeline_id: run.pipeline_id,
    status: toStatus(run.state),
    start_time: run.created_at.toISOString(),
    end_time: run.ended_at?.toISOString() ?? null,
    triggered_by: run.triggered_by,
    records_processed: run.loaded_row_count,
    error_message: run.error_message,
    log: run.log,
    records_total: run.row_count,
    bytes_estimated: run.bytes_estimated,
    bytes_billed: run.bytes_billed,
    cost_usd: run.cost_usd,
    phase: run.state,
    error_code: run.error_code,
    waiting_reason: run.waiting_reason,
    range: run.range,
    scheduled_for: run.scheduled_for?.toISOString() ?? null,
  };
}
