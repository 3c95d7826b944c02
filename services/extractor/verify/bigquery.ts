/** The BigQuery to verify: our client, and statements that make its tables. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { PipelineError } from "@datamantri/runtime";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { sayWhy, Skip } from "./report.ts";

export interface Options {
  readonly project: string;
  readonly dataset: string;
  /** Undefined: Google's. */
  readonly endpoint: string | undefined;
  /** A credentials file's content. */
  readonly credentials: string | null;
  /** Most bytes that all queries together may bill. */
  readonly maxBytes: number;
}

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query#response-body */
export interface QueryAnswer {
  readonly jobReference: { readonly jobId: string; readonly location?: string };
  readonly jobComplete?: boolean;
  readonly totalRows?: string;
  readonly rows?: readonly { readonly f: readonly { readonly v: unknown }[] }[];
  readonly totalBytesBilled?: string;
}

/** A refusal as the API sends it. */
export interface Refusal {
  readonly status: number;
  readonly reason: string | undefined;
}

const waitMs = 60_000;

export class BigQuery {
  readonly options: Options;
  readonly client: BigQueryClient;
  readonly #prefix = `datamantri_verify_${randomUUID().slice(0, 8)}`;
  readonly #made: string[] = [];
  #billedBytes = 0;

  private constructor(options: Options, client: BigQueryClient) {
    this.options = options;
    this.client = client;
  }

  static async open(options: Options): Promise<BigQuery> {
    const { project, endpoint, credentials } = options;
    const config = { project, ...(endpoint !== undefined && { api_endpoint: endpoint }) };
    return new BigQuery(options, await BigQueryClient.open({ config, credentials }, openSourceNetwork(""), () => {}));
  }

  /** Name of a table of this verification. */
  name(table: string): string {
    return `${this.#prefix}_${table}`;
  }

  /** The same with project and dataset, quoted. */
  quoted(table: string): string {
    return `\`${this.options.project}.${this.options.dataset}.${this.name(table)}\``;
  }

  path(table: string): string {
    return `${this.options.project}/datasets/${this.options.dataset}/tables/${encodeURIComponent(this.name(table))}`;
  }

  /** Makes a table or view; `close` drops it. @param definition what follows its name. @throws Skip if that is refused. */
  async make(table: string, definition: string, kind: "TABLE" | "VIEW" = "TABLE"): Promise<void> {
    const made = async (): Promise<void> => {
      await this.query(`CREATE ${kind} ${this.quoted(table)} ${definition}`);
      // Some servers say that they made it, and did not.
      await this.get(this.path(table));
    };
    await made().catch((error: unknown) => {
      throw new Skip(`the server does not make the ${kind.toLowerCase()}: ${sayWhy(error)}`);
    });
    this.#made.push(`DROP ${kind} IF EXISTS ${this.quoted(table)}`);
  }

  /** @throws Error when the statements so far billed more than is allowed. */
  async query(sql: string): Promise<QueryAnswer> {
    const { project, maxBytes } = this.options;
    const left = maxBytes - this.#billedBytes;
    if (left <= 0) throw new Error(`the statements billed ${this.#billedBytes} bytes: allow more with --max-bytes`);
    const body = { query: sql, useLegacySql: false, timeoutMs: waitMs, maximumBytesBilled: String(left) };
    const answer = await this.post<QueryAnswer>(`${project}/queries`, body);
    assert.ok(answer.jobComplete ?? true, `a statement took longer than ${waitMs / 1_000} s`);
    this.#billedBytes += Number(answer.totalBytesBilled ?? 0);
    return answer;
  }

  get<T>(
    path: string,
    query: Readonly<Record<string, string | number>> = {},
  ): Promise<T & { serverTimeMs: number | null }> {
    return this.client.json<T>({ path, query }, AbortSignal.timeout(waitMs));
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.client.json<T>({ method: "POST", path, body }, AbortSignal.timeout(waitMs));
  }

  /** A job of this configuration. */
  insert<T>(configuration: object, jobReference: object = {}): Promise<T> {
    const { project } = this.options;
    return this.post<T>(`${project}/jobs`, { jobReference: { projectId: project, ...jobReference }, configuration });
  }

  /** @throws Error when the request succeeds. */
  async refusal(request: Promise<unknown>): Promise<Refusal> {
    try {
      await request;
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      const { status, reason } = error.facts;
      return { status: Number(status), reason: typeof reason === "string" ? reason : undefined };
    }
    throw new Error("the request succeeds");
  }

  async close(): Promise<void> {
    for (const statement of this.#made.toReversed()) await this.query(statement);
  }
}
