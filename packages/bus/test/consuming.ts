/** Starts consumers of tasks and batches, and stops them when the test ends. */
import { onTestFinished } from "vitest";

import {
  extractorPlans,
  loaderBatches,
  partitionCount,
  partitionOf,
  type ConsumerSpec,
  type Message,
  type StreamName,
} from "@datamantri/contracts";
import { waitFor } from "@datamantri/testkit";

import {
  BatchWindow,
  consume,
  consumeBatches,
  type BatchHandler,
  type BatchOptions,
  type Bus,
  type Handlers,
  type MessageHandler,
} from "../src/index.ts";
import { emptied, neverAborted, rowBatch } from "./open-test-bus.ts";

interface Consuming {
  stop(): Promise<void>;
}

function untilTestEnds(work: (signal: AbortSignal) => Promise<void>): Consuming {
  const controller = new AbortController();
  const working = work(controller.signal);
  const stop = async () => {
    controller.abort(new Error("the process is stopping"));
    await working;
  };
  onTestFinished(stop);
  return { stop };
}

export const plan = (more: Partial<MessageHandler<"PlanRun">> = {}): Handlers => ({
  PlanRun: { maxDeliveries: 5, handle: async () => undefined, ...more },
});

interface DeadLetter {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly code: string;
  readonly reason: string;
  readonly sequence: string;
}

export class TestTasks {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  start(handlers: Handlers, specs: readonly ConsumerSpec[] = [extractorPlans], slots = 4, on = this.#bus): Consuming {
    return untilTestEnds((signal) => consume(on, specs, handlers, { slots, signal }));
  }

  settled(stream: StreamName = "TASKS"): Promise<void> {
    return emptied(this.#bus, stream);
  }

  async deadLetter(): Promise<DeadLetter> {
    const find = () => this.#bus.jsm.streams.getMessage("DEADLETTERS", { seq: 1 });
    const { subject, data, header } = await waitFor(find, { what: "a dead letter" });
    const [code, reason, sequence] = ["dm-error-code", "dm-error", "dm-sequence"].map((name) => header.get(name));
    return { subject, data, code: code!, reason: reason!, sequence: sequence! };
  }
}

export type Batch = Message<"RowBatch">;

/** Runs in this partition. */
export function runsIn(partition: number, count: number): string[] {
  const runs: string[] = [];
  for (let i = 0; runs.length < count; i++) if (partitionOf(`run-${i}`) === partition) runs.push(`run-${i}`);
  return runs;
}

export const batchesOf = (runId: string, count: number, byteCount = 10): Batch[] =>
  Array.from({ length: count }, (_, i) => rowBatch(runId, i, byteCount, i % 10));

export const nameOf = ({ runId, sequence }: Batch): string => `${runId}/${sequence}`;

export class TestBatches {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async send(batches: readonly Batch[]): Promise<void> {
    const window = new BatchWindow(this.#bus, neverAborted);
    for (const batch of batches) await window.publish(batch, 1);
    await window.flush();
  }

  start(handler: Partial<BatchHandler>, options: Partial<BatchOptions> = {}, on = this.#bus): Consuming {
    const nothing = async () => undefined;
    const whole = { handle: nothing, delayed: nothing, failed: nothing, maxDeliveries: 5, ...handler };
    const small = { sessions: 1, groupBytes: 1_000, ...options };
    return untilTestEnds((signal) => consumeBatches(on, loaderBatches, whole, { signal, ...small }));
  }

  settled(): Promise<void> {
    return emptied(this.#bus, "BATCHES");
  }

  /** Resolves when the number of deliveries has not grown for a while. */
  async quiet(): Promise<number> {
    let [last, since] = [-1, performance.now()];
    return waitFor(
      async () => {
        const now = await this.#delivered();
        if (now !== last) [last, since] = [now, performance.now()];
        return performance.now() - since > 500 ? now : undefined;
      },
      { what: "deliveries to end" },
    );
  }

  async #delivered(): Promise<number> {
    const names = Array.from({ length: partitionCount }, (_, partition) => loaderBatches[partition]!.name);
    const infos = await Promise.all(names.map((name) => this.#bus.jsm.consumers.info("BATCHES", name)));
    return infos.reduce((sum, { num_ack_pending }) => sum + num_ack_pending, 0);
  }
}
