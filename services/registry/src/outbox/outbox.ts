/**
 * Messages that the registry publishes. They are written in the transaction that makes them true, and published
 * afterwards until JetStream confirms. The outbox is the source of truth, not the stream.
 */
import type { OutgoingMessage } from "@datamantri/bus";

import type { Tx } from "../database/open-database.ts";

export interface OutboxMessage extends OutgoingMessage {
  /** The run that the message belongs to, if any. */
  readonly runId?: string;
}

/** Rows per INSERT: PostgreSQL takes 65,535 parameters in a statement. */
const rowsPerInsert = 1_000;

export async function addToOutbox(tx: Tx, messages: readonly OutboxMessage[]): Promise<void> {
  const rows = messages.map(({ runId = null, subject, messageId, headers, payload }) => ({
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
