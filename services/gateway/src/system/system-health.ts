/**
 * Health of the product: asks the broker, every process and the registry separately, so that one failure hides nothing
 * else.
 */
import { setTimeout as delay } from "node:timers/promises";

import { findInstances, listenForStops, readBroker, request, type Bus } from "@datamantri/bus";
import type { RegistryApi } from "@datamantri/contracts";
import type { SystemService, SystemPart, SystemView } from "@datamantri/api";
import { remember, toPipelineError } from "@datamantri/runtime";

import { detailOf } from "../problem.ts";
import { findProblems } from "./find-problems.ts";
import { HeldSchedules } from "./held-schedules.ts";
import { RollCall } from "./roll-call.ts";

/** Pages poll every few seconds, many at once. */
const freshMs = 1_000;
/** Polls in the background, so that silent instances are known when a user looks. */
const rollCallMs = 5_000;
const callsPerRead = 6;
/** A process answers in a millisecond, and within this limit also when it is busy. */
const answerMs = 1_000;
const brokerMs = 1_500;
const registryMs = 3_000;

export class SystemHealth {
  readonly #bus: Bus;
  readonly #roll = new RollCall();
  readonly #held = new HeldSchedules();
  readonly #callRoll = remember(freshMs, () => this.#askAll());
  /** Never fails. */
  readonly read = remember(freshMs, () => this.#read());

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Polls until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    // The subscription ends with the connection.
    listenForStops(this.#bus, (service, id) => this.#roll.noteStopped(service, id));
    for (let call = 0; !signal.aborted; call++) {
      // Reads everything less often: it costs more, and records since when a problem exists.
      await (call % callsPerRead === 0 ? this.read() : this.#callRoll().catch(() => undefined));
      await delay(rollCallMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #read(): Promise<SystemView> {
    const unavailable: { part: SystemPart; reason: string }[] = [];
    const ask = <T>(part: SystemPart, answer: Promise<T>): Promise<T | null> =>
      answer.catch((error: unknown) => {
        unavailable.push({ part, reason: detailOf(toPipelineError(error)) });
        return null;
      });
    const [reading, services, registry] = await Promise.all([
      ask("broker", readBroker(this.#bus, brokerMs)),
      ask("services", this.#callRoll()),
      ask("registry", request<RegistryApi, "system.read">(this.#bus, "registry", "system.read", {}, registryMs)),
    ]);
    const now = new Date();
    const parts = {
      broker: reading?.broker ?? null,
      streams: reading?.streams ?? null,
      queues: reading?.queues ?? null,
      services,
      outbox: registry?.outbox ?? null,
      open_runs: registry?.open_runs ?? null,
      throughput: registry?.throughput ?? null,
      errors: registry?.errors ?? null,
      sources: registry?.sources ?? null,
      destinations: registry?.destinations ?? null,
      unavailable,
    };
    const notHeld = this.#held.note(registry?.schedules, services, now.getTime());
    const problems = findProblems(parts, now.getTime(), notHeld, registry?.audit, registry?.rolled_back_at);
    const state = problems.length === 0 ? "ok" : problems[0]!.severity === "bad" ? "down" : "degraded";
    return { measured_at: now.toISOString(), state, problems, ...parts };
  }

  async #askAll(): Promise<readonly SystemService[]> {
    try {
      const found = await findInstances(this.#bus, { timeoutMs: answerMs, expected: this.#roll.expected });
      const now = Date.now();
      this.#roll.note(found, now);
      return this.#roll.services(now);
    } catch (error) {
      this.#roll.noteNobodyAsked();
      throw error;
    }
  }
}
