/** Reports that a step of a run waits or failed: with uniform words, and not more often than people read. */
import { LRUCache } from "lru-cache";

import { secretsSubject, type SecretsApi } from "@datamantri/contracts";
import type { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { publishEvent } from "./publish.ts";
import { request } from "./request-reply.ts";

type Step = "plan" | "read" | "statistics" | "prepare" | "load" | "finalize" | "discard" | "replay";

interface RunIds {
  readonly runId: string;
  readonly pipelineId: string;
}

/** Hundreds of batches may wait for one destination: one line is enough. */
const quietMs = 5_000;

/** A running registry stores it in a fraction of a second. */
const explainMs = 3_000;

/** Limit of remembered runs; forgetting one costs one extra line. */
const maxRemembered = 1_000;

export class StepReporter {
  readonly #bus: Bus;
  readonly #signal: AbortSignal;
  readonly #lastDelayMs = new LRUCache<string, number>({ max: maxRemembered });

  constructor(bus: Bus, signal: AbortSignal) {
    this.#bus = bus;
    this.#signal = signal;
  }

  /** Reports that the step will be retried later. */
  async delayed(step: Step, ids: RunIds, error: PipelineError, delivery: number, retryInMs: number): Promise<void> {
    const now = Date.now();
    const key = `${ids.runId}:${step}:${error.code}`;
    if (now - (this.#lastDelayMs.get(key) ?? 0) < quietMs) return;
    this.#lastDelayMs.set(key, now);
    // Also without one: what the vendor said of an earlier failure is not the cause of this one.
    await this.#explain(step, ids, error.vendorMessage ?? null);
    const { runId, pipelineId } = ids;
    const { code, message } = error;
    const event = { runId, pipelineId, step, code, message, delivery, retryInMs };
    await publishEvent(this.#bus, "StepDelayed", event, `${key}:delayed:${now}`, { signal: this.#signal });
  }

  /**
   * Reports that the step failed for good, and the run with it.
   *
   * @param attempt of a step that a user repeats, each time with its own report.
   */
  async failed(step: Step, ids: RunIds, error: PipelineError, attempt?: number): Promise<void> {
    // Also without one: what the vendor said of an earlier failure is not the cause of this one. Of a repeated report it was
    // told before.
    if (error.facts.isRepeated !== true) await this.#explain(step, ids, error.vendorMessage ?? null);
    const { runId, pipelineId } = ids;
    const { code, message } = error;
    const event = { runId, pipelineId, step, code, message };
    const id = `${runId}:${step}:failed:${attempt === undefined ? code : `a${attempt}`}`;
    await publishEvent(this.#bus, "StepFailed", event, id, { signal: this.#signal });
  }

  /**
   * The vendor's message may quote rows: it is in no event, and goes only to the registry.
   *
   * Failure: without the registry editors do not get it; the report does not wait for it.
   */
  async #explain(step: Step, { runId: run_id }: RunIds, message: string | null): Promise<void> {
    const operation = "runs.vendor_message";
    const told = { run_id, step, message };
    await request<SecretsApi, typeof operation>(this.#bus, secretsSubject, operation, told, explainMs).catch(
      (error: unknown) => this.#bus.log.warn({ error, run_id, step }, "failed to store the vendor's message"),
    );
  }
}
