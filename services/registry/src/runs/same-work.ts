/** Whether a run that began with an earlier configuration can be resumed with the pipeline's present one. */
import { isDeepStrictEqual } from "node:util";

import type { DestinationConfig, RunConfiguration, SourceConfig } from "@datamantri/api";

/** Name and schedule of a pipeline. */
const freeAtTop: ReadonlySet<string> = new Set<keyof RunConfiguration>([
  "name",
  "description",
  "schedule",
  "timezone",
  "catch_up",
  "batch_size",
  "source_config",
  "destination_config",
]);

/** Credentials and cost limits: they do not change which rows are read. */
const freeInSource: ReadonlySet<string> = new Set<keyof SourceConfig>([
  "connection_id",
  "impersonate_service_account",
  "maximum_bytes_billed",
  "allow_query_billing",
  "query_priority",
  "labels",
  "skip_unchanged",
  "interval_seconds",
]);

/** Credentials and guards: they do not change the staging table. */
const freeInDestination: ReadonlySet<string> = new Set<keyof DestinationConfig>([
  "connection_id",
  "user",
  "ssl_mode",
  "ssl_root_cert",
  "require_auth",
  "guards",
  "schema_drift",
]);

/**
 * Names of the fields whose change makes what was loaded useless; none if a run can resume it. Access, guards and the
 * policy for schema drift may have changed: people change them when a run has failed. A new option counts by default.
 */
export function findChanges(before: RunConfiguration, now: RunConfiguration): string[] {
  return [
    ...changedFields("", before, now, freeAtTop),
    ...changedFields("source_config.", before.source_config, now.source_config, freeInSource),
    ...changedFields("destination_config.", before.destination_config, now.destination_config, freeInDestination),
  ];
}

function changedFields(prefix: string, before: object, now: object, free: ReadonlySet<string>): string[] {
  const [old, present] = [new Map(Object.entries(before)), new Map(Object.entries(now))];
  return [...new Set([...old.keys(), ...present.keys()])]
    .filter((field) => !free.has(field) && !isDeepStrictEqual(old.get(field) ?? null, present.get(field) ?? null))
    .map((field) => `${prefix}${field}`);
}
