/**
 * Google identities through Google's own library: the extractor's own (application default credentials: a file, gcloud,
 * the metadata server, workload identity), or a key that a user typed in; and impersonation from either.
 */
import { gaxios, GoogleAuth, Impersonated, JWT, UserRefreshClient, type AuthClient } from "google-auth-library";

import type { RunSource } from "@datamantri/contracts";
import type { BigQueryConnection } from "@datamantri/api";
import type { GuardedHttp } from "@datamantri/runtime";

import { toIdentityError, withoutToken } from "./identity-errors.ts";
import { parseTypedCredentials, type TypedCredentials } from "./typed-credentials.ts";

const bigQueryScope = "https://www.googleapis.com/auth/bigquery";

/** Needed for tables whose rows are in Google Drive: https://docs.cloud.google.com/bigquery/docs/external-data-drive */
export const driveScope = "https://www.googleapis.com/auth/drive.readonly";

/** An exchange takes a fraction of a second. */
const exchangeTimeoutMs = 30_000;

export interface Credentials {
  /** Headers that authenticate a request; empty for a stand-in without credentials. */
  readonly headers: () => Promise<Headers>;
  /** Makes the next headers have a new token instead of that in these, once for all requests that had it. */
  readonly renew: (stale: Headers) => void;
}

/** How a source is reached, and with which identity. */
export interface SourceAccess {
  readonly config: BigQueryConnection;
  readonly credentials: string | null;
}

export function toSourceAccess({ configuration, credentials }: RunSource): SourceAccess {
  return { config: configuration.source_config, credentials };
}

/**
 * Opens the credentials of a run. The extractor's own are never sent to an endpoint that is not Google's: a pipeline's
 * owner could otherwise collect them.
 *
 * @param http carries every request for typed-in credentials, and every impersonation. The operator defines the
 *   extractor's own credentials; Google's library loads them in its default way.
 * @param moreScopes besides BigQuery's own. An `authorized_user` has those of its login.
 * @throws PipelineError, never with a message of the library: those quote files and answers.
 */
export async function openCredentials(
  { config, credentials }: SourceAccess,
  http: Pick<GuardedHttp, "fetch">,
  moreScopes: readonly string[] = [],
): Promise<Credentials> {
  const scopes = [bigQueryScope, ...moreScopes];
  if (credentials === null && !isGoogle(config.api_endpoint)) return withoutCredentials;
  const transporter = openTransporter(http);
  const target = config.impersonate_service_account;
  const typed = credentials === null ? null : parseTypedCredentials(credentials);
  const open = async (): Promise<AuthClient> => {
    const own = typed === null ? await speaking(() => openOwn(scopes)) : openTyped(typed, scopes, transporter);
    return target === undefined ? own : impersonate(own, target, scopes, transporter);
  };
  // The library's clients keep a token until it expires, whatever BigQuery says of it: another one asks for another.
  let client = Promise.resolve(await open());
  let current: string | null = null;
  return {
    async headers() {
      const headers = await speaking(async () => new Headers(await (await client).getRequestHeaders()), target);
      current = headers.get("authorization");
      // The library passes on what an answer without a token has.
      if (!/^Bearer (?!(undefined|null)$)\S+$/.test(current ?? "")) throw withoutToken();
      return headers;
    },
    renew(stale) {
      if (stale.get("authorization") !== current) return;
      current = null;
      client = open();
      client.catch(() => undefined);
    },
  };
}

const withoutCredentials: Credentials = { headers: async () => new Headers(), renew: () => undefined };

/** True for Google's endpoints, private ones included. */
export function isGoogle(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return true;
  return /^https:\/\/([a-z0-9-]+\.)*googleapis\.com(\/|$)/i.test(endpoint);
}

/** The caller tries again: with growing pauses, and for as long as the step may wait. */
function openTransporter(http: Pick<GuardedHttp, "fetch">): gaxios.Gaxios {
  const transporter = new gaxios.Gaxios({ fetchImplementation: http.fetch, timeout: exchangeTimeoutMs });
  transporter.interceptors.request.add({
    resolved: async ({ retry: _retry, retryConfig: _config, ...request }) => request,
  });
  return transporter;
}

function openOwn(scopes: string[]): Promise<AuthClient> {
  return new GoogleAuth({ scopes }).getClient();
}

function openTyped(typed: TypedCredentials, scopes: string[], transporter: gaxios.Gaxios): AuthClient {
  if (typed.type === "authorized_user") return new UserRefreshClient({ ...typed, transporter });
  const { clientEmail: email, privateKey: key, privateKeyId: keyId } = typed;
  return new JWT({ email, key, ...(keyId === undefined ? {} : { keyId }), scopes, transporter });
}

/** The source client sends the impersonation request. */
function impersonate(
  sourceClient: AuthClient,
  targetPrincipal: string,
  targetScopes: string[],
  transporter: gaxios.Gaxios,
): AuthClient {
  sourceClient.transporter = transporter;
  return new Impersonated({ sourceClient, targetPrincipal, targetScopes, transporter });
}

async function speaking<T>(work: () => Promise<T>, impersonated?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toIdentityError(error, impersonated);
  }
}
