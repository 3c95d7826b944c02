/**
 * Identity, as Google's users have it, through Google's own library: application default credentials (a file, gcloud,
 * the metadata server, workload identity), a service account's key, impersonation, workload identity federation.
 */
import { BigQuery } from "@google-cloud/bigquery";
import { GoogleAuth, Impersonated, type AuthClient } from "google-auth-library";

import type { RunSource } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError, type GuardedHttp } from "@datamantri/runtime";

const scopes = ["https://www.googleapis.com/auth/bigquery"];

/** Kinds of credential files that name nothing to be executed on the extractor's machine. */
const knownTypes = [
  "service_account",
  "authorized_user",
  "impersonated_service_account",
  "external_account",
  "external_account_authorized_user",
];

/** Keys of credential files that hold addresses to which what was read elsewhere is sent. */
const addressKeys = ["token_url", "token_info_url", "revoke_url", "service_account_impersonation_url"] as const;

type CredentialFile = Partial<Record<(typeof addressKeys)[number], unknown>> & {
  readonly type?: unknown;
  readonly universe_domain?: unknown;
  readonly credential_source?: { readonly executable?: unknown };
  readonly source_credentials?: { readonly type?: unknown };
};

export interface Credentials {
  /** Headers that authenticate a request; none for a stand-in without credentials. */
  headers(): Promise<Headers>;
}

/** How a source is reached, and as whom. */
export interface SourceAccess {
  readonly config: Pick<SourceConfig, "project" | "api_endpoint" | "impersonate_service_account">;
  readonly credentials: string | null;
}

export function toSourceAccess({ configuration, credentials }: RunSource): SourceAccess {
  return { config: configuration.source_config, credentials };
}

/**
 * The credentials of a run. The extractor's own never go to an endpoint that is not Google's: a pipeline's owner
 * could otherwise collect them.
 *
 * @param http for those that a person typed in: the extractor's own may ask the machine they run on, these may not.
 * @throws PipelineError `source_credentials_invalid` when Google's library does not accept the file.
 */
export async function openCredentials({ config, credentials }: SourceAccess, http: GuardedHttp): Promise<Credentials> {
  if (credentials === null && !isGoogle(config.api_endpoint)) return { headers: async () => new Headers() };
  const auth = openAuth(credentials, config.project, http);
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

function openAuth(credentials: string | null, project: string, http: GuardedHttp): GoogleAuth {
  if (credentials === null) return new BigQuery({ projectId: project }).authClient;
  const clientOptions = { transporterOptions: { fetchImplementation: http.fetch } };
  return new GoogleAuth({ credentials: parseCredentials(credentials) as object, scopes, clientOptions });
}

/**
 * What a user's file could do to the extractor's machine: run a program, or have Google's library read a
 * local file or an address inside and send it elsewhere.
 */
function parseCredentials(text: string): CredentialFile {
  const invalid = (why: string): PipelineError =>
    new PipelineError("source_credentials_invalid", `the source's credentials ${why}`);
  let file: CredentialFile;
  try {
    file = JSON.parse(text) as CredentialFile;
  } catch {
    // The cause would quote the secret.
    throw invalid("are not valid JSON");
  }
  if (!knownTypes.includes(String(file.type)))
    throw invalid(`have an unknown "type"; allowed: ${knownTypes.join(", ")}`);
  if (file.credential_source?.executable !== undefined) throw invalid("name an executable, which is not allowed");
  const strange = addressKeys.find((key) => {
    const address = file[key];
    return address !== undefined && !(typeof address === "string" && isGoogle(address));
  });
  if (strange !== undefined) throw invalid(`have a "${strange}" outside Google's domains`);
  if ((file.universe_domain ?? "googleapis.com") !== "googleapis.com") {
    throw invalid('have a "universe_domain" that is not googleapis.com');
  }
  const inner = file.source_credentials;
  if (inner !== undefined && !["service_account", "authorized_user"].includes(String(inner.type))) {
    throw invalid('have "source_credentials" of another type than service_account or authorized_user');
  }
  return file;
}

function impersonate(sourceClient: AuthClient, targetPrincipal: string): AuthClient {
  return new Impersonated({ sourceClient, targetPrincipal, targetScopes: scopes, delegates: [], lifetime: 3_600 });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    // Google's library wraps what its requests fail with.
    if (error instanceof Error && error.cause instanceof PipelineError) throw error.cause;
    const message = error instanceof Error ? error.message : String(error);
    throw new PipelineError("source_credentials_invalid", `Google's credentials: ${message}`, {}, { cause: error });
  }
}
