/** A registry: its own handlers, outbox, reconciler and check of due times on the databases and the broker in memory. */
import { randomBytes } from "node:crypto";

import { ensureTopology, type Bus } from "@datamantri/bus";
import { registryCommands, registryEvents } from "@datamantri/contracts";
import { Secret, type Logger } from "@datamantri/runtime";

import type { AuditAnchors } from "../../services/registry/src/audit/audit-anchors.ts";
import { auditPurpose } from "../../services/registry/src/audit/audit-chain.ts";
import { AuditLog } from "../../services/registry/src/audit/audit-log.ts";
import { queriesOn, type Db } from "../../services/registry/src/database/open-database.ts";
import { commandHandlers, eventHandlers } from "../../services/registry/src/messages/handlers.ts";
import { readNow } from "../../services/registry/src/occurrences/early-ticks.ts";
import { OccurrenceCheck } from "../../services/registry/src/occurrences/occurrence-check.ts";
import { OutboxPublisher } from "../../services/registry/src/outbox/publish-outbox.ts";
import { Reconciler } from "../../services/registry/src/reconcile/reconciler.ts";
import { Sealer } from "../../services/registry/src/secrets/sealer.ts";
import type { Broker } from "../broker/broker.ts";
import type { Crashes } from "../crash.ts";
import { processPool } from "../database/process-pool.ts";
import type { Session } from "../database/session.ts";
import { Member } from "./member.ts";

const topology = { maxBatchMessages: 1_000, replicas: 1 };

/** Longer than any interleaving. */
const resumableMs = 24 * 3_600_000;

const sealer = new Sealer(new Secret(randomBytes(32).toString("base64")));

export function openAudit(db: Db, log: Logger): AuditLog {
  return new AuditLog(db, sealer.keysFor(auditPurpose), log);
}

export { sealer };

export class RegistryMember extends Member {
  readonly db: Db;
  readonly #outbox: OutboxPublisher;
  readonly #reconciler: Reconciler;
  readonly #check: OccurrenceCheck;
  readonly #broker: Broker;

  static start(session: Session, broker: Broker, bus: Bus, crashes: Crashes): RegistryMember {
    const db = queriesOn(processPool(session, crashes));
    const outbox = new OutboxPublisher(db, bus);
    // The audit log's anchor plays no part.
    const anchors = { move: async () => undefined } as unknown as AuditAnchors;
    const pingDatabase = async (): Promise<void> => undefined;
    const audit = openAudit(db, bus.log);
    const context = { db, bus, outbox, audit, anchors, resumableMs, now: readNow, pingDatabase };
    const handlers = { ...commandHandlers(context), ...eventHandlers(context) };
    const reconciler = new Reconciler(db, bus, outbox, anchors, { topology, everyMs: 5_000, resumableMs });
    return new RegistryMember(broker, bus, crashes, handlers, { db, outbox, reconciler });
  }

  private constructor(
    broker: Broker,
    bus: Bus,
    crashes: Crashes,
    handlers: ConstructorParameters<typeof Member>[4],
    { db, outbox, reconciler }: { readonly db: Db; readonly outbox: OutboxPublisher; readonly reconciler: Reconciler },
  ) {
    super(broker, bus, crashes, [registryCommands, registryEvents], handlers);
    this.#broker = broker;
    this.db = db;
    this.#outbox = outbox;
    this.#reconciler = reconciler;
    this.#check = new OccurrenceCheck(db, bus, outbox);
  }

  /** Creates what the broker lost. */
  async restoreStreams(): Promise<void> {
    if (this.#broker.streams.size === 0) await ensureTopology(this.bus, topology);
  }

  publishOutbox(): Promise<number> {
    return this.#outbox.publishRound(this.crashes.signal);
  }

  async reconcile(): Promise<void> {
    await this.restoreStreams();
    await this.#reconciler.restoreWork();
  }

  checkDueTimes(): Promise<void> {
    return this.#check.pass();
  }
}
