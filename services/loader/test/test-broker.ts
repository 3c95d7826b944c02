/** The bus as the registry uses it: creates the streams, issues tasks and answers with a run's destination. */
import { batchMessageId, decodeMessage, encodeMessage, loaderBatches, loaderTasks } from "@datamantri/contracts";
import { messageNameOf, subjectOf } from "@datamantri/contracts";
import { secretsSubject } from "@datamantri/contracts";
import type { Message, SecretsApi, RunDestination, TaskName } from "@datamantri/contracts";
import { countUnacknowledged, ensureTopology, openBus, publish, serveRequests, type Bus } from "@datamantri/bus";
import { PipelineError, Secret } from "@datamantri/runtime";

import { log } from "./test-run.ts";

export class TestBroker implements AsyncDisposable {
  readonly bus: Bus;
  /** The registry's answers, by run. */
  readonly destinations = new Map<string, RunDestination>();
  readonly #stop: AbortController;
  readonly #requests: { close(): Promise<void> };

  private constructor(bus: Bus, stop: AbortController) {
    this.bus = bus;
    this.#stop = stop;
    this.#requests = serveRequests<Pick<SecretsApi, "runs.destination">>(
      bus,
      {
        "runs.destination": async ({ run_id }) => {
          const known = this.destinations.get(run_id);
          if (!known) throw new PipelineError("not_found", `no run has the id ${run_id}`);
          return known;
        },
      },
      secretsSubject,
    );
  }

  static async open(url: string): Promise<TestBroker> {
    const stop = new AbortController();
    const onClosed = () => undefined;
    const bus = await openBus({ url: new Secret(url), service: "registry", log, onClosed, signal: stop.signal });
    await ensureTopology(bus, { maxBatchMessages: 500, replicas: 1 });
    return new TestBroker(bus, stop);
  }

  async task<Name extends TaskName>(name: Name, task: Message<Name>): Promise<void> {
    const subject = subjectOf(name, task);
    const message = { subject, payload: encodeMessage(name, task), messageId: `${subject}:${crypto.randomUUID()}` };
    await publish(this.bus, message, { signal: this.#stop.signal });
  }

  /** @param attempt a different one publishes the same batch again. */
  async batch(batch: Message<"RowBatch">, attempt = 1): Promise<void> {
    const payload = encodeMessage("RowBatch", batch);
    const message = { subject: subjectOf("RowBatch", batch), payload, messageId: batchMessageId(batch, attempt) };
    await publish(this.bus, message, { signal: this.#stop.signal });
  }

  /** Every event so far, oldest first. */
  async events() {
    const { state } = await this.bus.jsm.streams.info("EVENTS");
    const events = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const stored = await this.bus.jsm.streams.getMessage("EVENTS", { seq });
      if (!stored) continue;
      const name = messageNameOf(stored.subject)!;
      const headers = Object.fromEntries(stored.header.keys().map((key) => [key, stored.header.get(key)]));
      events.push({ name, subject: stored.subject, body: decodeMessage(name, stored.data), headers });
    }
    return events;
  }

  async unacknowledged(): Promise<number> {
    const counts = await Promise.all(
      [loaderTasks, ...loaderBatches].map((spec) => countUnacknowledged(this.bus, spec)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#requests.close();
    await this.bus[Symbol.asyncDispose]();
  }
}
