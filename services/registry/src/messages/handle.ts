/** Common parts of the registry's handlers: one transaction, then a wake-up of the outbox. */
import type { Bus, Delivery, MessageHandler } from "@datamantri/bus";
import type { Message, MessageName } from "@datamantri/contracts";
import { crashPoint } from "@datamantri/runtime";

import type { AuditAnchors } from "../audit/audit-anchors.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { Groups } from "./groups.ts";
import { toMetadataError } from "../database/metadata-error.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { lockReportedRun } from "../runs/lock-run.ts";
import type { Run } from "../runs/run.ts";

export interface RegistryContext {
  readonly db: Db;
  readonly bus: Bus;
  readonly outbox: OutboxPublisher;
  readonly audit: AuditLog;
  readonly anchors: AuditAnchors;
  /** How long the loaded rows of failed runs are kept for a retry that resumes them; 0 keeps none. */
  readonly resumableMs: number;
  /** The clock by which schedules are due. */
  readonly now: (tx: Tx) => Promise<Date>;
  /** Resolves when the metadata database answers. @throws PipelineError `metadata_unavailable` */
  readonly pingDatabase: () => Promise<void>;
}

/** About ten minutes of failures of the metadata database; then the message is stored as a dead letter. */
export const maxDeliveries = 25;

/**
 * Creates a handler whose whole effect is one transaction.
 *
 * Failure: the transaction rolls back and the message is delivered again. The run's state and unique keys detect what
 * was already done.
 */
export function inTransaction<Name extends MessageName>(
  context: RegistryContext,
  work: (tx: Tx, message: Message<Name>, delivery: Delivery) => Promise<void>,
): MessageHandler<Name> {
  return {
    maxDeliveries,
    async handle(message, delivery) {
      try {
        await context.db.transaction().execute(async (tx) => {
          await work(tx, message, delivery);
          await crashPoint("registry.message.handled");
        });
        await crashPoint("registry.message.committed");
      } catch (error) {
        throw toMetadataError(error);
      }
      context.outbox.wake();
      await crashPoint("registry.message.woken");
    },
  };
}

/**
 * Creates a handler whose waiting messages share a transaction: a thousand schedules due in one minute take a few dozen
 * transactions.
 *
 * Failure: like `inTransaction`.
 *
 * @param keyOf messages with the same key get separate transactions, in order of arrival.
 * @param work may return a function to call after the commit; a crash before that loses the call.
 */
export function inSharedTransaction<Name extends MessageName>(
  context: RegistryContext,
  keyOf: (message: Message<Name>) => string,
  work: (tx: Tx, messages: readonly Message<Name>[]) => Promise<(() => void) | void>,
): MessageHandler<Name> {
  const groups = new Groups(keyOf, async (messages: readonly Message<Name>[]) => {
    const afterCommit = await context.db.transaction().execute(async (tx) => {
      const next = await work(tx, messages);
      await crashPoint("registry.group.handled");
      return next;
    });
    await crashPoint("registry.group.committed");
    context.outbox.wake();
    afterCommit?.();
    await crashPoint("registry.group.woken");
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

/** Creates a handler of a worker's event that locks the run and notes the event's time. Events of unknown runs are ignored. */
export function onRunEvent<Name extends MessageName>(
  context: RegistryContext,
  work: (tx: Tx, run: Run, event: Message<Name>, delivery: Delivery) => Promise<void>,
): MessageHandler<Name> {
  return inTransaction<Name>(context, async (tx, message, delivery) => {
    const run = await lockReportedRun(tx, (message as { readonly runId: string }).runId, delivery.timeMs);
    if (run) await work(tx, run, message, delivery);
  });
}
