/** Source and destination of a run for workers, with secrets. */
import type { RunDestination, RunSource } from "@datamantri/contracts";
import type { RunConfiguration } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";

import { resolveConfigurations, secretForRun } from "../connections/use-connections.ts";
import type { StoredSecrets } from "../pipelines/pipeline-secrets.ts";
import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import { usableWatermark } from "./run.ts";
import type { Sealer } from "../secrets/sealer.ts";

/** Returns a run's source for an extractor, with secrets. */
export async function getRunSource(db: Db, sealer: Sealer, runId: string): Promise<RunSource> {
  const { run, secrets } = await openRun(db, sealer, runId);
  const { configuration } = run;
  const config = configuration.source_config;
  const credentials = await secretForRun(db, sealer, "bigquery", config, {
    own: secrets.source_credentials,
    present: run.present_configuration.source_config,
  });
  return {
    configuration,
    watermark: usableWatermark(run),
    credentials,
    mask_key: secrets.mask_key ?? null,
    has_succeeded: await hasSucceeded(db, run.id),
    digest_key: sealer.digestKey(run.planned_by ?? runId),
  };
}

async function hasSucceeded(db: Db, pipelineId: string): Promise<boolean> {
  const found = await db
    .selectFrom("runs")
    .select("id")
    .where("pipeline_id", "=", pipelineId)
    .where("state", "=", "success")
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Returns a run's destination for a loader, with secrets. */
export async function getRunDestination(db: Db, sealer: Sealer, runId: string): Promise<RunDestination> {
  const { run, secrets } = await openRun(db, sealer, runId);
  const followsPipeline = run.ended_at !== null || run.state === "finalizing";
  const configuration = followsPipeline ? await toPresent(db, run) : run.configuration;
  const config = configuration.destination_config;
  const password = await secretForRun(db, sealer, "postgres", config, {
    own: secrets.destination_password,
    present: run.present_configuration.destination_config,
  });
  return {
    configuration,
    password,
    digest_key: sealer.digestKey(run.planned_by ?? runId),
  };
}

/**
 * Updates the access fields: a loader that finalizes a run, discards an ended one or replays its rejects uses the pipeline's
 * current user, route to the same server, and policy for invalid values. So a person can give the ledger's reader another user
 * or TLS setting while the outcome is unknown.
 */
async function toPresent(db: Db, { configuration: own, present_configuration }: OpenedRun): Promise<RunConfiguration> {
  const [present] = await resolveConfigurations(db, [present_configuration]);
  const unrepresentable = present!.mapping?.unrepresentable;
  const configuration = { ...own, mapping: { ...own.mapping, unrepresentable } };
  const [from, to] = [own.destination_config, present!.destination_config];
  if (from.host !== to.host || from.port !== to.port) return configuration;
  const way = accessNames("postgres", ({ isEndpoint }) => !isEndpoint);
  // Fields that are not set now are cleared.
  const accessNow = Object.fromEntries(way.map((name) => [name, to[name]]));
  const { connection_id } = to;
  return { ...configuration, destination_config: { ...from, connection_id, ...accessNow } };
}

type OpenedRun = Awaited<ReturnType<typeof openRun>>["run"];

/**
 * Returns the run's own configuration with the current secrets, so that a worker that requests it again gets a rotated
 * password.
 */
async function openRun(db: Db, sealer: Sealer, runId: string) {
  const run = await db
    .selectFrom("runs")
    .innerJoin("pipelines", "pipelines.id", "runs.pipeline_id")
    .select([
      "runs.configuration",
      "runs.watermark",
      "runs.planned_by",
      "runs.ended_at",
      "runs.state",
      "pipelines.configuration as present_configuration",
      "pipelines.id",
      "pipelines.secrets",
    ])
    .where("runs.id", "=", runId)
    .executeTakeFirst();
  if (!run) notFound("run", runId);
  return { run, secrets: sealer.open("pipeline", run.id, run.secrets) as StoredSecrets };
}
