/** The two databases of a world, opened and migrated once for many interleavings. */
import type pg from "pg";

import { pipelineDefaults } from "@datamantri/api/values";
import { deriveUuid } from "@datamantri/contracts";
import { openLog } from "@datamantri/runtime";

import { ensureLedger } from "../../services/loader/src/ledger/ensure-ledger.ts";
import { bringUpToDate, queriesOn, sessionTypes } from "../../services/registry/src/database/open-database.ts";
import { preparingClient } from "../../services/registry/src/database/preparing-client.ts";
import { createPipeline } from "../../services/registry/src/pipelines/pipelines.ts";
import { Crashes } from "../crash.ts";
import { Copies } from "../database/copies.ts";
import { processPool } from "../database/process-pool.ts";
import { Session } from "../database/session.ts";
import { sealer } from "../services/registry.ts";

export const log = openLog("model", "silent");

/** Every five minutes. */
export const cron = "*/5 * * * *";
export const everyMs = 300_000;

export interface ModelPipeline {
  readonly id: string;
  readonly name: string;
  readonly table: string;
}

/** Both append: a run that is moved twice shows as rows that are there twice. */
export const pipelines: readonly ModelPipeline[] = ["A", "B"].map((name) => {
  return { id: deriveUuid("model", name), name, table: `target_${name.toLowerCase()}` };
});

export class Databases implements AsyncDisposable {
  readonly metadata: Session;
  readonly destination: Session;
  readonly metadataCopies: Copies;
  readonly destinationCopies: Copies;

  private constructor(metadata: Session, destination: Session) {
    this.metadata = metadata;
    this.destination = destination;
    this.metadataCopies = new Copies(metadata, ["public"]);
    this.destinationCopies = new Copies(destination, ["public", "datamantri"]);
  }

  /** @param now the time at which the pipelines are created; the clock must be stopped. */
  static async open(): Promise<Databases> {
    const [metadata, destination] = await Promise.all([
      Session.open(sessionTypes, preparingClient()),
      Session.open(undefined, preparingClient()),
    ]);
    const db = queriesOn(processPool(metadata, new Crashes(() => undefined)));
    await bringUpToDate(db);
    for (const { id, name, table } of pipelines) {
      const server = { host: "db", port: 5_432, database: "warehouse", user: "loader", schema: "public" };
      const pipeline = {
        name,
        source_config: { project: "p", dataset: "d", table: "t" },
        destination_config: { ...server, table },
        ...pipelineDefaults,
        mode: "append" as const,
        schedule: cron,
      };
      await createPipeline(db, sealer, { id, pipeline, secrets: {}, requested_by: "model" });
      await destination.execute(`create table ${table} (run text, n bigint)`);
    }
    await ensureLedger(destination.client as unknown as pg.PoolClient);
    return new Databases(metadata, destination);
  }

  async save(name: string): Promise<void> {
    await this.metadataCopies.save(name);
    await this.destinationCopies.save(name);
  }

  async restore(name: string): Promise<void> {
    await this.metadataCopies.restore(name);
    await this.destinationCopies.restore(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.metadata[Symbol.asyncDispose]();
    await this.destination[Symbol.asyncDispose]();
  }
}
