/** Query jobs: https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/Job */
import type { SourceConfig } from "@datamantri/api";
import { looksLikeSelect } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { isGoogle } from "../api/credentials.ts";
import { billingLimit, type Billing, type DryRunBytes } from "./cost.ts";
import type { FieldSchema } from "../tables/schema.ts";

const select = "SELECT";

export interface Query {
  readonly text: string;
  /** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
  readonly parameters?: readonly object[];
}

export interface TableReference {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

export interface Job {
  readonly jobReference: { readonly projectId: string; readonly jobId: string; readonly location?: string };
  readonly status?: { readonly state?: string; readonly errorResult?: { reason?: string; message?: string } };
  readonly configuration?: { readonly query?: { readonly destinationTable?: TableReference } };
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly query?: {
      readonly totalBytesBilled?: string;
      readonly statementType?: string;
      readonly referencedTables?: readonly TableReference[];
      readonly schema?: { readonly fields?: readonly FieldSchema[] };
    };
  };
}

/** Body of jobs.insert, without the job's id. Every job has labels and a limit. */
export function toJobConfiguration(
  config: SourceConfig,
  query: Query,
  labels: Readonly<Record<string, string>>,
  billing: Billing,
): object {
  return {
    labels: { ...config.labels, ...labels },
    query: {
      query: query.text,
      useLegacySql: false,
      priority: (config.query_priority ?? "interactive").toUpperCase(),
      ...(query.parameters && { parameterMode: "NAMED", queryParameters: query.parameters }),
      maximumBytesBilled: String(billingLimit(config, billing)),
    },
  };
}

/** A query that a dry run found to be one SELECT: no other query may run. */
export interface CheckedQuery extends Query {
  readonly statementType: "SELECT";
  /** Where its job runs: as configured, or where the dry run found the data. Undefined if the server does not say. */
  readonly location: string | undefined;
}

export interface DryRun extends DryRunBytes {
  readonly query: CheckedQuery;
  /** Columns of the result; undefined from a server that does not tell them. */
  readonly fields: readonly FieldSchema[] | undefined;
  readonly location: string;
}

/**
 * Dry-runs a query to learn what it would read: free, and no job remains.
 * https://docs.cloud.google.com/bigquery/docs/running-queries#dry-run
 *
 * @throws PipelineError `source_query_invalid`, also for anything but one SELECT: every run would execute it, and it
 *   may change or export data; `source_not_found` and BigQuery's other errors about the query.
 */
export async function dryRunQuery(
  client: BigQueryClient,
  config: SourceConfig,
  query: Query,
  { labels, billing, signal }: { labels: Readonly<Record<string, string>>; billing: Billing; signal: AbortSignal },
): Promise<DryRun> {
  const body = {
    jobReference: { projectId: config.project, ...(config.location && { location: config.location }) },
    configuration: { ...toJobConfiguration(config, query, labels, billing), dryRun: true },
  };
  const path = `${encodeURIComponent(config.project)}/jobs`;
  const job = await client.json<Partial<Job>>({ method: "POST", path, body }, signal).catch((error: unknown) => {
    if (isUnknown(error) && !isGoogle(config.api_endpoint)) return unchecked;
    throw error;
  });
  const location = job.jobReference?.location ?? config.location;
  return {
    query: { ...toChecked(query, job.statistics?.query?.statementType, config, billing), location },
    bytesProcessed: Number(job.statistics?.totalBytesProcessed ?? 0),
    tableCount: job.statistics?.query?.referencedTables?.length ?? 0,
    fields: job.statistics?.query?.schema?.fields,
    location: location ?? "",
  };
}

const unchecked: Partial<Job> = {};

/** True for a server that does not know the request; what it knows and refuses has a reason. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof PipelineError)) return false;
  const { status, reason } = error.facts;
  return reason === "notImplemented" || (reason === undefined && [404, 405, 501].includes(Number(status)));
}

/**
 * Google always returns the statement's type. At another server without dry runs, an operator may let queries run that
 * look like a SELECT: that server gets none of the operator's credentials.
 */
function toChecked(
  query: Query,
  type: string | undefined,
  config: SourceConfig,
  { allowsUncheckedQueries = false }: Billing,
): Omit<CheckedQuery, "location"> {
  if (type === undefined && !isGoogle(config.api_endpoint)) {
    if (!allowsUncheckedQueries) {
      const advice = "an administrator can let such queries run (UNCHECKED_QUERIES of the extractor)";
      throw new PipelineError(
        "source_query_invalid",
        `the server at api_endpoint does not check a query by a dry run: ${advice}`,
      );
    }
    if (looksLikeSelect(query.text)) return { ...query, statementType: select };
  }
  // Some servers call everything a SELECT.
  const isSelect = type === select && (isGoogle(config.api_endpoint) || looksLikeSelect(query.text));
  if (isSelect) return { ...query, statementType: select };
  const found = type === undefined || type === select ? "statement of an unknown type" : type;
  const what = found === "SCRIPT" ? "several statements" : found.replaceAll("_", " ");
  throw new PipelineError("source_query_invalid", `a source's query must be one SELECT; this is ${what}`, {
    statementType: found,
  });
}
