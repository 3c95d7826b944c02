/**
 * Records run events; nothing else does. In the transaction that makes an event true it writes the message to publish,
 * the deliveries to webhooks and the lineage server, and the line of the run's log.
 */
import { processInstance, toEventMessage } from "@datamantri/bus";

import type { Tx } from "../database/open-database.ts";
import { queueLineage } from "../lineage/queue-lineage.ts";
import { addToOutbox, type OutboxMessage } from "../outbox/outbox.ts";
import { queueDeliveries } from "../webhooks/queue-deliveries.ts";
import type { OwnEvent, RunEvent } from "./run-event.ts";
import { addLogLines } from "./run-log.ts";

/**
 * Records events of runs.
 *
 * Failure: all of it commits with the caller's transaction or none of it. A repeat of an event adds nothing: log lines
 * and deliveries are unique by event id, and JetStream drops a message whose id it knows.
 */
export async function recordRunEvents(tx: Tx, events: readonly RunEvent[]): Promise<void> {
  const own = events.filter((event) => event.body !== undefined);
  await addToOutbox(tx, own.map(toMessage));
  await queueDeliveries(tx, own);
  await queueLineage(tx, events);
  await addLogLines(tx, events);
}

export async function recordRunEvent(tx: Tx, event: RunEvent): Promise<void> {
  await recordRunEvents(tx, [event]);
}

function toMessage({ run, name, body, eventId, timeMs }: RunEvent & OwnEvent): OutboxMessage {
  const source = { service: "registry", instance: processInstance } as const;
  return { ...toEventMessage(source, name, body, eventId, timeMs), runId: run.id };
}
