/** The secrets of a pipeline, for workers that check its servers while a user edits it. */
import type { SecretsApi } from "@datamantri/contracts";

import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import type { StoredSecrets } from "../pipelines/pipeline-secrets.ts";
import { neededAgain, release } from "./bound-secret.ts";
import type { Sealer } from "./sealer.ts";

/**
 * For the extractor. Null when none is stored.
 *
 * @throws PipelineError `not_found`; `request_invalid` for anything else than what they were given for.
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

/** For the loader. The same of the destination. */
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
