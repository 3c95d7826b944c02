/** What workers get for a run, secrets included. */
import {
  toWriteMode,
  type DestinationConfig,
  type PipelineSecrets,
  type RunDestination,
  type RunSource,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { resolveConfigs, secretForRun } from "../connections/use-connections.ts";
import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import { usableWatermark } from "./run.ts";
import type { Sealer } from "../secrets/sealer.ts";

/** What an extractor needs for a run, secrets included. */
export async function getRunSource(db: Db, sealer: Sealer, runId: string): Promise<RunSource> {
  const { run, secrets } = await openRun(db, sealer, runId);
  const { source_config: config, mapping } = run;
  const stored = await secretForRun(db, sealer, "bigquery", config);
  return {
    config,
    watermark: usableWatermark(run),
    credentials: stored === undefined ? (secrets.source_credentials ?? null) : stored,
    mapping,
    mask_key: secrets.mask_key ?? null,
    digest_key: sealer.digestKey(run.planned_by ?? runId),
  };
}

/** What a loader needs for a run, secrets included. */
export async function getRunDestination(db: Db, sealer: Sealer, runId: string): Promise<RunDestination> {
  const { run, secrets } = await openRun(db, sealer, runId);
  const config = run.ended_at === null ? run.destination_config : await toPresentAccess(db, run);
  const stored = await secretForRun(db, sealer, "postgres", config);
  return {
    config,
    password: stored === undefined ? (secrets.destination_password ?? null) : stored,
    write_mode: toWriteMode(run.mode, run.destination_config),
    cursor_column: run.source_config.cursor_column ?? null,
    digest_key: sealer.digestKey(run.planned_by ?? runId),
  };
}

/**
 * What an ended run left is dropped, or its rejects replayed, as whoever the pipeline writes as by now: user and password go
 * together. The pipeline's password goes to no server that it leads to no more.
 *
 * @throws PipelineError `connection_moved`
 */
async function toPresentAccess(db: Db, run: OpenedRun): Promise<DestinationConfig> {
  const { destination_config: own, present_source, present_destination } = run;
  const configs = { source_config: present_source, destination_config: present_destination };
  const present = (await resolveConfigs(db, [configs]))[0]!.destination_config;
  if (own.host === present.host && own.port === present.port) {
    const { connection_id, user, ssl_mode } = present;
    return { ...own, connection_id, user, ssl_mode };
  }
  if (own.connection_id !== undefined) return own;
  throw new PipelineError("connection_moved", "the pipeline writes to another server since the run ended");
}

type OpenedRun = Awaited<ReturnType<typeof openRun>>["run"];

/** The run's own configuration with the pipeline's or the connection's present secrets: a rotated password works at once. */
async function openRun(db: Db, sealer: Sealer, runId: string) {
  const run = await db
    .selectFrom("runs")
    .innerJoin("pipelines", "pipelines.id", "runs.pipeline_id")
    .select([
      "runs.source_config",
      "runs.destination_config",
      "runs.mode",
      "runs.mapping",
      "runs.watermark",
      "runs.planned_by",
      "runs.ended_at",
      "pipelines.source_config as present_source",
      "pipelines.destination_config as present_destination",
      "pipelines.id",
      "pipelines.secrets",
    ])
    .where("runs.id", "=", runId)
    .executeTakeFirst();
  if (!run) notFound("run", runId);
  return { run, secrets: sealer.open("pipeline", run.id, run.secrets) as PipelineSecrets };
}
