/**
 * Identity, as Google's users have it, through Google's own library: application default credentials (a file, gcloud,
 * the metadata server, workload identity), a service account's key, impersonation, workload identity federation.
 */
import { BigQuery } from "@google-cloud/bigquery";
import { GoogleAuth, Impersonated, type AuthClient } from "google-auth-library";

import type { RunSource } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

const scopes = ["https://www.googleapis.com/auth/bigquery"];

/** Kinds of credential files that name nothing to be executed on the extractor's machine. */
const knownTypes = [
  "service_account",
  "authorized_user",
  "impersonated_service_account",
  "external_account",
  "external_account_authorized_user",
];

export interface Credentials {
  /** Headers that authenticate a request; none for a stand-in without credentials. */
  headers(): Promise<Headers>;
}

/** Where a source is and who may read it. */
export type SourceAccess = Pick<RunSource, "config" | "credentials">;

/**
 * The credentials of a run. The extractor's own never go to an endpoint that is not Google's: a pipeline's owner
 * could otherwise collect them.
 *
 * @throws PipelineError `source_credentials_invalid` when the file is none that Google's library takes.
 */
export async function openCredentials({ config, credentials }: SourceAccess): Promise<Credentials> {
  if (credentials === null && !isGoogle(config.api_endpoint)) return { headers: async () => new Headers() };
  const auth = openAuth(credentials, config.project);
  const target = config.impersonate_service_account;
  const client = await guarded(async () => {
    const own = await auth.getClient();
    return target === undefined ? own : impersonate(own, target);
  });
  return { headers: () => guarded(async () => new Headers(await client.getRequestHeaders())) };
}

/** True for Google's endpoints, private ones included. */
export function isGoogle(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return true;
  return /^https:\/\/([a-z0-9-]+\.)*googleapis\.com(\/|$)/i.test(endpoint);
}

function openAuth(credentials: string | null, project: string): GoogleAuth {
  if (credentials === null) return new BigQuery({ projectId: project }).authClient;
  return new GoogleAuth({ credentials: parseCredentials(credentials) as object, scopes });
}

function parseCredentials(text: string): unknown {
  const invalid = (why: string): PipelineError =>
    new PipelineError("source_credentials_invalid", `the source's credentials ${why}`);
  let parsed: { type?: unknown; credential_source?: { executable?: unknown } };
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    // The cause would quote the secret.
    throw invalid("are no JSON");
  }
  if (!knownTypes.includes(String(parsed.type)))
    throw invalid(`have a "type" that is none of ${knownTypes.join(", ")}`);
  if (parsed.credential_source?.executable !== undefined) throw invalid("name an executable, which is not allowed");
  return parsed;
}

function impersonate(sourceClient: AuthClient, targetPrincipal: string): AuthClient {
  return new Impersonated({ sourceClient, targetPrincipal, targetScopes: scopes, delegates: [], lifetime: 3_600 });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new PipelineError("source_credentials_invalid", `Google's credentials: ${message}`, {}, { cause: error });
  }
}
