/** Runs of this extractor: opens each source once and stops the work when a run ends. */
import { LRUCache } from "lru-cache";

import { listenFor, request, type Bus } from "@datamantri/bus";
import { secretsSubject, type RunSource, type SecretsApi } from "@datamantri/contracts";
import { resolveSecret, type SecretLocations } from "@datamantri/runtime";

import { BigQueryClient } from "./bigquery/api/bigquery-client.ts";
import { toSourceAccess } from "./bigquery/api/credentials.ts";
import type { SourceNetwork } from "./bigquery/api/source-network.ts";

export interface OpenSource {
  readonly source: RunSource;
  readonly client: BigQueryClient;
}

/** Limit of remembered runs; a forgotten one is requested again. */
const maxRemembered = 200;

export class OpenRuns {
  readonly #bus: Bus;
  readonly #secretLocations: SecretLocations;
  readonly #network: SourceNetwork;
  readonly #sources = new LRUCache<string, Promise<OpenSource>>({ max: maxRemembered });
  readonly #working = new Map<string, Set<AbortController>>();

  constructor(bus: Bus, secretLocations: SecretLocations, network: SourceNetwork) {
    this.#bus = bus;
    this.#secretLocations = secretLocations;
    this.#network = network;
  }

  /** Stops work for runs that are cancelled or fail. Best effort: the ledger refuses late batches. */
  listen(): { close(): Promise<void> } {
    const subscriptions = [
      listenFor(this.#bus, "RunCancelled", ({ runId }) => this.#end(runId)),
      listenFor(this.#bus, "RunFailed", ({ runId }) => this.#end(runId)),
    ];
    return {
      close: async () => {
        await Promise.all(subscriptions.map((subscription) => subscription.close()));
      },
    };
  }

  /**
   * Works for a run. If the run ends meanwhile, the work is aborted and counts as done.
   *
   * @param signal aborts the work when the process stops; then it throws.
   * @param work gets a signal for both, and one that aborts when the run has ended.
   */
  async workFor(
    runId: string,
    signal: AbortSignal,
    work: (open: OpenSource, signal: AbortSignal, runEnded: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    const controllers = this.#working.get(runId) ?? new Set();
    this.#working.set(runId, controllers.add(controller));
    try {
      await work(await this.#open(runId), AbortSignal.any([signal, controller.signal]), controller.signal);
    } catch (error) {
      if (controller.signal.aborted && !signal.aborted) return;
      // Credentials may have been replaced: the next attempt requests them again.
      this.#sources.delete(runId);
      throw error;
    } finally {
      controllers.delete(controller);
      if (controllers.size === 0) this.#working.delete(runId);
    }
  }

  /** Asks again what a run is: one that is planned again has another watermark. */
  forget(runId: string): void {
    this.#sources.delete(runId);
  }

  async #open(runId: string): Promise<OpenSource> {
    const known = this.#sources.get(runId);
    if (known) return known;
    const opening = this.#fetch(runId);
    this.#sources.set(runId, opening);
    return opening;
  }

  async #fetch(runId: string): Promise<OpenSource> {
    const stored = await request<SecretsApi, "runs.source">(this.#bus, secretsSubject, "runs.source", {
      run_id: runId,
    });
    const source = { ...stored, credentials: await resolveSecret(stored.credentials, this.#secretLocations) };
    const onRetry = (error: unknown): void => {
      this.#bus.log.warn({ error, run_id: runId }, "failed to read from BigQuery, retrying");
    };
    return { source, client: await BigQueryClient.open(toSourceAccess(source), this.#network, onRetry) };
  }

  #end(runId: string): void {
    for (const controller of this.#working.get(runId) ?? []) controller.abort(new Error("the run has ended"));
    this.#sources.delete(runId);
  }
}
