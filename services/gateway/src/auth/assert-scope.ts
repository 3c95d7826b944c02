/**
 * Scopes that an operation requires of an API key beyond its line in the policy, depending on the request's content.
 */
import { reaches, type PipelineConfiguration, type Scope } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";

import { ProblemError } from "../problem.ts";
import type { Identity } from "./identity.ts";

/**
 * A scheduled pipeline moves rows by itself. Otherwise a key that may only write pipelines could have rows sent to
 * itself.
 */
export function assertMayRun(identity: Identity, { schedule, mode }: PipelineConfiguration): void {
  if (schedule === null && mode !== "stream") return;
  assertScope(identity, "runs:operate", "a pipeline with a schedule or with mode stream runs by itself");
}

/**
 * Changing a pipeline's server redirects the rows of the next run, no matter who starts it.
 *
 * @param read the pipeline as it is. Throws PipelineError `not_found` for a new one. Asked for only where it matters.
 */
export async function assertMayRedirectPipeline(
  identity: Identity,
  changed: PipelineConfiguration,
  read: () => Promise<PipelineConfiguration | undefined>,
): Promise<void> {
  if (identity.scopes === null || identity.scopes.includes("runs:operate")) return;
  const present = await read();
  if (present === undefined || JSON.stringify(serversOf(present)) === JSON.stringify(serversOf(changed))) return;
  assertScope(identity, "runs:operate", "the pipeline's runs use the changed server or connection");
}

function serversOf({ source_config: source, destination_config: destination }: PipelineConfiguration) {
  return [
    source.connection_id,
    ...accessNames("bigquery").map((name) => source[name]),
    destination.connection_id,
    ...accessNames("postgres").map((name) => destination[name]),
  ];
}

/** Who changes a connection sends elsewhere what its pipelines move. */
export function assertMayRedirect(identity: Identity): void {
  assertScope(identity, "runs:operate", "the runs of its pipelines use the changed connection");
}

/** @param table whose first rows are shown; undefined if only names are listed. */
export function assertMayRead(identity: Identity, table: string | undefined): void {
  if (table !== undefined) assertScope(identity, "rows:read", "a table is shown with its first rows");
}

/** Verbatim messages of BigQuery or PostgreSQL may quote rows, so only users who may read rows see them. */
export function mayReadRows({ role, scopes }: Identity): boolean {
  return reaches(role, "editor") && (scopes === null || scopes.includes("rows:read"));
}

function assertScope({ scopes }: Identity, scope: Scope, why: string): void {
  if (scopes === null || scopes.includes(scope)) return;
  const detail = `This needs an API key with the scope ${scope}, because ${why}.`;
  throw new ProblemError({ status: 403, code: "forbidden", detail });
}
