/**
 * One error class, one closed list of codes, one policy per code.
 *
 * One translator per outside system (BigQuery, PostgreSQL, NATS) maps vendor codes to these. Facts hold names, ids and
 * counts, never row values or secrets.
 */
import { toVendorMessage } from "./vendor-message.ts";

/** Who has to act: `source` BigQuery, `destination` PostgreSQL, `bus` NATS, `operator` configuration, `bug` the developers. */
export type Party = "source" | "destination" | "data" | "bus" | "operator" | "bug";

/**
 * `backoff`: the service retries. `manual`: a retry succeeds only after a person has corrected something, so the run
 * fails with the solution. `never`: the same input always fails.
 */
export type Retry = "backoff" | "manual" | "never";

export interface ErrorPolicy {
  readonly party: Party;
  readonly retry: Retry;
  /** Advice for the person who reads the error. One sentence, imperative. */
  readonly solution: string;
}

const source = policiesOf("source");
const destination = policiesOf("destination");
const data = policiesOf("data");
const bus = policiesOf("bus");
const operator = policiesOf("operator");
const bug = policiesOf("bug");

function policiesOf(party: Party) {
  const policy = (retry: Retry) => (solution: string) => Object.freeze<ErrorPolicy>({ party, retry, solution });
  return { backoff: policy("backoff"), manual: policy("manual"), never: policy("never") };
}

const policies = {
  // BigQuery
  source_not_found: source.manual(
    "Check the source's project, dataset and table, and that its credentials have access to them.",
  ),
  source_permission_denied: source.manual(
    "Grant the service account roles/bigquery.jobUser on the project and roles/bigquery.dataViewer on the data.",
  ),
  source_credentials_invalid: source.manual("Replace the source's credentials. BigQuery rejected the current ones."),
  source_query_invalid: source.manual(
    "Correct the query. What the message leaves out, editors see in the run's vendor_message, and BigQuery's owner in the job.",
  ),
  source_job_stopped: source.manual(
    "Find out who or what stopped the job in BigQuery (an administrator, a reservation's limit, a job's timeout), and start the run again.",
  ),
  source_result_too_large: source.manual("Let the query return less: fewer columns, or rows of fewer days at a time."),
  source_api_disabled: source.manual(
    "Enable the BigQuery API in the source's project (roles/serviceusage.serviceUsageAdmin).",
  ),
  source_perimeter_refused: operator.manual(
    "Ask the administrators of the organization's VPC Service Controls to admit the extractor's network or service account. The identifier in vendor_message finds the refusal in Google's audit log.",
  ),
  source_proxy_refused: operator.manual(
    "Give the extractor's proxy (HTTPS_PROXY) the user and password that it asks for, or let it pass requests to BigQuery.",
  ),
  cost_limit_exceeded: source.manual(
    "Raise the source's maximum_bytes_billed, or read less: fewer columns, one partition, or a table, which costs nothing.",
  ),
  billed_query_not_allowed: source.manual(
    "Set the source's allow_query_billing to true, or name a table with stored rows, which costs nothing to read.",
  ),
  source_rate_limited: source.backoff("No action needed: BigQuery limits the request rate and the extractor retries."),
  source_unavailable: source.backoff("No action needed yet: BigQuery could not be reached and the extractor retries."),
  source_snapshot_expired: source.manual("Start a new run. BigQuery no longer has the snapshot that this run read."),
  source_changed: source.manual(
    "Start a new run while nothing writes to the table. Only servers other than Google's lack the snapshot that a run reads.",
  ),
  source_response_invalid: source.backoff(
    "No action needed yet: a response was incomplete or invalid and the extractor reads the page again.",
  ),
  source_response_refused: source.manual(
    "Check the source's api_endpoint: the server there, or a proxy before it, does not respond as BigQuery does.",
  ),
  source_type_unsupported: source.manual("Exclude the column in the mapping, or cast it in a query."),
  mapping_invalid: operator.manual(
    "Correct the pipeline's mapping as the message says. docs/types.md describes mappings.",
  ),
  // Rows
  value_not_representable: data.manual(
    "Clean the column in the source, for example with a query, or set the pipeline's mapping.unrepresentable to replace, null or reject.",
  ),
  row_rejected: data.manual(
    "Correct the row in the source, change the target table to accept it, or allow rejects in the destination.",
  ),
  rejects_exceeded: data.manual(
    "Look at the rejects (GET /api/v1/runs/{id}/rejects). Correct the source or the target, or raise the destination's rejects.max_rows or rejects.max_share.",
  ),
  row_too_large: data.manual(
    "Exclude the large column in the mapping, or shorten it in a query. docs/types.md has the limits.",
  ),
  batch_conflict: bug.never("Report this bug: one batch id arrived with two different contents."),
  // PostgreSQL
  sink_unreachable: destination.backoff(
    "Check the destination's host and port, and that PostgreSQL is running and accepts connections from the loader.",
  ),
  sink_credentials_invalid: destination.manual("Correct the destination's user, password and database."),
  sink_tls_failed: destination.manual(
    "Enable TLS on the destination with a certificate that the loader trusts, set `ssl_root_cert` to its authority's certificate, or choose a weaker `ssl_mode`. With `disable` others on the network can read the rows. A server that asks for a client certificate needs `ssl_cert` and `ssl_key`.",
  ),
  sink_permission_denied: destination.manual(
    "Run the GRANT in the message. The destination's user needs CREATE on the database (for the ledger) and on a new target's schema, and on an existing table what docs/write-modes.md says.",
  ),
  sink_full: destination.backoff("Free disk space on the destination. The loader retries."),
  sink_read_only: destination.backoff("Point the destination to the primary server, or make the server writable."),
  sink_busy: destination.backoff(
    "No action needed yet: the destination has no free connection or the table is locked, and the loader retries. If it persists, look for what holds the lock, and for a trigger of the target that raises the SQLSTATE in the run's waiting_reason.",
  ),
  outcome_unknown: destination.backoff(
    "Correct what the message names, such as the password, the network or a privilege: the loader asks the destination's ledger again and again whether the run's rows are in the target, and then the run succeeds or fails. Until then no other run of the pipeline begins. If the destination does not come back, cancel the run.",
  ),
  sink_rolled_back: destination.manual(
    "Check which rows are missing from the target: those of the run that the message names, and of later runs. Then retry this run from the destination. It continues after the ledger's last run and reads the lost rows again, if the source still has them.",
  ),
  metadata_rolled_back: operator.manual(
    "Check which runs the metadata database has lost: the message names the first. Then retry this run from the destination. It continues after the ledger's last run.",
  ),
  sink_schema_missing: destination.manual("Create the target schema, or name one that exists."),
  sink_table_mismatch: destination.manual(
    "Change the target table so that it has the source's columns and types, or name another table.",
  ),
  sink_extension_missing: destination.manual(
    "Create the extension in the destination's database, where the user's search_path finds it, or choose another type in the mapping.",
  ),
  sink_key_invalid: data.manual(
    "Name key columns that identify each row of the source and are never NULL, or a cursor_column that orders the versions of a row.",
  ),
  cursor_null: data.manual(
    "Give every row of the source a cursor, or set the source's cursor_nulls to exclude, or with merge to include.",
  ),
  schema_drift: data.manual(
    "Check the source, or undo the change of the mapping, as the message says. Set the destination's schema_drift to evolve or ignore_new, change the target table, or name another one.",
  ),
  guard_stopped: data.manual(
    "Check the source. If its data is correct, set the guard in the message to warn or allow, and retry the run.",
  ),
  certificate_mismatch: bug.never(
    "Report this bug with the columns in the message: the loaded rows differ from the source. The target is unchanged.",
  ),
  sink_rejected: destination.manual(
    "Correct the cause: PostgreSQL rejected the rows. What the message leaves out, editors see in the run's vendor_message, and the server's log has it.",
  ),
  egress_refused: operator.manual(
    "Ask an administrator to allow the address in DESTINATION_NETWORKS (loader), SOURCE_NETWORKS (extractor) or WEBHOOK_NETWORKS (registry). Metadata and link-local addresses are always blocked.",
  ),
  // Runs
  run_closed: operator.never("No action needed: the run had ended when this work arrived."),
  run_inconsistent: bug.never("Report this bug: the rows in the destination do not match the run's plan."),
  staging_lost: destination.manual(
    "Retry the run from the start. The destination no longer has the rows that the run was to resume from.",
  ),
  deadline_exceeded: operator.manual(
    "Find out from the run's phases what took so long. Raise the pipeline's deadline_seconds, or let it read less.",
  ),
  gave_up: operator.manual("Correct the cause that the message gives and start a new run."),
  // Bus and operation
  bus_unavailable: bus.backoff(
    "No action needed yet: the service retries. If it persists, check that nats-server runs, and the address in NATS_URL.",
  ),
  bus_credentials_invalid: operator.manual(
    "Correct the user and password in the service's NATS_URL, or nats-server's accounts, and restart the service.",
  ),
  bus_tls_failed: operator.manual(
    "Name the server in NATS_URL as its certificate does, and set NODE_EXTRA_CA_CERTS to the file of its authority's certificate. Where the message says that the server has no TLS, enable it there, or use nats:// for it.",
  ),
  bus_full: bus.backoff("No action needed: the queue is full and the publisher waits."),
  object_lost: bus.backoff("No action needed: NATS lost a large row and the extractor reads its split again."),
  bus_misconfigured: operator.manual("Upgrade nats-server, or correct its configuration as the message says."),
  message_malformed: bug.never("Report this bug with the dead letter: a message could not be decoded."),
  metadata_newer: operator.manual(
    "Run the version that migrated the metadata database, or a newer one. To go back, restore a backup from before its upgrade.",
  ),
  metadata_unavailable: operator.backoff("Check the metadata database. The registry retries."),
  config_invalid: operator.manual("Correct the settings in the message."),
  secret_reference_invalid: operator.manual(
    "Provide the secret to the worker: for file:name a file in its SECRETS_DIRECTORY, for env:NAME the variable DATAMANTRI_SECRET_NAME.",
  ),
  connection_moved: operator.manual("Start a new run: it uses the connection's current settings."),
  request_invalid: operator.never("Correct the request as the message says."),
  not_found: operator.never("Check the id or name."),
  conflict: operator.never("Read the current state, then try again."),
  precondition_failed: operator.never(
    "Somebody else changed it. Read it again and repeat the change with its current ETag.",
  ),
  internal: bug.manual("Report this bug with the service's log."),
} as const satisfies Record<string, ErrorPolicy>;

export type ErrorCode = keyof typeof policies;

/** The policy table; `docs/errors.md` is generated from it. */
export const errorPolicies: Readonly<Record<ErrorCode, ErrorPolicy>> = policies;

/** Names, ids and counts that locate the error. Never row values or secrets. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * @param message One sentence for the user: what failed and where. No row values, no secrets.
 */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  /** Private: nothing that prints an error's fields prints it. */
  readonly #vendorMessage: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    facts: ErrorFacts = {},
    options: { readonly cause?: unknown; readonly vendorMessage?: string | undefined } = {},
  ) {
    const { cause, vendorMessage } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.facts = facts;
    this.#vendorMessage = vendorMessage === undefined ? undefined : toVendorMessage(vendorMessage);
  }

  /**
   * Verbatim message of BigQuery, PostgreSQL or a library. It may quote rows: it is for editors, and for no log or
   * event.
   */
  get vendorMessage(): string | undefined {
    return this.#vendorMessage ?? (this.cause instanceof PipelineError ? this.cause.vendorMessage : undefined);
  }

  get policy(): ErrorPolicy {
    return errorPolicies[this.code];
  }

  /** True when a retry may succeed without a person's help, or the work is worth it (the fact `isTriedAgain`). */
  get isRetryable(): boolean {
    return this.policy.retry === "backoff" || this.facts.isTriedAgain === true;
  }
}

/** Wraps any thrown value; an unmapped one becomes `internal`. */
export function toPipelineError(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const message = plainMessageOf(error) ?? `unexpected ${error instanceof Error ? error.name : typeof error}`;
  const vendorMessage = error instanceof Error ? error.message : String(error);
  return new PipelineError("internal", message, {}, { cause: error, vendorMessage });
}

/**
 * The message of an error that we or the operating system wrote. Undefined for others: those of JavaScript, Node and
 * vendors' clients quote values, such as the text that is not JSON.
 */
export function plainMessageOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isSystems = typeof (error as NodeJS.ErrnoException).errno === "number";
  return isSystems || (error.constructor === Error && error.name === "Error") ? error.message : undefined;
}
