/** Everything of one interleaving: broker, databases, processes, and what clients were told. */
import { publish, type Bus } from "@datamantri/bus";
import {
  answerSubject,
  deriveUuid,
  encodeMessage,
  noRange,
  requestedRunId,
  retriedRunId,
  scheduledRunId,
  subjectOf,
  tickId,
} from "@datamantri/contracts";
import { toPipelineError } from "@datamantri/runtime";

import { onFinalizeRun } from "../../services/loader/src/messages/on-finalize-run.ts";
import { queriesOn, type Db } from "../../services/registry/src/database/open-database.ts";
import { answerSecretRequests } from "../../services/registry/src/requests/answer-secrets.ts";
import { retryRun } from "../../services/registry/src/runs/retry-run.ts";
import { dueTimes } from "../../services/scheduler/src/due-times.ts";
import { Broker, type Streams } from "../broker/broker.ts";
import { Core } from "../broker/core.ts";
import { processBus } from "../broker/process-bus.ts";
import { Crashes, type Fault } from "../crash.ts";
import { processPool } from "../database/process-pool.ts";
import { startExtractor } from "../services/extractor.ts";
import { LoaderMember, type OnFinalizeRun } from "../services/loader.ts";
import type { Member } from "../services/member.ts";
import { openAudit, RegistryMember, sealer } from "../services/registry.ts";
import { beginning, type Clock } from "./clock.ts";
import { Databases, everyMs, log, pipelines, type ModelPipeline } from "./databases.ts";
import { Destination } from "./destination.ts";

/** How the product does what an interleaving may break; a test takes a repair out. */
export interface Parts {
  readonly finalize: OnFinalizeRun;
  /** The moment at which the API answers 202. */
  readonly accepts: "when it is committed" | "when it is stored";
}

export const product: Parts = { finalize: onFinalizeRun, accepts: "when it is committed" };

/** A command of a client, and what it was told. */
export interface Asked {
  readonly command: "start" | "cancel";
  readonly runId: string;
  readonly requestId: string;
  /** What the client was told, if anything. */
  answer: "accepted" | "refused" | "none";
  /** What the registry decided. */
  decision: "executed" | "refused" | "none";
}

/** What of a world is not in its databases. */
export interface Kept {
  readonly nowMs: number;
  readonly streams: Streams;
  readonly names: ReadonlyMap<string, string>;
  readonly asked: readonly Asked[];
}

export const processNames = ["registry 1", "registry 2", "extractor", "loader 1", "loader 2"] as const;
export type ProcessName = (typeof processNames)[number];

export class World {
  readonly databases: Databases;
  readonly destination: Destination;
  readonly broker = new Broker();
  readonly clock: Clock;
  /** What happened, in words. */
  readonly told: string[] = [];
  readonly asked: Asked[];
  /** Runs in the order in which they were asked for: what people call them. */
  readonly #names: Map<string, string>;
  readonly #core = new Core();
  readonly #parts: Parts;
  readonly #members = new Map<ProcessName, Member>();
  readonly #db: Db;
  readonly #gateway: Bus;
  readonly #scheduler: Bus;
  #older: Streams | undefined;
  #requestCount = 0;

  /** @param kept where it begins; its databases are restored already. */
  constructor(databases: Databases, clock: Clock, parts: Parts, kept?: Kept) {
    this.#names = new Map(kept?.names);
    this.asked = kept?.asked.map((asked) => ({ ...asked })) ?? [];
    this.#requestCount = this.asked.length;
    if (kept) this.broker.restore(kept.streams);
    clock.set(kept?.nowMs ?? beginning);
    this.databases = databases;
    this.clock = clock;
    this.#parts = parts;
    this.destination = new Destination(databases.destination);
    const healthy = new Crashes(() => undefined);
    this.#db = queriesOn(processPool(databases.metadata, healthy));
    this.#gateway = processBus("gateway", this.broker, this.#core, healthy, log);
    this.#scheduler = processBus("scheduler", this.broker, this.#core, healthy, log);
    const answers = answerSecretRequests(this.#db, sealer, openAudit(this.#db, log));
    for (const [operation, answer] of Object.entries(answers))
      this.#core.answer(`secrets.${operation}`, answer as (body: unknown) => Promise<unknown>);
    this.#core.answer("scheduler.due", async (body) => {
      const { cron, timezone, after, until } = body as Record<"cron" | "timezone" | "after" | "until", string>;
      return dueTimes({ cron, timezone }, new Date(after), new Date(until), 500);
    });
    this.#core.listen("answer", (subject, data) =>
      this.#hear(subject, JSON.parse(data) as { readonly error?: object }),
    );
  }

  keep(): Kept {
    return { nowMs: Date.now(), streams: this.broker.snapshot(), names: this.#names, asked: this.asked };
  }

  /** The process; started again if it is dead. */
  member(name: ProcessName): Member {
    const known = this.#members.get(name);
    if (known && !known.crashes.isDead) return known;
    known?.[Symbol.dispose]();
    const started = this.#start(name);
    this.#members.set(name, started);
    return started;
  }

  registry(name: "registry 1" | "registry 2" = "registry 1"): RegistryMember {
    return this.member(name) as RegistryMember;
  }

  #start(name: ProcessName): Member {
    const crashes = new Crashes((fault) => this.say(`  ${name} ${describe(fault)}`));
    const service = name.split(" ")[0] as "registry" | "extractor" | "loader";
    const bus = processBus(service, this.broker, this.#core, crashes, log);
    if (service === "registry") return RegistryMember.start(this.databases.metadata, this.broker, bus, crashes);
    if (service === "extractor") return startExtractor(this.broker, bus, crashes);
    return LoaderMember.start(this.broker, bus, crashes, this.destination.poolsOf(crashes), this.#parts.finalize);
  }

  async hasOutbox(): Promise<boolean> {
    const found = await this.databases.metadata.rows("select from outbox limit 1");
    return found.length > 0;
  }

  /** True while a run is open, or work waits or is held. */
  async isBusy(): Promise<boolean> {
    const open = await this.databases.metadata.rows(
      "select from runs where ended_at is null or state = 'abandoned' limit 1",
    );
    return open.length > 0 || this.broker.hasUnacknowledged() || (await this.hasOutbox());
  }

  say(what: string): void {
    this.told.push(what);
  }

  /** The run as people call it: A1 is the first run of pipeline A. */
  nameOf(runId: string): string {
    return this.#names.get(runId) ?? runId;
  }

  inWords(text: string): string {
    return [...this.#names].reduce((words, [id, name]) => words.replaceAll(id, name), text);
  }

  runIds(): readonly string[] {
    return [...this.#names.keys()];
  }

  nameRun(runId: string, pipeline: ModelPipeline): void {
    if (this.#names.has(runId)) return;
    const count = [...this.#names.values()].filter((name) => name.startsWith(pipeline.name)).length;
    this.#names.set(runId, `${pipeline.name}${count + 1}`);
  }

  /** A client asks for a run; with the key of an earlier request if it is sent again. */
  async askForRun(pipeline: ModelPipeline, key: number): Promise<void> {
    const runId = requestedRunId(pipeline.id, String(key));
    const isRepeat = this.#names.has(runId);
    this.nameRun(runId, pipeline);
    this.say(`a client asks for ${this.nameOf(runId)}${isRepeat ? " again, with the same key" : ""}`);
    const asked = this.#ask("start", runId);
    const { requestId } = asked;
    const request = {
      id: requestId,
      action: "POST /api/v1/pipelines/{id}/trigger",
      object: pipeline.id,
      actorKind: "user",
      actorId: "1",
      actorName: "model",
      address: "192.0.2.1",
      requestId: "",
    };
    const command = { runId, pipelineId: pipeline.id, cause: "manual", requestedBy: "model", range: noRange, request };
    const message = {
      subject: subjectOf("StartRun", command),
      payload: encodeMessage("StartRun", command),
      messageId: `start:${requestId}`,
    };
    await this.#send(asked, message);
  }

  async cancel(runId: string): Promise<void> {
    const asked = this.#ask("cancel", runId);
    const command = { runId, requestedBy: "model", requestId: asked.requestId };
    const message = { subject: subjectOf("CancelRun", command), payload: encodeMessage("CancelRun", command) };
    await this.#send(asked, { ...message, messageId: `cancel:${asked.requestId}` });
  }

  #ask(command: Asked["command"], runId: string): Asked {
    const requestId = deriveUuid("model", "request", String(++this.#requestCount));
    const asked: Asked = { command, runId, requestId, answer: "none", decision: "none" };
    this.asked.push(asked);
    return asked;
  }

  async #send(asked: Asked, message: Parameters<typeof publish>[1]): Promise<void> {
    const isStored = await this.#publish(this.#gateway, message);
    if (isStored && this.#parts.accepts === "when it is stored") asked.answer = "accepted";
  }

  /** @returns what the API answers, if it refuses. */
  async retry(id: string, from: "start" | "failure"): Promise<string | undefined> {
    const run_id = retriedRunId(id, String(++this.#requestCount));
    try {
      const made = await retryRun(this.#db, this.#gateway, { id, run_id, requested_by: "model", from });
      this.nameRun(
        run_id,
        pipelines.find((pipeline) => pipeline.id === made.pipeline_id)!,
      );
      return undefined;
    } catch (error) {
      return toPipelineError(error).message;
    }
  }

  /** A scheduler finds a time due, by its own clock. @param later in intervals from the last due time. */
  async tick(pipeline: ModelPipeline, later: number): Promise<void> {
    const scheduledForMs = Math.floor(Date.now() / everyMs) * everyMs + later * everyMs;
    const tick = { pipelineId: pipeline.id, scheduledForMs, version: 1 };
    this.nameRun(scheduledRunId(pipeline.id, scheduledForMs), pipeline);
    const at = new Date(scheduledForMs).toISOString().slice(11, 16);
    this.say(`a scheduler finds ${pipeline.name} due at ${at}`);
    await this.#publish(this.#scheduler, {
      subject: subjectOf("Tick", tick),
      payload: encodeMessage("Tick", tick),
      messageId: tickId(pipeline.id, scheduledForMs),
    });
  }

  /** True if somebody ended it while its rows may have been on their way. */
  wasAbandoned(runId: string): boolean {
    return this.broker.hasEverStored(`${runId}.run_abandoned`);
  }

  keepStore(): void {
    this.#older = this.broker.snapshot();
    this.say("NATS's store is copied");
  }

  /** @returns false if there is no older store. */
  rollBackBroker(): boolean {
    if (!this.#older) return false;
    this.say("NATS has the copy of its store");
    this.broker.restore(this.#older);
    return true;
  }

  async #publish(bus: Bus, message: Parameters<typeof publish>[1]): Promise<boolean> {
    return publish(bus, message, { signal: new AbortController().signal, giveUpAfterMs: 0 }).then(
      () => true,
      () => false,
    );
  }

  #hear(subject: string, { error }: { readonly error?: object }): void {
    const asked = this.asked.find(({ requestId }) => answerSubject(requestId) === subject);
    if (!asked) return;
    asked.decision = error === undefined ? "executed" : "refused";
    if (asked.answer === "none") asked.answer = error === undefined ? "accepted" : "refused";
  }

  [Symbol.dispose](): void {
    for (const member of this.#members.values()) member[Symbol.dispose]();
  }
}

const effects = { commit: "commit", publish: "publication", ack: "acknowledgement" } as const;
const ordinals = ["", "first", "second", "third"];

function describe({ at, nth, when, how }: Fault): string {
  const what = at === "ack" && how !== "dies" ? "has its acknowledgement lost" : how;
  return `${what} ${when} its ${ordinals[nth]} ${effects[at]}`;
}
