/** Effect of changing each option on data that was already read and loaded. */
import { isDeepStrictEqual } from "node:util";

import type {
  BigQueryConnection,
  ConnectionKind,
  DestinationConfig,
  PostgresConnection,
  RunConfiguration,
  SourceConfig,
} from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";

/**
 * - `none`: a failed run can be resumed. People change access, cost limits and guards after a failure.
 * - `work`: other rows, or other columns in the staging table: the loaded rows of a failed run are useless.
 * - `endpoint`: another source or target table: the watermark is useless as well.
 */
type Effect = "none" | "work" | "endpoint";

const ofPipeline: Readonly<Record<Exclude<keyof RunConfiguration, "source_config" | "destination_config">, Effect>> = {
  name: "none",
  description: "none",
  source_type: "endpoint",
  destination_type: "work",
  mode: "work",
  schedule: "none",
  timezone: "none",
  schedule_jitter_seconds: "none",
  batch_size: "none",
  mapping: "work",
  catch_up: "none",
  max_wait: "none",
  deadline_seconds: "none",
  retry: "none",
};

/** Effects of the fields that reach a server: only another server or database matters. */
function ofAccess<Field extends keyof BigQueryConnection | keyof PostgresConnection>(kind: ConnectionKind) {
  const endpoint: readonly string[] = accessNames(kind, ({ isEndpoint }) => isEndpoint);
  const effects = accessNames(kind).map((name) => [name, endpoint.includes(name) ? "endpoint" : "none"]);
  return Object.fromEntries(effects) as Readonly<Record<Field, Effect>>;
}

const ofSource: Readonly<Record<keyof SourceConfig, Effect>> = {
  connection_id: "none",
  ...ofAccess<keyof BigQueryConnection>("bigquery"),
  dataset: "endpoint",
  table: "endpoint",
  query: "endpoint",
  filter: "work",
  data_project: "endpoint",
  location: "work",
  maximum_bytes_billed: "none",
  allow_query_billing: "none",
  query_priority: "none",
  labels: "none",
  cursor_column: "work",
  cursor_start: "work",
  read: "work",
  skip_unchanged: "none",
  interval_seconds: "none",
  lookback_seconds: "work",
  lookback_units: "work",
  cursor_nulls: "work",
};

const ofDestination: Readonly<Record<keyof DestinationConfig, Effect>> = {
  connection_id: "none",
  ...ofAccess<keyof PostgresConnection>("postgres"),
  schema: "endpoint",
  table: "endpoint",
  write_mode: "work",
  key: "work",
  replace_by: "work",
  keep_previous: "none",
  delete_mode: "work",
  deleted_at_column: "none",
  valid_from_column: "none",
  valid_to_column: "none",
  guards: "none",
  schema_drift: "none",
  verification: "work",
  rejects: "work",
};

interface Change {
  readonly field: string;
  readonly effect: Effect;
}

/** Names the fields whose change makes loaded rows useless; empty if a failed run can be resumed. */
export function findChanges(before: RunConfiguration, now: RunConfiguration): string[] {
  return changesOf(before, now).flatMap(({ field, effect }) => (effect === "none" ? [] : [field]));
}

/** True if the source or the target table differs, so that the watermark does not apply. */
export function changesEndpoints(before: RunConfiguration, now: RunConfiguration): boolean {
  return changesOf(before, now).some(({ effect }) => effect === "endpoint");
}

/**
 * True if a stored connection leads to another server or database, so that the watermarks of its pipelines do not
 * apply.
 */
export function movesConnection(kind: ConnectionKind, before: object, now: object): boolean {
  const changes = changedFields("", before, now, kind === "bigquery" ? ofSource : ofDestination);
  return changes.some(({ effect }) => effect === "endpoint");
}

function changesOf(before: RunConfiguration, now: RunConfiguration): readonly Change[] {
  const { source_config: source, destination_config: destination, ...rest } = before;
  const { source_config: nowSource, destination_config: nowDestination, ...nowRest } = now;
  return [
    ...changedFields("", rest, nowRest, ofPipeline),
    ...changedFields("source_config.", source, nowSource, ofSource),
    ...changedFields("destination_config.", destination, nowDestination, ofDestination),
  ];
}

function changedFields(
  prefix: string,
  before: object,
  now: object,
  effects: Readonly<Record<string, Effect>>,
): readonly Change[] {
  const [old, present] = [new Map(Object.entries(before)), new Map(Object.entries(now))];
  return (
    [...new Set([...old.keys(), ...present.keys()])]
      .filter((field) => !isDeepStrictEqual(old.get(field) ?? null, present.get(field) ?? null))
      // The effect of an option that a newer release stored is unknown.
      .map((field) => ({ field: `${prefix}${field}`, effect: effects[field] ?? "endpoint" }))
  );
}
