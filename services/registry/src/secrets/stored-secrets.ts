/** The secrets of a pipeline, for workers that check its servers while a user edits it. */
import type { SecretsApi } from "@datamantri/contracts";
import type { PipelineSecrets } from "@datamantri/api";

import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import { neededAgain } from "../pipelines/change-pipeline.ts";
import type { Sealer } from "./sealer.ts";

/**
 * For the extractor. Null when none is stored.
 *
 * @throws PipelineError `not_found`; `request_invalid` for another server than the one that they are meant for.
 */
export async function getStoredCredentials(
  db: Db,
  sealer: Sealer,
  { id, api_endpoint }: SecretsApi["pipelines.source_credentials"][0],
): Promise<string | null> {
  const { configuration, secrets } = await openPipeline(db, sealer, id);
  const { source_config } = configuration;
  const { source_credentials: credentials = null } = secrets;
  if (credentials === null || source_config.connection_id !== undefined) return null;
  if (source_config.api_endpoint !== api_endpoint) throw neededAgain("source_config.credentials: are", "api_endpoint");
  return credentials;
}

/** For the loader. The same of the destination. */
export async function getStoredPassword(
  db: Db,
  sealer: Sealer,
  { id, host, port }: SecretsApi["pipelines.destination_password"][0],
): Promise<string | null> {
  const { configuration, secrets } = await openPipeline(db, sealer, id);
  const stored = configuration.destination_config;
  const { destination_password: password = null } = secrets;
  if (password === null || stored.connection_id !== undefined) return null;
  if (stored.host !== host || stored.port !== port) {
    throw neededAgain("destination_config.password: is", "host or port");
  }
  return password;
}

async function openPipeline(db: Db, sealer: Sealer, id: string) {
  const row = await db
    .selectFrom("pipelines")
    .select(["configuration", "secrets"])
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!row) notFound("pipeline", id);
  return { ...row, secrets: sealer.open("pipeline", id, row.secrets) as PipelineSecrets };
}
