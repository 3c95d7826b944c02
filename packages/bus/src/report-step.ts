/** How workers say that a step of a run waits or failed: in the same words, and not more often than people read. */
import { LRUCache } from "lru-cache";

import type { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { publishEvent } from "./publish.ts";

type Step = "plan" | "read" | "statistics" | "prepare" | "load" | "finalize" | "discard" | "replay";

interface RunIds {
  readonly runId: string;
  readonly pipelineId: string;
}

/** Hundreds of batches may wait for one destination: one line says it. */
const quietMs = 5_000;

/** Runs remembered; forgetting one costs a line. */
const maxRemembered = 1_000;

export class StepReporter {
  readonly #bus: Bus;
  readonly #signal: AbortSignal;
  readonly #lastDelayMs = new LRUCache<string, number>({ max: maxRemembered });

  constructor(bus: Bus, signal: AbortSignal) {
    this.#bus = bus;
    this.#signal = signal;
  }

  /** The step will be tried again in a while. */
  async delayed(step: Step, ids: RunIds, error: PipelineError, delivery: number, retryInMs: number): Promise<void> {
    const now = Date.now();
    const key = `${ids.runId}:${step}:${error.code}`;
    if (now - (this.#lastDelayMs.get(key) ?? 0) < quietMs) return;
    this.#lastDelayMs.set(key, now);
    const { runId, pipelineId } = ids;
    const { code, message } = error;
    const event = { runId, pipelineId, step, code, message, delivery, retryInMs };
    await publishEvent(this.#bus, "StepDelayed", event, `${key}:delayed:${now}`, { signal: this.#signal });
  }

  /** The step failed for good, and with it the run. */
  async failed(step: Step, ids: RunIds, error: PipelineError): Promise<void> {
    const { runId, pipelineId } = ids;
    const { code, message } = error;
    const event = { runId, pipelineId, step, code, message };
    await publishEvent(this.#bus, "StepFailed", event, `${runId}:${step}:failed:${code}`, { signal: this.#signal });
  }
}
