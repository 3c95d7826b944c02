/** A registry in parts: its handlers, outbox and reconciler on a real database and broker, called by the test. */
import { randomBytes, randomUUID } from "node:crypto";

import { ensureTopology, openBus, type Bus, type MessageHandler } from "@datamantri/bus";
import { decodeMessage, messageNameOf, type Message, type MessageName } from "@datamantri/contracts";
import type {
  VerificationReport,
  PipelineConfiguration,
  PipelineSecrets,
  PipelineView,
  RunView,
} from "@datamantri/api";
import { pipelineDefaults } from "@datamantri/api/values";
import { openLog, Secret } from "@datamantri/runtime";
import { createDatabase, type TestDatabase } from "@datamantri/testkit";

import { AuditAnchors } from "../src/audit/audit-anchors.ts";
import { auditPurpose } from "../src/audit/audit-chain.ts";
import { AuditLog } from "../src/audit/audit-log.ts";
import { pingDatabase } from "../src/database/ping-database.ts";
import { openDatabase, type Db } from "../src/database/open-database.ts";
import type { RegistryContext } from "../src/messages/handle.ts";
import { commandHandlers, eventHandlers } from "../src/messages/handlers.ts";
import { OccurrenceCheck } from "../src/occurrences/occurrence-check.ts";
import { OutboxPublisher } from "../src/outbox/publish-outbox.ts";
import { createPipeline } from "../src/pipelines/pipelines.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { Reconciler } from "../src/reconcile/reconciler.ts";
import { getVerification } from "../src/runs/verification-report.ts";
import { getRun } from "../src/runs/run-views.ts";

export const log = openLog("registry", "silent");
export const topology = { maxBatchMessages: 100, replicas: 1 };
export const key = new Secret(randomBytes(32).toString("base64"));

export const openAudit = (db: Db, secretsKey = key) =>
  new AuditLog(db, new Sealer(secretsKey).keysFor(auditPurpose), log);

export function pipelineInput(more: Partial<PipelineConfiguration> = {}): PipelineConfiguration {
  return {
    name: `pipeline ${randomUUID()}`,
    source_config: { project: "p", dataset: "d", table: "t" },
    destination_config: { host: "db", port: 5432, database: "w", user: "u", schema: "public", table: "t" },
    ...pipelineDefaults,
    mode: "append",
    ...more,
  };
}

/** A message of an outbox or a stream, decoded. */
export interface Told {
  readonly name: MessageName | undefined;
  readonly subject: string;
  readonly messageId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export function decode(subject: string, messageId: string, payload: Uint8Array): Told {
  const name = messageNameOf(subject);
  const body = name ? (decodeMessage(name, payload) as unknown as Record<string, unknown>) : {};
  return { name, subject, messageId, body };
}

/** Names of templates, by the address of their server. */
const migrated = new Map<string, string>();

/** A database as `openDatabase` leaves it; migrated once in this process, then copied. */
export async function createMigratedDatabase(adminUrl: string): Promise<TestDatabase> {
  let template = migrated.get(adminUrl);
  if (template === undefined) migrated.set(adminUrl, (template = (await migrateDatabase(adminUrl)).name));
  return createDatabase(adminUrl, template);
}

async function migrateDatabase(adminUrl: string): Promise<TestDatabase> {
  const database = await createDatabase(adminUrl);
  const db = await openDatabase(new Secret(database.url), log, new AbortController().signal);
  await db.destroy();
  return database;
}

const handlersOf = (context: RegistryContext) => ({ ...commandHandlers(context), ...eventHandlers(context) });

export type Handled = keyof ReturnType<typeof handlersOf>;

/** Most tests have due times of their own, in the future. */
export const notEarly = async (): Promise<Date> => new Date("9999-01-01");

export class TestRegistry implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly bus: Bus;
  readonly outbox: OutboxPublisher;
  readonly reconciler: Reconciler;
  readonly occurrenceCheck: OccurrenceCheck;
  readonly sealer = new Sealer(key);
  readonly audit: AuditLog;
  readonly anchors: AuditAnchors;
  resumableMs = 3_600_000;
  now: RegistryContext["now"] = notEarly;
  readonly pingDatabase = () => pingDatabase(new Secret(this.database.url));
  readonly #handlers: ReturnType<typeof handlersOf>;
  readonly #stop = new AbortController();
  readonly #ownsDatabase: boolean;

  private constructor(database: TestDatabase, db: Db, bus: Bus, ownsDatabase: boolean) {
    this.database = database;
    this.#ownsDatabase = ownsDatabase;
    this.db = db;
    this.bus = bus;
    this.outbox = new OutboxPublisher(db, bus);
    this.audit = openAudit(db);
    this.anchors = new AuditAnchors(db, bus);
    this.reconciler = new Reconciler(db, bus, this.outbox, this.anchors, {
      topology,
      everyMs: 1_000,
      resumableMs: this.resumableMs,
    });
    this.occurrenceCheck = new OccurrenceCheck(db, bus, this.outbox);
    this.#handlers = handlersOf(this);
  }

  /** @param database of another registry, to open a second registry of the same product. */
  static async open(urls: { postgres: string; nats: string }, database?: TestDatabase): Promise<TestRegistry> {
    const signal = new AbortController().signal;
    const own = database ?? (await createMigratedDatabase(urls.postgres));
    const db = await openDatabase(new Secret(own.url), log, signal);
    const bus = await openBus({
      url: new Secret(urls.nats),
      service: "registry",
      log,
      onClosed: () => undefined,
      signal,
    });
    await ensureTopology(bus, topology);
    return new TestRegistry(own, db, bus, database === undefined);
  }

  /** Publishes the outbox until disposed. */
  startPublishing(): void {
    void this.outbox.run(this.#stop.signal);
  }

  async handle<Name extends Handled>(
    name: Name,
    message: Message<Name>,
    eventId: string = randomUUID(),
    timeMs: number = Date.now(),
  ): Promise<void> {
    const delivery = { delivery: 1, eventId, timeMs, signal: this.#stop.signal };
    await (this.#handlers[name] as MessageHandler<Name>).handle(message, delivery);
  }

  createPipeline(more: Partial<PipelineConfiguration> = {}, secrets: PipelineSecrets = {}): Promise<PipelineView> {
    return createPipeline(this.db, this.sealer, { pipeline: pipelineInput(more), secrets, requested_by: "tester" });
  }

  run(runId: string): Promise<RunView> {
    return getRun(this.db, runId);
  }

  verification(runId: string): Promise<VerificationReport> {
    return getVerification(this.db, runId);
  }

  /** Returns the outbox's messages, oldest first, and empties it. */
  async drainOutbox(): Promise<readonly Told[]> {
    const rows = await this.db.deleteFrom("outbox").returningAll().execute();
    return rows.toSorted((a, b) => a.id - b.id).map((row) => decode(row.subject, row.message_id, row.payload));
  }

  /** Returns the names of the outbox's messages, and empties it. */
  async drainNames(): Promise<readonly (MessageName | undefined)[]> {
    return (await this.drainOutbox()).map(({ name }) => name);
  }

  /** Returns a stream's messages, oldest first. */
  async stored(stream: string): Promise<readonly Told[]> {
    const { state } = await this.bus.jsm.streams.info(stream);
    const told = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await this.bus.jsm.streams.getMessage(stream, { seq }).catch(() => null);
      // Without the code that the bus appends.
      const messageId = message?.header.get("Nats-Msg-Id").replace(/#.*/, "");
      if (message) told.push(decode(message.subject, messageId!, message.data));
    }
    return told;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.db.destroy();
    await this.bus[Symbol.asyncDispose]();
    if (this.#ownsDatabase) await this.database[Symbol.asyncDispose]();
  }
}
