/**
 * One error class, one closed list of codes, one policy per code.
 *
 * A translator per outside system (BigQuery, Postgres, NATS) turns vendor codes into these; nothing else in the
 * product looks at a vendor's message. Facts hold names, ids and counts, never row values and never secrets.
 */

/** Who has to act: `source` BigQuery side, `sink` PostgreSQL side, `bus` NATS, `operator` configuration, `bug` us. */
export type Party = "source" | "sink" | "data" | "bus" | "operator" | "bug";

/**
 * `backoff`: trying again may help, without anybody doing anything. `manual`: it helps after somebody changed
 * something, so the run fails with the solution. `never`: the same input fails for ever.
 */
export type Retry = "backoff" | "manual" | "never";

export interface ErrorPolicy {
  readonly party: Party;
  readonly retry: Retry;
  /** What the person who reads the error can do. One sentence, imperative. */
  readonly solution: string;
}

const policies = {
  // BigQuery
  source_not_found: policy(
    "source",
    "manual",
    "Check project, dataset and table of the source, and that the credentials may see them.",
  ),
  source_permission_denied: policy(
    "source",
    "manual",
    "Grant the service account roles/bigquery.jobUser on the project and roles/bigquery.dataViewer on the data.",
  ),
  source_credentials_invalid: policy(
    "source",
    "manual",
    "Replace the source's credentials; BigQuery does not accept the present ones.",
  ),
  source_query_invalid: policy("source", "manual", "Correct the query; BigQuery's reason is in the message."),
  cost_limit_exceeded: policy(
    "source",
    "manual",
    "Raise maximum_bytes_billed of the source, or read less: fewer columns, a partition, or the table itself, which costs nothing.",
  ),
  billed_query_not_allowed: policy(
    "source",
    "manual",
    "Set allow_query_billing of the source to true, or name a table with stored rows, which is read at no cost.",
  ),
  source_rate_limited: policy(
    "source",
    "backoff",
    "Nothing: BigQuery asked to slow down and the read goes on by itself.",
  ),
  source_unavailable: policy(
    "source",
    "backoff",
    "Nothing yet: BigQuery could not be reached and the read is tried again.",
  ),
  source_snapshot_expired: policy("source", "manual", "Start the run again: the snapshot it was reading has expired."),
  source_response_invalid: policy(
    "source",
    "backoff",
    "Nothing yet: an answer was cut short or garbled and the page is read again.",
  ),
  source_type_unsupported: policy("source", "manual", "Exclude the column in the mapping, or cast it in a query."),
  mapping_invalid: policy(
    "operator",
    "manual",
    "Correct the pipeline's mapping as the message says; docs/types.md tells what a mapping can say.",
  ),
  // Rows
  value_not_representable: policy(
    "data",
    "manual",
    "PostgreSQL cannot hold the value: clean the column in the source, for example by a query, or set mapping.unrepresentable of the pipeline to replace, null or reject.",
  ),
  row_rejected: policy(
    "data",
    "manual",
    "Correct the row in the source, change the target so that it takes it, or let the pipeline go on without such rows: rejects of the destination.",
  ),
  rejects_exceeded: policy(
    "data",
    "manual",
    "Look at the rejects (GET /api/v1/runs/{id}/rejects). Correct the source or the target, or raise max_rows or max_share of the destination's rejects.",
  ),
  row_too_large: policy(
    "data",
    "manual",
    "Exclude the large column in the mapping, or cut it in a query; docs/types.md has the limits.",
  ),
  batch_conflict: policy("bug", "never", "Report this: one batch id arrived with two different contents."),
  // PostgreSQL
  sink_unreachable: policy(
    "sink",
    "backoff",
    "Check host and port of the destination, and that PostgreSQL accepts connections from the loader.",
  ),
  sink_credentials_invalid: policy("sink", "manual", "Correct user, password and database of the destination."),
  sink_permission_denied: policy(
    "sink",
    "manual",
    "Grant the destination's user CREATE on the database (for the ledger) and on the target's schema, and ownership of or INSERT on the table.",
  ),
  sink_full: policy("sink", "backoff", "Free disk space on the destination; the run goes on by itself."),
  sink_read_only: policy("sink", "backoff", "Point the destination to the primary server, or end its read-only state."),
  sink_busy: policy("sink", "backoff", "Nothing yet: the destination is short of connections or the table is locked."),
  sink_schema_missing: policy("sink", "manual", "Create the target schema, or name one that exists."),
  sink_table_mismatch: policy(
    "sink",
    "manual",
    "Change the target table so that it has the source's columns and types, or name another table.",
  ),
  sink_extension_missing: policy(
    "sink",
    "manual",
    "Create the extension in the destination's database, where the user's search_path finds it, or choose another type in the mapping.",
  ),
  sink_key_invalid: policy(
    "data",
    "manual",
    "Name key columns that identify each row of the source and are never NULL, or a cursor_column that tells which row is the latest.",
  ),
  schema_drift: policy(
    "data",
    "manual",
    "Look at the source. Set schema_drift of the destination to evolve or ignore_new, change the target, or name another table.",
  ),
  guard_stopped: policy(
    "data",
    "manual",
    "Look at the source. If it is right, set the guard that the message names to warn or allow, and retry the run.",
  ),
  certificate_mismatch: policy(
    "bug",
    "never",
    "Report this with the columns that the message names: rows arrived other than they left. The target was not touched.",
  ),
  sink_rejected: policy("sink", "manual", "PostgreSQL refused the rows; its reason is in the message."),
  egress_refused: policy(
    "operator",
    "manual",
    "Name another address; this one may not be reached from here. The operator's settings say what may: DESTINATION_NETWORKS of loaders, SOURCE_NETWORKS of extractors, WEBHOOK_NETWORKS of registries; metadata and link-local addresses never.",
  ),
  // Runs
  run_closed: policy("operator", "never", "Nothing: the run had ended when this work arrived."),
  run_inconsistent: policy("bug", "never", "Report this: what the destination holds does not agree with the plan."),
  staging_lost: policy(
    "sink",
    "manual",
    "Retry the run from the start: the rows that it was to go on from are not in the destination any more.",
  ),
  gave_up: policy("operator", "manual", "Remove the cause named in the message and start the run again."),
  // Bus and operation
  bus_unavailable: policy("bus", "backoff", "Nothing yet: NATS could not be reached."),
  bus_full: policy("bus", "backoff", "Nothing: the queue is full and the reader waits."),
  object_lost: policy("bus", "backoff", "Nothing: NATS lost a large row on its way, and its split is read again."),
  bus_misconfigured: policy(
    "operator",
    "manual",
    "Upgrade nats-server or correct its configuration as the message says.",
  ),
  message_malformed: policy("bug", "never", "Inspect the dead letter; a message could not be decoded."),
  metadata_unavailable: policy("operator", "backoff", "Check the metadata database; the registry goes on by itself."),
  config_invalid: policy("operator", "manual", "Correct the settings the message names."),
  secret_reference_invalid: policy(
    "operator",
    "manual",
    "Give the worker the secret: a file in its SECRETS_DIRECTORY for file:name, a variable DATAMANTRI_SECRET_NAME for env:NAME.",
  ),
  connection_moved: policy("operator", "manual", "Start the run again: it takes the connection as it is now."),
  request_invalid: policy("operator", "never", "Correct the request as the message says."),
  not_found: policy("operator", "never", "Check the id."),
  conflict: policy("operator", "never", "Read the current state and try again."),
  precondition_failed: policy(
    "operator",
    "never",
    "Read it again: it was changed meanwhile. Then repeat the change with its present ETag.",
  ),
  internal: policy("bug", "manual", "Report this with the log of the service."),
} as const satisfies Record<string, ErrorPolicy>;

function policy(party: Party, retry: Retry, solution: string): ErrorPolicy {
  return Object.freeze({ party, retry, solution });
}

export type ErrorCode = keyof typeof policies;

/** The policy table; `docs/errors.md` is generated from it. */
export const errorPolicies: Readonly<Record<ErrorCode, ErrorPolicy>> = policies;

/** Names, ids and counts that tell where it happened. Never row values, never secrets. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * @param message One sentence for the person who meets it: what failed and where. No row values, no secrets.
 */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }

  get policy(): ErrorPolicy {
    return errorPolicies[this.code];
  }

  /** True when trying again without anybody's help may succeed. */
  get isRetryable(): boolean {
    return this.policy.retry === "backoff";
  }
}

/** Any thrown thing as a PipelineError; what nobody translated is `internal`. */
export function toPipelineError(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PipelineError("internal", message, {}, { cause: error });
}
