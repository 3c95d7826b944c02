/** Simulated workers that only send workers' messages; also the gateway's and the schedulers' messages. */
import {
  awaitTopology,
  consume,
  openBus,
  publish,
  publishEvent,
  request,
  type Bus,
  type MessageHandler,
} from "@datamantri/bus";
import {
  subjectOf,
  encodeMessage,
  extractorPlans,
  extractorSplits,
  loaderTasks,
  noVerification,
  noWatermark,
  type EventName,
  type Message,
  type MessageName,
  secretsSubject,
  type RegistryApi,
  type SecretsApi,
} from "@datamantri/contracts";
import type { RunView } from "@datamantri/api";
import { Secret } from "@datamantri/runtime";
import { waitFor } from "@datamantri/testkit";

import { log } from "./test-registry.ts";
import { plannedEvent } from "./test-run.ts";

export class TestWorkers implements AsyncDisposable {
  readonly bus: Bus;
  /** Names of the executed tasks, in order. */
  readonly done: MessageName[] = [];
  readonly #stop = new AbortController();
  #working: Promise<void> = Promise.resolve();

  private constructor(bus: Bus) {
    this.bus = bus;
  }

  static async open(url: string): Promise<TestWorkers> {
    const signal = new AbortController().signal;
    const onClosed = () => undefined;
    return new TestWorkers(await openBus({ url: new Secret(url), service: "loader", log, onClosed, signal }));
  }

  /** Takes tasks from now on; like every worker it waits until the registry has created the streams. */
  async work(): Promise<void> {
    const { signal } = this.#stop;
    await awaitTopology(this.bus, signal);
    this.#working = consume(
      this.bus,
      [extractorPlans, ...extractorSplits, loaderTasks],
      {
        PlanRun: this.#worker("PlanRun", async ({ runId, pipelineId }) => {
          await this.say("RunPlanned", plannedEvent({ runId, pipelineId }));
        }),
        PrepareRun: this.#worker("PrepareRun", ({ runId, pipelineId }) =>
          this.say("RunPrepared", { runId, pipelineId }),
        ),
        ReadSplit: this.#worker("ReadSplit", async ({ runId, pipelineId, attempt, split }) => {
          const batches = [{ split: split.split, sequence: 0, part: 0, rowCount: split.rowCount, rejectedCount: 0 }];
          await this.say("BatchesLoaded", { runId, pipelineId, batches, alreadyLoaded: 0 });
          const counts = { split: split.split, rowCount: split.rowCount, byteCount: 1, replaced: [], rejectedCount: 0 };
          await this.say("SplitExtracted", { runId, pipelineId, attempt, ...counts });
        }),
        FinalizeRun: this.#worker("FinalizeRun", ({ runId, pipelineId, rowCount }) =>
          this.say("RunFinalized", {
            runId,
            pipelineId,
            rowCount,
            rejectedCount: 0,
            warnings: [],
            watermark: noWatermark,
            replacement: "",
            undoableRunIds: [],
            verification: noVerification,
          }),
        ),
        DiscardRun: this.#worker("DiscardRun", ({ runId, pipelineId }) =>
          this.say("RunDiscarded", { runId, pipelineId }),
        ),
      },
      { slots: 4, signal },
    );
  }

  async say<Name extends EventName>(
    name: Name,
    event: Message<Name> & { readonly runId: string; readonly pipelineId: string },
  ): Promise<void> {
    await publishEvent(this.bus, name, event, crypto.randomUUID(), { signal: this.#stop.signal });
  }

  /** Every call sends a distinct message, because JetStream may have lost its record of message ids. */
  async command<Name extends "StartRun" | "CancelRun" | "Tick">(name: Name, command: Message<Name>): Promise<void> {
    const subjects = { StartRun: "cmd.run.start", CancelRun: "cmd.run.cancel", Tick: "" };
    const subject = name === "Tick" ? subjectOf("Tick", command as Message<"Tick">) : subjects[name];
    const message = { subject, payload: encodeMessage(name, command), messageId: crypto.randomUUID() };
    await publish(this.bus, message, { signal: this.#stop.signal });
  }

  askSecret<Operation extends keyof SecretsApi>(operation: Operation, body: SecretsApi[Operation][0]) {
    return request<SecretsApi, Operation>(this.bus, secretsSubject, operation, body as never);
  }

  ask<Operation extends keyof RegistryApi>(operation: Operation, body: RegistryApi[Operation][0]) {
    return request<RegistryApi, Operation>(this.bus, "registry", operation, body as never) as Promise<
      RegistryApi[Operation][1]
    >;
  }

  awaitRun(id: string, phase: string, timeoutMs = 20_000): Promise<RunView> {
    const look = async () => {
      const run = await this.ask("runs.get", { id });
      return run.phase === phase && run;
    };
    return waitFor(look, { what: `run to be ${phase}`, timeoutMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#working;
    await this.bus[Symbol.asyncDispose]();
  }

  #worker<Name extends MessageName>(name: Name, work: (task: Message<Name>) => Promise<void>): MessageHandler<Name> {
    return {
      maxDeliveries: 5,
      handle: async (task) => {
        await work(task);
        this.done.push(name);
      },
    };
  }
}
