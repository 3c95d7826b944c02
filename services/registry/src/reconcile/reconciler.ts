/**
 * The reconciler recreates what NATS lost; everything in NATS can be recreated. Each pass runs the files of this
 * folder. Later ones rely on earlier ones.
 */
import type { Bus, TopologyOptions } from "@datamantri/bus";
import { crashPoint } from "@datamantri/runtime";

import type { AuditAnchors } from "../audit/audit-anchors.ts";
import type { Db } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { repeat } from "../repeat.ts";
import { discardExpiredRuns } from "./discard-expired-runs.ts";
import { endOverdueRuns } from "./end-overdue-runs.ts";
import { findLostReplays, findLostRuns } from "./find-lost-runs.ts";
import { forgetIdleRuns } from "./forget-idle-runs.ts";
import { purgeEndedRuns } from "./purge-ended-runs.ts";
import { reissueReplay } from "./reissue-replay.ts";
import { reissueTasks } from "./reissue-tasks.ts";
import { retryFailedRuns } from "./retry-failed-runs.ts";
import { restoreSchedules } from "./restore-schedules.ts";
import { restoreStreams } from "./restore-streams.ts";

export interface ReconcilerOptions {
  readonly topology: TopologyOptions;
  readonly everyMs: number;
  /** See RegistryContext. */
  readonly resumableMs: number;
}

/** Each read of the bucket fetches all schedules. */
const schedulesEveryMs = 30_000;

export class Reconciler {
  readonly #db: Db;
  readonly #bus: Bus;
  readonly #outbox: OutboxPublisher;
  readonly #anchors: AuditAnchors;
  readonly #options: ReconcilerOptions;
  #schedulesReadMs = Number.NEGATIVE_INFINITY;

  constructor(db: Db, bus: Bus, outbox: OutboxPublisher, anchors: AuditAnchors, options: ReconcilerOptions) {
    this.#db = db;
    this.#bus = bus;
    this.#outbox = outbox;
    this.#anchors = anchors;
    this.#options = options;
  }

  /** Runs passes until the signal aborts. Several registries may do so: each change is decided under the run's lock. */
  run(signal: AbortSignal): Promise<void> {
    return repeat(
      this.#options.everyMs,
      signal,
      async () => {
        const startedAt = performance.now();
        await this.reconcile();
        this.#bus.log.debug({ duration_ms: Math.round(performance.now() - startedAt) }, "reconciled");
      },
      (error) => this.#bus.log.warn({ error }, "failed to reconcile, retrying"),
    );
  }

  /** Runs one pass. */
  async reconcile(): Promise<void> {
    await this.restoreStreams();
    await this.moveAnchor();
    await this.#restoreSchedules();
    await crashPoint("registry.reconcile.restored");
    await this.restoreWork();
  }

  /** Issues the lost work of runs again, and removes what ended runs have left. */
  async restoreWork(): Promise<void> {
    const { everyMs, resumableMs } = this.#options;
    await discardExpiredRuns(this.#db, this.#outbox);
    await endOverdueRuns(this.#db, this.#outbox, resumableMs);
    await retryFailedRuns(this.#db, this.#outbox);
    for await (const run of findLostRuns(this.#db, this.#bus, resumableMs)) {
      await reissueTasks(this.#db, this.#bus, this.#outbox, run, resumableMs);
      await crashPoint("registry.reconcile.reissued");
    }
    for await (const run of findLostReplays(this.#db, this.#bus)) {
      await reissueReplay(this.#db, this.#bus, this.#outbox, run);
    }
    await purgeEndedRuns(this.#db, this.#bus, everyMs);
    await forgetIdleRuns(this.#db);
  }

  /** Nothing else waits for it: without NATS the anchor stays where it is. */
  async moveAnchor(): Promise<void> {
    try {
      await this.#anchors.move();
    } catch (error) {
      this.#bus.log.warn({ error }, "failed to anchor the audit log, retrying");
    }
  }

  async #restoreSchedules(): Promise<void> {
    if (performance.now() - this.#schedulesReadMs < schedulesEveryMs) return;
    await restoreSchedules(this.#db, this.#bus);
    this.#schedulesReadMs = performance.now();
  }

  /** Calls `restoreStreams` with the configured topology. */
  async restoreStreams(isStart = false): Promise<void> {
    await restoreStreams(this.#db, this.#bus, this.#options.topology, isStart);
  }
}
