/** A loader: its own handlers and ledger on the destination in memory. */
import { request, StepReporter, type Bus, type Handlers } from "@datamantri/bus";
import { decodeMessage, loaderBatches, loaderTasks, secretsSubject, type SecretsApi } from "@datamantri/contracts";
import { EgressGuard } from "@datamantri/runtime";

import { loadGroup } from "../../packages/bus/src/consume-batches.ts";
import { Destinations } from "../../services/loader/src/connect/destinations.ts";
import type { Pools } from "../../services/loader/src/connect/destination-pools.ts";
import { onDiscardRun } from "../../services/loader/src/messages/on-discard-run.ts";
import { onFinalizeRun } from "../../services/loader/src/messages/on-finalize-run.ts";
import { onPrepareRun } from "../../services/loader/src/messages/on-prepare-run.ts";
import { onReplayRejects } from "../../services/loader/src/messages/on-replay-rejects.ts";
import { onRowBatch } from "../../services/loader/src/messages/on-row-batch.ts";
import type { Broker } from "../broker/broker.ts";
import type { Crashes } from "../crash.ts";
import { Member, type Waiting } from "./member.ts";

/** How a loader finalizes: the product's way, or one without a repair. */
export type OnFinalizeRun = typeof onFinalizeRun;

export class LoaderMember extends Member {
  readonly #onBatches: ReturnType<typeof onRowBatch>;

  static start(broker: Broker, bus: Bus, crashes: Crashes, pools: Pools, finalize: OnFinalizeRun): LoaderMember {
    const fetch = (runId: string) =>
      request<SecretsApi, "runs.destination">(bus, secretsSubject, "runs.destination", { run_id: runId });
    const limits = { connections: 1, pools: 1, idleMs: 1_000, silentMs: Number.POSITIVE_INFINITY };
    const destinations = new Destinations(fetch, new EgressGuard({ allowsInside: true }), bus.log, limits, pools);
    const report = new StepReporter(bus, crashes.signal);
    const handlers: Handlers = {
      PrepareRun: onPrepareRun(bus, destinations, report),
      FinalizeRun: finalize(bus, destinations, report),
      DiscardRun: onDiscardRun(bus, destinations, report),
      ReplayRejects: onReplayRejects(bus, destinations, report),
    };
    return new LoaderMember(broker, bus, crashes, handlers, onRowBatch(bus, destinations, report));
  }

  private constructor(
    broker: Broker,
    bus: Bus,
    crashes: Crashes,
    handlers: Handlers,
    onBatches: ReturnType<typeof onRowBatch>,
  ) {
    super(broker, bus, crashes, [loaderTasks, ...loaderBatches], handlers);
    this.#onBatches = onBatches;
  }

  /** Takes batches of one run together. */
  async takeBatches(batches: readonly Waiting[]): Promise<void> {
    const group = batches.map(({ spec, seq }) => {
      const message = this.receive(spec, seq);
      return { message, batch: decodeMessage("RowBatch", message.data) };
    });
    await loadGroup(group, this.#onBatches, this.settlingOf(batches[0]!.spec), this.crashes.signal);
  }
}
