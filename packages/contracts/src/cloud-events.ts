/**
 * CloudEvents 1.0 attributes of run events, NATS protocol binding, binary mode: each attribute is a header `ce-<name>`,
 * the payload is the data. Lower case, because NATS looks headers up by exact case.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/nats-protocol-binding.md
 */
import type { ServiceName } from "@datamantri/api";

import { eventType, type EventName } from "./subjects.ts";

interface CloudEvent {
  /** Equal for repeats of the same event, so that consumers can drop duplicates. */
  readonly id: string;
  readonly name: EventName;
  readonly source: ServiceName;
  /** Process of the service, for people who watch several share the work. */
  readonly instance: string;
  readonly pipelineId: string;
  readonly runId: string;
  readonly timeMs: number;
}

/** `ce-type` of an event, for example `io.datamantri.run.batches_loaded.v1`. */
export function cloudEventType(name: EventName): string {
  return `io.datamantri.run.${eventType(name)}.v1`;
}

export function cloudEventHeaders(event: CloudEvent): Readonly<Record<string, string>> {
  return {
    "ce-specversion": "1.0",
    "ce-id": event.id,
    "ce-type": cloudEventType(event.name),
    "ce-source": `/datamantri/${event.source}`,
    "ce-subject": event.runId,
    "ce-time": new Date(event.timeMs).toISOString(),
    "ce-datacontenttype": "application/protobuf",
    "ce-pipelineid": event.pipelineId,
    "ce-instance": event.instance,
  };
}
