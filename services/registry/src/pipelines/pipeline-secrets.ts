import type { PipelineConfiguration, PipelineSecrets } from "@datamantri/api";

import { bind, neededAgain, strayParts, type BoundSecret } from "../secrets/bound-secret.ts";

/** The sealed part of a pipeline. */
export interface StoredSecrets {
  readonly source_credentials?: BoundSecret;
  readonly destination_password?: BoundSecret;
  readonly mask_key?: string;
}

/** The secrets' texts, without their bindings. */
export function textsOf({ source_credentials, destination_password, mask_key }: StoredSecrets): PipelineSecrets {
  return {
    ...(source_credentials && { source_credentials: source_credentials.secret }),
    ...(destination_password && { destination_password: destination_password.secret }),
    ...(mask_key !== undefined && { mask_key }),
  };
}

/**
 * Returns the secrets after a change: given ones, bound to the new servers, and unchanged ones. Null removes a secret.
 *
 * @throws PipelineError `request_invalid` for an unchanged secret that is bound to something else.
 */
export function keepSecrets(
  { source_config, destination_config }: PipelineConfiguration,
  kept: StoredSecrets,
  given: PipelineSecrets,
): StoredSecrets {
  const credentials = keepOne("bigquery", source_config, kept.source_credentials, given.source_credentials);
  const password = keepOne("postgres", destination_config, kept.destination_password, given.destination_password);
  const maskKey = given.mask_key === undefined ? kept.mask_key : given.mask_key;
  return {
    ...(credentials && { source_credentials: credentials }),
    ...(password && { destination_password: password }),
    ...(maskKey === undefined || maskKey === null ? {} : { mask_key: maskKey }),
  };
}

const fields = { bigquery: "source_config.credentials: are", postgres: "destination_config.password: is" } as const;

function keepOne(
  kind: keyof typeof fields,
  server: PipelineConfiguration["source_config"] | PipelineConfiguration["destination_config"],
  kept: BoundSecret | undefined,
  given: string | null | undefined,
): BoundSecret | undefined {
  // A connection has a secret of its own.
  if (server.connection_id !== undefined || given === null) return undefined;
  if (given !== undefined) return bind(kind, server, given);
  if (kept === undefined) return undefined;
  const parts = strayParts(kept, kind, server);
  if (parts.length > 0) throw neededAgain(fields[kind], parts);
  return kept;
}

/** Names of the secrets that a change replaces or removes. */
export function changedSecrets(kept: PipelineSecrets, given: PipelineSecrets): (keyof PipelineSecrets)[] {
  const names = Object.keys(given) as (keyof PipelineSecrets)[];
  return names.filter((name) => given[name] !== undefined && (given[name] ?? null) !== (kept[name] ?? null));
}

/** Names of the secrets that are set. */
export function secretsOf(secrets: PipelineSecrets): (keyof PipelineSecrets)[] {
  return changedSecrets({}, secrets);
}
