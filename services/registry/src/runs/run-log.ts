/** The run's log: a readable line for each event that has one. */
import type { Message } from "@datamantri/contracts";

import type { Tx } from "../database/open-database.ts";
import type { RunEvent } from "./run-event.ts";
import { countArrived, type Run } from "./run.ts";

/** Adds the lines of events that have one; a repeat of an event adds none. */
export async function addLogLines(tx: Tx, events: readonly RunEvent[]): Promise<void> {
  const lines = events.flatMap(({ run, eventId: event_id, name, line: message, timeMs }) =>
    message === undefined ? [] : [{ run_id: run.id, event_id, name, message, occurred_at: new Date(timeMs) }],
  );
  if (lines.length === 0) return;
  await tx
    .insertInto("run_events")
    .values(lines)
    .onConflict((conflict) => conflict.column("event_id").doNothing())
    .execute();
}

const numbers = new Intl.NumberFormat("en-US");
const format = (count: number): string => numbers.format(count);

function countOf(count: number, noun: string): string {
  return `${format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

export function describeQueued(run: Run): string {
  const { cause, triggered_by, scheduled_for, retry_of, undo_of, resumed_row_count, row_count } = run;
  const due = scheduled_for === null ? "" : `, due ${scheduled_for.toISOString()}`;
  const resumes =
    resumed_row_count === null
      ? ""
      : `, resumes run ${retry_of} with ${format(resumed_row_count)} of ${countOf(row_count ?? 0, "row")} loaded`;
  const undoes = undo_of === null ? "" : `, undoes run ${undo_of}`;
  return `queued: ${cause} by ${triggered_by}${due}${resumes}${undoes}`;
}

export function describePlanned(event: Message<"RunPlanned">): string {
  const { rowCount, splits, batchRows, snapshot, notes } = event;
  const read = snapshot.jobId === "" ? `table ${snapshot.table}` : `result of job ${snapshot.jobId}`;
  const cut = `${countOf(rowCount, "row")} in ${countOf(splits.length, "split")}`;
  return [`planned: ${cut}, ${countOf(batchRows, "row")} per batch, ${read}`, ...notes].join("; ");
}

export function describePrepared({ resumed_run_ids, retry_of }: Run): string {
  const resumed = resumed_run_ids.length === 0 ? "" : `, with the rows that run ${retry_of} loaded`;
  return `prepared: the staging table is ready${resumed}`;
}

export function describeStatistics({ rowCount, columns, jobId, bytesBilled }: Message<"StatisticsComputed">): string {
  const counts = `${countOf(rowCount, "row")}, ${countOf(columns.length, "column")}`;
  return `source verified: ${counts}, job ${jobId}, ${countOf(bytesBilled, "byte")} billed`;
}

/** `system/read-present.ts` cuts off the end of this text to group runs that wait for the same reason. */
export function describeDelayed({ step, message, code, retryInMs }: Message<"StepDelayed">): string {
  return `${step} waits: ${message} (${code}), next try in ${Math.ceil(retryInMs / 1_000)} s`;
}

/** What `describeDelayed` says apart from the time of the next try. */
export function withoutRetry(line: string): string {
  return line.replace(/, next try in \d+ s$/, "");
}

export function describeReplayed({ replayedCount, rejectedCount }: Message<"RejectsReplayed">): string {
  return `replayed: ${format(replayedCount)} of ${countOf(replayedCount + rejectedCount, "reject")} loaded`;
}

export function describeSucceeded(run: Run): string {
  const { rejected_row_count: rejected } = run;
  return `succeeded: ${countOf(countArrived(run), "row")}${rejected === 0 ? "" : `, ${format(rejected)} rejected`}`;
}

export function describeSkipped({ plan }: Run): string {
  return plan === null
    ? "skipped: the source has not changed since the last successful run"
    : "skipped: there are no new rows";
}

export function describeCancelled(requestedBy: string): string {
  return `cancelled by ${requestedBy}`;
}

export function describeAbandoned(requestedBy: string): string {
  return `abandoned by ${requestedBy}: the destination's ledger decides whether its rows are in the target`;
}

export function describeFailed(run: Run): string {
  const { error_message, error_code, resumable_until } = run;
  const failed = `failed: ${error_message} (${error_code})`;
  if (resumable_until === null) return failed;
  const loaded = `${format(run.loaded_row_count + run.rejected_row_count)} of ${countOf(run.row_count ?? 0, "row")}`;
  return `${failed}; ${loaded} loaded: can be resumed until ${resumable_until.toISOString()}`;
}
