/** What every handler of the registry shares: one transaction, then a wake-up for the outbox. */
import type { Bus, Delivery, MessageHandler } from "@datamantri/bus";
import type { Message, MessageName } from "@datamantri/contracts";

import type { AuditAnchors } from "../audit/audit-anchors.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { Groups } from "./groups.ts";
import { toMetadataError } from "../database/metadata-error.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { lockRun } from "../runs/lock-run.ts";
import type { Run } from "../runs/run.ts";

export interface RegistryContext {
  readonly db: Db;
  readonly bus: Bus;
  readonly outbox: OutboxPublisher;
  readonly audit: AuditLog;
  readonly anchors: AuditAnchors;
  /** How long the rows that failed runs loaded are kept for a retry that resumes them; 0 keeps none. */
  readonly resumableMs: number;
}

/** About ten minutes of trouble with the metadata database; after that the message waits as a dead letter. */
const maxDeliveries = 25;

/**
 * A handler whose whole effect is one transaction.
 *
 * Failure: the transaction rolls back and the message is delivered again; what it already changed is recognised by
 * the run's state and by unique keys.
 */
export function inTransaction<Name extends MessageName>(
  context: RegistryContext,
  work: (tx: Tx, message: Message<Name>, delivery: Delivery) => Promise<void>,
): MessageHandler<Name> {
  return {
    maxDeliveries,
    async handle(message, delivery) {
      try {
        await context.db.transaction().execute((tx) => work(tx, message, delivery));
      } catch (error) {
        throw toMetadataError(error);
      }
      context.outbox.wake();
    },
  };
}

/**
 * A handler whose messages share a transaction when several wait: a thousand schedules that come due in one minute are a
 * few dozen transactions.
 *
 * Failure: as `inTransaction`.
 *
 * @param keyOf messages with the same key are in different transactions, in the order in which they came.
 * @param work may return what is to be done once it is committed; a crash before loses it.
 */
export function inSharedTransaction<Name extends MessageName>(
  context: RegistryContext,
  keyOf: (message: Message<Name>) => string,
  work: (tx: Tx, messages: readonly Message<Name>[]) => Promise<(() => void) | void>,
): MessageHandler<Name> {
  const groups = new Groups(keyOf, async (messages: readonly Message<Name>[]) => {
    const afterCommit = await context.db.transaction().execute((tx) => work(tx, messages));
    context.outbox.wake();
    afterCommit?.();
  });
  return {
    maxDeliveries,
    async handle(message) {
      try {
        await groups.add(message);
      } catch (error) {
        throw toMetadataError(error);
      }
    },
  };
}

/** A handler of a worker's event: the run is locked; an event of an unknown run is left alone. */
export function onRunEvent<Name extends MessageName>(
  context: RegistryContext,
  work: (tx: Tx, run: Run, event: Message<Name>, delivery: Delivery) => Promise<void>,
): MessageHandler<Name> {
  return inTransaction<Name>(context, async (tx, message, delivery) => {
    const run = await lockRun(tx, (message as { readonly runId: string }).runId);
    if (run) await work(tx, run, message, delivery);
  });
}
