import { sql, type Selectable } from "kysely";

import type { Page, PageRequest } from "@datamantri/contracts";
import type {
  ReplacedCells,
  PhaseView,
  RunDetail,
  RunEventView,
  RunFilter,
  RunStatus,
  RunSummary,
  RunView,
  SplitView,
} from "@datamantri/api";

import { assertExists, notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import { isAfter, toPage } from "../database/paging.ts";
import type { RunEventsTable } from "../database/schema.ts";
import { outcomeUnknown, statusOf } from "./run-status.ts";
import { hasEnded, isTerminal, runStates, toStatus, type RunState } from "./steps/state-machine.ts";
import { waitingUntil } from "./waiting.ts";
import type { Run } from "./run.ts";
import { getVendorMessage } from "./vendor-messages.ts";

/** Limit of log lines in a view; the oldest are omitted. */
const maxLogLines = 200;

/** Lists one pipeline's runs, newest first. @throws PipelineError `not_found` for an unknown pipeline. */
export async function listRuns(
  db: Db,
  { pipeline_id, limit, cursor }: PageRequest & { readonly pipeline_id: string },
): Promise<Page<RunView>> {
  let query = selectRuns(db).select(log.as("log")).where("runs.pipeline_id", "=", pipeline_id);
  if (cursor !== undefined) query = query.where(isAfter("runs", cursor));
  const rows = await newestFirst(query, limit).execute();
  if (rows.length === 0) await assertExists(db, "pipeline", pipeline_id);
  return toPage(rows, limit, ({ id }) => id, toRunView);
}

/** Lists runs of all pipelines, including archived ones, newest first. */
export async function searchRuns(
  db: Db,
  { limit, cursor, pipeline_id, status, cause, error_code, since, until }: PageRequest & RunFilter,
): Promise<Page<RunSummary>> {
  let query = selectRuns(db);
  if (cursor !== undefined) query = query.where(isAfter("runs", cursor));
  if (pipeline_id !== undefined) query = query.where("runs.pipeline_id", "=", pipeline_id);
  if (status !== undefined) query = query.where(hasStatus(status));
  if (cause !== undefined) query = query.where("runs.cause", "=", cause);
  if (error_code !== undefined) query = query.where("runs.error_code", "=", error_code);
  if (since !== undefined) query = query.where("runs.created_at", ">=", sql<Date>`${since}::timestamptz`);
  if (until !== undefined) query = query.where("runs.created_at", "<", sql<Date>`${until}::timestamptz`);
  const rows = await newestFirst(query, limit).execute();
  return toPage(rows, limit, ({ id }) => id, toRunSummary);
}

/** @param showsVendorMessage true for users who may read rows. @throws PipelineError `not_found` */
export async function getRun(db: Db, id: string, showsVendorMessage = false): Promise<RunDetail> {
  const row = await selectRuns(db)
    .select(["runs.phase_times", "runs.loaded_batch_count", "runs.attempt"])
    .select([log.as("log"), splitCounts.as("splits")])
    .where("runs.id", "=", id)
    .executeTakeFirst();
  if (!row) notFound("run", id);
  return {
    ...toRunView(row),
    phases: toPhases(row),
    splits: row.splits,
    batches_loaded: row.loaded_batch_count,
    attempt: row.attempt,
    vendor_message: showsVendorMessage ? await getVendorMessage(db, id) : null,
  };
}

/** Lists splits in row order; none before the run is planned. @throws PipelineError `not_found` */
export async function listSplits(
  db: Db,
  { id, limit, cursor }: PageRequest & { readonly id: string },
): Promise<Page<SplitView>> {
  await assertExists(db, "run", id);
  const rows = await splitRows(db, id)
    .where("split", ">", Number(cursor ?? -1))
    .orderBy("split")
    .limit(limit + 1)
    .execute();
  return toPage(
    rows,
    limit,
    ({ split }) => String(split),
    (row) => ({ ...row, extracted_at: row.extracted_at?.toISOString() ?? null }),
  );
}

/** Oldest first. @throws PipelineError `not_found` */
export async function listEvents(
  db: Db,
  { id, limit, cursor }: PageRequest & { readonly id: string },
): Promise<Page<RunEventView>> {
  await assertExists(db, "run", id);
  const rows = await db
    .selectFrom("run_events")
    .selectAll()
    .where("run_id", "=", id)
    .where("id", ">", Number(cursor ?? 0))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, (row) => String(row.id), toEventView);
}

const log = sql<string>`(
  select coalesce(string_agg(to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || message, E'\\n' order by id), '')
  from (select * from run_events where run_id = runs.id order by id desc limit ${maxLogLines}) as lines
)`;

/** Rows of a split in the staging table or the rejects, counted from its batches until the run ends. */
const loadedRows = sql<number>`coalesce(
  run_splits.loaded_row_count,
  (select sum(row_count + rejected_count) from run_batches where run_batches.run_id = run_splits.run_id and run_batches.split = run_splits.split),
  0
)::bigint`;

/** Null until the run is planned. */
const splitCounts = sql<RunDetail["splits"]>`case when runs.plan is not null then (
  select json_build_object(
    'total', count(*),
    'extracted', count(extracted_at),
    'loaded', count(*) filter (where ${loadedRows} >= run_splits.row_count)
  )
  from run_splits
  where run_id = runs.id
) end`;

const replaced = sql<ReplacedCells[]>`(
  select coalesce(json_agg(json_build_object('column', name, 'policy', policy, 'cell_count', cell_count) order by name), '[]')
  from (
    select cells ->> 'column' as name, cells ->> 'policy' as policy, sum((cells ->> 'cell_count')::bigint) as cell_count
    from run_splits, jsonb_array_elements(replaced) as cells
    where run_id = runs.id and replaced is not null
    group by 1, 2
  ) as columns
)`;

/** Null while the undo has not succeeded. */
const undoneBy = sql<string | null>`(
  select undoing.id from runs as undoing where undoing.undo_of = runs.id and undoing.state = 'success' limit 1
)`;

/** What `undoRun` requires; the destination's ledger may know of other changes. */
const canUndo = sql<boolean | null>`(
  runs.state = 'success' and pipelines.archived_at is null
  and runs.id = pipelines.undoable_run_ids[cardinality(pipelines.undoable_run_ids)]
  and not exists (
    select from runs as undoing where undoing.undo_of = runs.id and undoing.state not in ('failed', 'cancelled')
  )
)`;

const maxWait = sql<number | null>`(runs.configuration ->> 'max_wait')::bigint`;

/** Columns of a summary; the other columns of a run are large, especially its plan. */
const summaryColumns = [
  "runs.id",
  "runs.pipeline_id",
  "runs.state",
  "runs.cause",
  "runs.retry_of",
  "runs.undo_of",
  "runs.resumed_row_count",
  "runs.resumable_until",
  "runs.created_at",
  "runs.ended_at",
  "runs.triggered_by",
  "runs.loaded_row_count",
  "runs.rejected_row_count",
  "runs.replayed_row_count",
  "runs.error_message",
  "runs.row_count",
  "runs.bytes_estimated",
  "runs.bytes_billed",
  "runs.cost_usd",
  "runs.error_code",
  "runs.waiting_reason",
  "runs.waiting_code",
  "runs.waiting_since",
  "runs.waiting_at",
  "runs.waited_ms",
  "runs.retry_at",
  "runs.range",
  "runs.scheduled_for",
] as const;

function selectRuns(db: Db) {
  return db
    .selectFrom("runs")
    .innerJoin("pipelines", "pipelines.id", "runs.pipeline_id")
    .select(summaryColumns)
    .select(["pipelines.name as pipeline_name", replaced.as("replaced_cells"), maxWait.as("max_wait")])
    .select([undoneBy.as("undone_by"), canUndo.as("can_undo")]);
}

function newestFirst<Query extends ReturnType<typeof selectRuns>>(query: Query, limit: number): Query {
  return query
    .orderBy("runs.created_at", "desc")
    .orderBy("runs.id", "desc")
    .limit(limit + 1) as Query;
}

function splitRows(db: Db, runId: string) {
  return db
    .selectFrom("run_splits")
    .select(["split", "first_row", "row_count", "extracted_at", loadedRows.as("loaded_row_count")])
    .where("run_id", "=", runId);
}

type Column<Name> = Name extends `runs.${infer Column extends keyof Run}` ? Column : never;
type Row = Pick<Run, Column<(typeof summaryColumns)[number]>> & {
  readonly pipeline_name: string;
  readonly replaced_cells: readonly ReplacedCells[];
  readonly max_wait: number | null;
  readonly undone_by: string | null;
  /** NULL while nothing of the pipeline is kept. */
  readonly can_undo: boolean | null;
};

function toRunView(row: Row & { readonly log: string }): RunView {
  return { ...toRunSummary(row), log: row.log };
}

function toRunSummary(run: Row): RunSummary {
  return {
    id: run.id,
    pipeline_id: run.pipeline_id,
    pipeline_name: run.pipeline_name,
    status: statusOf(run),
    cause: run.cause,
    retry_of: run.retry_of,
    undo_of: run.undo_of,
    undone_by: run.undone_by,
    can_undo: run.can_undo === true,
    records_resumed: run.resumed_row_count,
    resumable_until: run.resumable_until?.toISOString() ?? null,
    start_time: run.created_at.toISOString(),
    end_time: run.ended_at?.toISOString() ?? null,
    triggered_by: run.triggered_by,
    records_processed: run.loaded_row_count,
    rejected_count: run.rejected_row_count,
    replayed_count: run.replayed_row_count,
    replaced_cells: run.replaced_cells,
    error_message: run.error_message,
    records_total: run.row_count,
    bytes_estimated: run.bytes_estimated,
    bytes_billed: run.bytes_billed,
    cost_usd: run.cost_usd,
    phase: run.state,
    error_code: run.error_code,
    waiting_reason: run.waiting_reason,
    waiting_since: run.waiting_since?.toISOString() ?? null,
    waiting_until: toWaitingUntil(run),
    retry_at: run.retry_at?.toISOString() ?? null,
    range: run.range,
    scheduled_for: run.scheduled_for?.toISOString() ?? null,
  };
}

function toWaitingUntil(run: Row): string | null {
  if (run.state === "finalizing" || hasEnded(run.state)) return null;
  return waitingUntil(run, run)?.toISOString() ?? null;
}

function toPhases({ created_at, phase_times }: Pick<Run, "created_at" | "phase_times">): PhaseView[] {
  const begun: [RunState, string][] = [["queued", created_at.toISOString()]];
  for (const state of runStates) {
    const startedAt = phase_times[state];
    if (startedAt !== undefined) begun.push([state, startedAt]);
  }
  return begun
    .map(([phase, started_at], i) => ({ phase, started_at, ended_at: begun[i + 1]?.[1] ?? null }))
    .filter(({ phase }) => !isTerminal(phase));
}

function toEventView({ id, name, message, occurred_at }: Selectable<RunEventsTable>): RunEventView {
  return { id, name, message, occurred_at: occurred_at.toISOString() };
}

/**
 * Like `statusOf`. States are no parameters, so that a prepared statement uses the partial indexes of failed, cancelled and open
 * runs too.
 */
function hasStatus(status: RunStatus) {
  const states = runStates.filter((state) => toStatus(state) === status);
  const hasState = sql<boolean>`runs.state in (${sql.join(states.map((state) => sql.lit(state)))})`;
  const isOpen = sql<boolean>`runs.ended_at is null`;
  if (status === "outcome_unknown") return sql<boolean>`(${hasState} or (${isOpen} and ${outcomeUnknown}))`;
  if (states.some((state) => hasEnded(state))) return hasState;
  return sql<boolean>`(${isOpen} and ${hasState} and not ${outcomeUnknown})`;
}
