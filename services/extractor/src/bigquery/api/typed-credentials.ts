/**
 * Parses credentials that a user typed in, or that a secret reference names. To Google's library such a file is a
 * program: it may name files to read, addresses to connect to, and commands to run, with several spellings of each key.
 * So the file is never passed on: known fields of two known kinds are copied into a new object.
 *
 * https://cloud.google.com/docs/authentication/external/externally-sourced-credentials
 */
import { createPrivateKey } from "node:crypto";

import { PipelineError } from "@datamantri/runtime";

export interface ServiceAccountKey {
  readonly type: "service_account";
  readonly clientEmail: string;
  /** PEM. */
  readonly privateKey: string;
  readonly privateKeyId: string | undefined;
}

export interface AuthorizedUser {
  readonly type: "authorized_user";
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

export type TypedCredentials = ServiceAccountKey | AuthorizedUser;

/** Google's token addresses in key files from its console. The library uses its own. */
const tokenUris: readonly unknown[] = [
  "https://oauth2.googleapis.com/token",
  "https://accounts.google.com/o/oauth2/token",
];

/** Kinds that name files, addresses or programs: allowed only in the extractor's own environment. */
const operatorTypes: ReadonlySet<unknown> = new Set([
  "external_account",
  "external_account_authorized_user",
  "impersonated_service_account",
  "gdch_service_account",
]);

/** @throws PipelineError `source_credentials_invalid`, which quotes nothing of the text. */
export function parseTypedCredentials(text: string): TypedCredentials {
  const file = parseObject(text);
  switch (file["type"]) {
    case "service_account":
      assertGoogles(file);
      return {
        type: "service_account",
        clientEmail: textOf(file, "client_email"),
        privateKey: keyOf(file),
        privateKeyId: file["private_key_id"] === undefined ? undefined : textOf(file, "private_key_id"),
      };
    case "authorized_user":
      assertGoogles(file);
      return {
        type: "authorized_user",
        clientId: textOf(file, "client_id"),
        clientSecret: textOf(file, "client_secret"),
        refreshToken: textOf(file, "refresh_token"),
      };
    default:
      throw invalid(operatorTypes.has(file["type"]) ? fromEnvironment : unknownType);
  }
}

const unknownType = 'must have the "type" service_account or authorized_user';
const fromEnvironment =
  `${unknownType}. Workload identity federation and other chains are set in the extractor's environment, where the ` +
  "operator sets GOOGLE_APPLICATION_CREDENTIALS; leave the pipeline's credentials empty, and impersonate by " +
  "impersonate_service_account";

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The cause would quote the secret.
    throw invalid("are not valid JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid("are not a JSON object");
  return value as Record<string, unknown>;
}

/** A file for another provider's servers would be used at Google's, and fail without a clear reason. */
function assertGoogles(file: Readonly<Record<string, unknown>>): void {
  const { token_uri: tokenUri, universe_domain: universe } = file;
  if (tokenUri !== undefined && !tokenUris.includes(tokenUri)) {
    throw invalid(`have a "token_uri" that is not Google's; allowed: ${tokenUris.join(", ")}`);
  }
  if (universe !== undefined && universe !== "googleapis.com") {
    throw invalid('have a "universe_domain" that is not googleapis.com');
  }
}

function textOf(file: Readonly<Record<string, unknown>>, key: string): string {
  const value = file[key];
  if (typeof value !== "string" || value === "") throw invalid(`have no "${key}"`);
  return value;
}

function keyOf(file: Readonly<Record<string, unknown>>): string {
  const key = textOf(file, "private_key");
  if (keyTypeOf(key) !== "rsa") throw invalid('have a "private_key" that is not an RSA private key in PEM');
  return key;
}

/** Undefined for an invalid key: OpenSSL's message would reveal too much. */
function keyTypeOf(key: string): string | undefined {
  try {
    return createPrivateKey(key).asymmetricKeyType;
  } catch {
    return undefined;
  }
}

function invalid(why: string): PipelineError {
  return new PipelineError("source_credentials_invalid", `the source's credentials ${why}`);
}
