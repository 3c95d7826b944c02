/** Whether a run that began with an earlier configuration can be resumed with the pipeline's present one. */
import { isDeepStrictEqual } from "node:util";

import type { DestinationConfig, RunConfiguration, SourceConfig } from "@datamantri/resources";

/** How a pipeline is called and when it runs. */
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

/** Who reads, and what that may cost: other rows are read by neither. */
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

/** Who writes, and what stops the last step: the staging table is the same. */
const freeInDestination: ReadonlySet<string> = new Set<keyof DestinationConfig>([
  "connection_id",
  "user",
  "ssl_mode",
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
