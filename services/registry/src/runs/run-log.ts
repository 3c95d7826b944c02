/** The run's log: one line per event that a person wants to read. */
import type { EventName, Message } from "@datamantri/contracts";

import type { Tx } from "../database/open-database.ts";

export interface LogEntry {
  readonly runId: string;
  readonly eventId: string;
  /** Of the message that it is about. */
  readonly name: EventName | "DiscardRun";
  readonly message: string;
  readonly timeMs: number;
}

/** Adds a line; a repeat of the same event adds none. */
export async function addLogEntry(tx: Tx, entry: LogEntry): Promise<void> {
  await addLogEntries(tx, [entry]);
}

/** @param entries of one run or of several; one at least. */
export async function addLogEntries(tx: Tx, entries: readonly LogEntry[]): Promise<void> {
  await tx
    .insertInto("run_events")
    .values(
      entries.map(({ runId, eventId, name, message, timeMs }) => ({
        run_id: runId,
        event_id: eventId,
        name,
        message,
        occurred_at: new Date(timeMs),
      })),
    )
    .onConflict((conflict) => conflict.column("event_id").doNothing())
    .execute();
}

const count = new Intl.NumberFormat("en-US");

/** @param plannedRows of a run that goes on from where another failed. */
export function describeQueued(event: Message<"RunQueued">, plannedRows: number | null): string {
  const { cause, triggeredBy, scheduledForMs, resumedRunId, resumedRowCount } = event;
  const due = scheduledForMs === 0 ? "" : `, due ${new Date(scheduledForMs).toISOString()}`;
  const rows = `${count.format(resumedRowCount)} of ${count.format(plannedRows ?? 0)} rows`;
  return `queued: ${cause} by ${triggeredBy}${due}${resumedRunId === "" ? "" : `, goes on from run ${resumedRunId}: ${rows} are through`}`;
}

export function describePlanned(event: Message<"RunPlanned">): string {
  const { rowCount, splits, batchRows, snapshot, notes } = event;
  const read = snapshot.jobId === "" ? `table ${snapshot.table}` : `result of job ${snapshot.jobId}`;
  const what = `planned: ${count.format(rowCount)} rows in ${count.format(splits.length)} splits, ${count.format(batchRows)} rows a batch, ${read}`;
  return [what, ...notes].join("; ");
}

export function describeStatistics({ rowCount, columns, jobId, bytesBilled }: Message<"StatisticsComputed">): string {
  const billed = `${count.format(bytesBilled)} bytes billed`;
  return `source verified: ${count.format(rowCount)} rows, ${count.format(columns.length)} columns, job ${jobId}, ${billed}`;
}

export function describeDelayed(event: Message<"StepDelayed">): string {
  return `${event.step} waits: ${event.message} (${event.code}), next try in ${Math.ceil(event.retryInMs / 1000)} s`;
}
