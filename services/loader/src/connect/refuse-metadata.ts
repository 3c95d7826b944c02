import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

/** Only the registry's database has all of these (services/registry/migrations). */
const metadataTables = ["pipeline_versions", "audit_head", "webhook_attempts"].map((name) => `public.${name}`);

const isMetadata = `select bool_and(to_regclass(name) is not null) as answer from unnest($1::text[]) as name`;

/**
 * Every new session is checked. A pipeline that writes to the metadata database could add users and roles, so an editor would
 * become an administrator.
 *
 * @throws PipelineError `sink_credentials_invalid`
 */
export async function refuseMetadata(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ answer: boolean }>(isMetadata, [metadataTables]);
  if (rows[0]?.answer !== true) return;
  throw new PipelineError(
    "sink_credentials_invalid",
    "the destination is a metadata database of DataMantri, which pipelines never write to: name another database",
  );
}
