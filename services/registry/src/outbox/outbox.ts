/**
 * What the registry says, written in the transaction that made it true and published afterwards until JetStream
 * confirms. The outbox, not the stream, is the truth.
 */
import { encodeMessage, taskSubject, type EventName, type Message, type TaskName } from "@datamantri/contracts";
import { processInstance, toEventMessage, type OutgoingMessage } from "@datamantri/bus";

import type { Tx } from "../database/open-database.ts";

/** Rows per INSERT: PostgreSQL takes 65,535 parameters in a statement. */
const rowsPerInsert = 1_000;

export async function addToOutbox(tx: Tx, messages: readonly OutgoingMessage[], runId: string | null): Promise<void> {
  await addAllToOutbox(
    tx,
    messages.map((message) => ({ message, runId })),
  );
}

/** Of several runs at once. */
export async function addAllToOutbox(
  tx: Tx,
  messages: readonly { readonly message: OutgoingMessage; readonly runId: string | null }[],
): Promise<void> {
  const rows = messages.map(({ message: { subject, messageId, headers, payload }, runId }) => ({
    run_id: runId,
    subject,
    message_id: messageId,
    headers: JSON.stringify(headers ?? {}),
    payload: Buffer.from(payload),
  }));
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await tx
      .insertInto("outbox")
      .values(rows.slice(start, start + rowsPerInsert))
      .execute();
  }
}

/** A task as the outbox takes it. Its message id names the attempt, so that a re-issue is not taken for a repeat. */
export function toTaskMessage<Name extends TaskName>(name: Name, task: Message<Name>): OutgoingMessage {
  const subject = taskSubject(name, task);
  return { subject, payload: encodeMessage(name, task), messageId: `${subject}:a${task.attempt}` };
}

/**
 * An event of a run that the registry itself says.
 *
 * @param eventId derived from what happened; the default is for what happens once in a run.
 */
export function toRegistryEvent<Name extends EventName>(
  name: Name,
  event: Message<Name> & { readonly runId: string; readonly pipelineId: string },
  eventId = `${event.runId}:${name}`,
): OutgoingMessage {
  return toEventMessage({ service: "registry", instance: processInstance }, name, event, eventId);
}
