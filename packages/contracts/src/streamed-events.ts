/**
 * Run events for clients: JSON, by SSE, WebSocket and webhook. A view lists its fields one by one, so that a new field
 * of a message stays internal until it is added here: never a watermark, never rows.
 */
import type { StreamedEventView } from "@datamantri/api";

import type { Message } from "./messages.ts";
import { endingEventNames, eventType, publicEventNames, type EventName, type PublicEventName } from "./subjects.ts";

/** A public event with the values of its message's headers. */
export type PublicEvent = {
  [Name in PublicEventName]: {
    readonly name: Name;
    readonly body: Message<Name>;
    /** CloudEvents id. */
    readonly eventId: string;
    readonly timeMs: number;
  };
}[PublicEventName];

export function toStreamedEventView(event: PublicEvent): StreamedEventView {
  return {
    event_id: event.eventId,
    type: eventType(event.name),
    time: toTime(event.timeMs),
    run_id: event.body.runId,
    pipeline_id: event.body.pipelineId,
    data: toData(event),
  };
}

export function isPublicEventName(name: string | undefined): name is PublicEventName {
  return (publicEventNames as readonly (string | undefined)[]).includes(name);
}

export function isEndingEventName(name: EventName): boolean {
  return (endingEventNames as readonly EventName[]).includes(name);
}

function toData(event: PublicEvent): Record<string, unknown> {
  switch (event.name) {
    case "RunQueued": {
      const { cause, triggeredBy, scheduledForMs, resumedRunId, resumedRowCount } = event.body;
      return {
        cause,
        triggered_by: triggeredBy,
        scheduled_for: scheduledForMs === 0 ? null : toTime(scheduledForMs),
        resumed_from: resumedRunId || null,
        records_resumed: resumedRunId === "" ? null : resumedRowCount,
      };
    }
    case "RunPlanned": {
      const { rowCount, splits, columns, snapshot, bytesEstimated, bytesBilled, costUsd, notes } = event.body;
      return {
        records_total: rowCount,
        split_count: splits.length,
        column_count: columns.length,
        snapshot_at: toTime(snapshot.takenAtMs),
        bytes_estimated: bytesEstimated,
        bytes_billed: bytesBilled,
        cost_usd: costUsd,
        notes,
      };
    }
    case "RunProgressed":
      return { records_processed: event.body.loadedRowCount, records_total: event.body.rowCount };
    case "StepDelayed": {
      const { step, code, message, delivery, retryInMs } = event.body;
      return { step, error_code: code, error_message: message, delivery, retry_in_ms: retryInMs };
    }
    case "StepFailed":
      return { step: event.body.step, error_code: event.body.code, error_message: event.body.message };
    case "RunFinalized":
      return { records_processed: event.body.rowCount, warnings: event.body.warnings };
    case "RunSucceeded":
      return { records_processed: event.body.rowCount };
    case "RunFailed":
      return { error_code: event.body.code, error_message: event.body.message };
    case "RunAbandoned":
    case "RunCancelled":
      return { requested_by: event.body.requestedBy };
    case "RunPrepared":
    case "RunDiscarded":
    case "RunSkipped":
      return {};
  }
  return event satisfies never;
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
