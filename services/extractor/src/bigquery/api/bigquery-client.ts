/**
 * The part of BigQuery's REST API that reading needs: https://docs.cloud.google.com/bigquery/docs/reference/rest
 *
 * Google's client provides the identity; the requests are ours. Its pages cost twenty times the CPU, cannot be aborted,
 * and it does not retry 403 rateLimitExceeded, which list quotas return (docs/adr/0004).
 */
import {
  noteProgress,
  PipelineError,
  ResponseTooDense,
  retry,
  type GuardedHttp,
  type HttpAnswer,
} from "@datamantri/runtime";

import { toSourceError, toTransportError } from "./bigquery-errors.ts";
import type { Asked } from "./bigquery-shapes.ts";
import { driveScope, isGoogle, openCredentials, type Credentials, type SourceAccess } from "./credentials.ts";
import type { SourceNetwork } from "./source-network.ts";

const googleEndpoint = "https://bigquery.googleapis.com";

/** A server that is silent for longer counts as down. */
const requestSilentMs = 60_000;
/** A page of 10 MB takes seconds, and over a slow line minutes. */
const requestTimeoutMs = 600_000;

const backoff = { firstMs: 500, maxMs: 10_000 };

/** Short, so that a run soon reports what it waits for; JetStream's redelivery resumes it. */
const jsonPatienceMs = 10_000;

/** Quotas refill within a minute. */
const pagePatienceMs = 60_000;

export interface BigQueryRequest {
  readonly method?: "GET" | "POST";
  /** Below /bigquery/v2/projects/, with parts already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
}

export interface BigQueryResponse {
  readonly bytes: Uint8Array;
  /** Server time in whole seconds; null if the server does not send it. */
  readonly serverTimeMs: number | null;
}

export class BigQueryClient {
  readonly #base: string;
  readonly #http: GuardedHttp;
  readonly #credentials: Credentials;
  readonly #onRetry: (error: unknown) => void;
  readonly #openWith: (scopes: readonly string[]) => Promise<BigQueryClient>;

  private constructor(
    base: string,
    http: GuardedHttp,
    credentials: Credentials,
    onRetry: (error: unknown) => void,
    openWith: (scopes: readonly string[]) => Promise<BigQueryClient>,
  ) {
    this.#base = base;
    this.#http = http;
    this.#credentials = credentials;
    this.#onRetry = onRetry;
    this.#openWith = openWith;
  }

  /** @throws PipelineError `source_credentials_invalid`, `request_invalid` for an endpoint that is not a valid URL. */
  static async open(
    source: SourceAccess,
    network: SourceNetwork,
    onRetry: (error: unknown) => void,
    scopes: readonly string[] = [],
  ): Promise<BigQueryClient> {
    const endpoint = source.config.api_endpoint ?? googleEndpoint;
    if (!URL.canParse(endpoint)) throw new PipelineError("request_invalid", "api_endpoint is not a valid URL");
    const credentials = await openCredentials(source, network.identity, scopes);
    const openWith = (more: readonly string[]) => BigQueryClient.open(source, network, onRetry, more);
    return new BigQueryClient(endpoint.replace(/\/+$/, ""), network.api, credentials, onRetry, openWith);
  }

  /** The same with tokens that may also read Google Drive: only tables there need them. */
  withDrive(): Promise<BigQueryClient> {
    return this.#openWith([driveScope]);
  }

  /** Returns the answer as an object. What some servers write as null is absent, as in BigQuery's answers. */
  async json<T>(request: BigQueryRequest, signal: AbortSignal): Promise<T & { readonly serverTimeMs: number | null }> {
    return this.#retry(signal, jsonPatienceMs, async () => {
      const { bytes, serverTimeMs } = await this.#send(request, signal);
      try {
        return { ...(JSON.parse(Buffer.from(bytes).toString("utf8"), leaveOutNull) as T), serverTimeMs };
      } catch (cause) {
        throw new PipelineError("source_response_invalid", "BigQuery's answer is not valid JSON", {}, { cause });
      }
    });
  }

  /** Returns what `parse` makes of the raw bytes. A truncated answer makes `parse` throw, and is fetched again. */
  async page<T>(request: BigQueryRequest, signal: AbortSignal, parse: (bytes: Uint8Array) => T): Promise<T> {
    return this.#retry(signal, pagePatienceMs, async () => parse((await this.#send(request, signal)).bytes));
  }

  async #retry<T>(signal: AbortSignal, giveUpAfterMs: number, work: () => Promise<T>): Promise<T> {
    return retry(work, {
      ...backoff,
      giveUpAfterMs,
      signal,
      isRetryable: (error) => error instanceof PipelineError && error.isRetryable,
      onRetry: this.#onRetry,
    });
  }

  async #send(request: BigQueryRequest, signal: AbortSignal): Promise<BigQueryResponse> {
    const answer = await this.#fetchRenewing(request, signal);
    noteProgress();
    const { status, bytes } = answer;
    if (status < 200 || status > 299)
      throw toSourceError(status, Buffer.from(bytes).toString("utf8"), toAsked(request));
    const date = Date.parse(answer.headers.get("date") ?? "");
    return { bytes, serverTimeMs: Number.isNaN(date) ? null : date };
  }

  /** A token may be refused before it expires: a new one is asked for once. */
  async #fetchRenewing(request: BigQueryRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = await this.#credentials.headers();
    const answer = await this.#fetch(request, headers, signal);
    if (answer.status !== 401 || !headers.has("authorization")) return answer;
    this.#credentials.renew(headers);
    return this.#fetch(request, await this.#credentials.headers(), signal);
  }

  async #fetch(request: BigQueryRequest, headers: Headers, signal: AbortSignal): Promise<HttpAnswer> {
    const url = this.#urlOf(request);
    if (request.body !== undefined) headers.set("content-type", "application/json");
    const fetch = (acceptsGzip: boolean): Promise<HttpAnswer> =>
      this.#http.request(url, {
        method: request.method ?? "GET",
        headers,
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
        silentMs: requestSilentMs,
        acceptsGzip,
      });
    try {
      // Close to BigQuery, compression costs less than it saves; on loopback it only costs. Other servers must not
      // compress.
      return await fetch(isGoogle(this.#base)).catch((error: unknown) => {
        if (error instanceof ResponseTooDense) return fetch(false);
        throw error;
      });
    } catch (error) {
      signal.throwIfAborted();
      throw toTransportError(error, url.host);
    }
  }

  #urlOf({ path, query = {} }: BigQueryRequest): URL {
    const url = new URL(`${this.#base}/bigquery/v2/projects/${path}`);
    url.searchParams.set("prettyPrint", "false");
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
    }
    return url;
  }
}

/** Reviver of `JSON.parse`. A cell (`v`) and an array's element may be NULL. */
function leaveOutNull(this: unknown, key: string, value: unknown): unknown {
  return value === null && key !== "v" && !Array.isArray(this) ? undefined : value;
}

interface QueryBody {
  readonly configuration?: { readonly query?: { readonly query?: string } };
}

function toAsked({ path, body = {} }: BigQueryRequest): Asked {
  return { text: `${path} ${JSON.stringify(body)}`, query: (body as QueryBody).configuration?.query?.query };
}
