/** The events that the registry itself publishes, built from the run's row. */
import type { RunEvent } from "./run-event.ts";
import { countArrived, type Run } from "./run.ts";
import {
  describeAbandoned,
  describeCancelled,
  describeFailed,
  describeQueued,
  describeSkipped,
  describeSucceeded,
} from "./run-log.ts";

export function toQueuedEvent(run: Run): RunEvent {
  const name = "RunQueued";
  const body = {
    ...idsOf(run),
    cause: run.cause,
    triggeredBy: run.triggered_by,
    scheduledForMs: run.scheduled_for?.getTime() ?? 0,
    resumedRunId: run.resumed_row_count === null ? "" : run.retry_of!,
    resumedRowCount: run.resumed_row_count ?? 0,
  };
  return { run, name, body, eventId: `${run.id}:${name}`, timeMs: run.created_at.getTime(), line: describeQueued(run) };
}

export function toStartedEvent(run: Run): RunEvent {
  return { run, name: "RunStarted", eventId: `${run.id}:RunStarted`, timeMs: run.progress_at.getTime() };
}

export function toProgressEvent(run: Run): RunEvent {
  const { loaded_row_count: loadedRowCount, row_count: rowCount } = run;
  const body = { ...idsOf(run), loadedRowCount, rowCount: rowCount! };
  const eventId = `${run.id}:RunProgressed:${loadedRowCount}`;
  return { run, name: "RunProgressed", body, eventId, timeMs: run.progress_at.getTime() };
}

export function toAbandonedEvent(run: Run): RunEvent {
  const name = "RunAbandoned";
  const requestedBy = run.abandoned_by!;
  const body = { ...idsOf(run), requestedBy };
  const timeMs = run.ended_at!.getTime();
  return { run, name, body, eventId: `${run.id}:${name}`, timeMs, line: describeAbandoned(requestedBy) };
}

/** @param requestedBy who cancelled the run, if it was cancelled. */
export function toEndEvent(run: Run, requestedBy: string): RunEvent {
  const ids = idsOf(run);
  const timeMs = run.ended_at!.getTime();
  const common = <Name extends string>(name: Name, line: string) => ({
    run,
    name,
    eventId: `${run.id}:${name}`,
    timeMs,
    line,
  });
  switch (run.state) {
    case "success":
      return { ...common("RunSucceeded", describeSucceeded(run)), body: { ...ids, rowCount: countArrived(run) } };
    case "skipped":
      return { ...common("RunSkipped", describeSkipped(run)), body: ids };
    case "cancelled":
      return { ...common("RunCancelled", describeCancelled(requestedBy)), body: { ...ids, requestedBy } };
    case "failed": {
      const { error_code: code, error_message: message } = run;
      return { ...common("RunFailed", describeFailed(run)), body: { ...ids, code: code!, message: message! } };
    }
    case "queued":
    case "planning":
    case "preparing":
    case "loading":
    case "finalizing":
    case "abandoned":
      break;
  }
  throw new Error(`run ${run.id} has not ended: it is ${run.state}`);
}

function idsOf({ id: runId, pipeline_id: pipelineId }: Run) {
  return { runId, pipelineId };
}
