/** Secrets of a pipeline for workers that test its servers while a user edits it. */
import type { SecretsApi } from "@datamantri/contracts";

import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import type { StoredSecrets } from "../pipelines/pipeline-secrets.ts";
import { neededAgain, release } from "./bound-secret.ts";
import type { Sealer } from "./sealer.ts";

/**
 * Returns the credentials for the extractor. Null when none are stored.
 *
 * @throws PipelineError `not_found`; `request_invalid` for another server than the secret is bound to.
 */
export async function getStoredCredentials(
  db: Db,
  sealer: Sealer,
  { id, config }: SecretsApi["pipelines.source_credentials"][0],
): Promise<string | null> {
  const { source_credentials } = await openSecrets(db, sealer, id);
  return release(source_credentials, "bigquery", config, (parts) =>
    neededAgain("source_config.credentials: are", parts),
  );
}

/** Returns the destination's password for the loader, under the same conditions. */
export async function getStoredPassword(
  db: Db,
  sealer: Sealer,
  { id, config }: SecretsApi["pipelines.destination_password"][0],
): Promise<string | null> {
  const { destination_password } = await openSecrets(db, sealer, id);
  return release(destination_password, "postgres", config, (parts) =>
    neededAgain("destination_config.password: is", parts),
  );
}

async function openSecrets(db: Db, sealer: Sealer, id: string): Promise<StoredSecrets> {
  const row = await db
    .selectFrom("pipelines")
    .select("secrets")
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return sealer.open("pipeline", id, (row ?? notFound("pipeline", id)).secrets);
}
