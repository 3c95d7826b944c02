/** Whether a run may go on with its pipeline's present configuration where it began with an earlier one. */
import { isDeepStrictEqual } from "node:util";

import type { DestinationConfig, Mapping, Mode, SourceConfig } from "@datamantri/contracts";

/** What a run does, connections resolved. */
interface Work {
  readonly mode: Mode;
  readonly mapping: Mapping | null;
  readonly source_config: SourceConfig;
  readonly destination_config: DestinationConfig;
}

/** Who reads, and what that may cost: other rows are read by neither. */
const freeInSource: ReadonlySet<string> = new Set<keyof SourceConfig>([
  "connection_id",
  "impersonate_service_account",
  "maximum_bytes_billed",
  "allow_query_billing",
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
 * What of the work is another by now, by the names of its fields; nothing when what was loaded counts. Access, guards and
 * the policy for schema drift may have changed: they are what is mended when a run has failed.
 */
export function findChanges(before: Work, now: Work): string[] {
  return [
    ...(before.mode === now.mode ? [] : ["mode"]),
    ...(isDeepStrictEqual(before.mapping ?? null, now.mapping ?? null) ? [] : ["mapping"]),
    ...changedFields("source_config", before.source_config, now.source_config, freeInSource),
    ...changedFields("destination_config", before.destination_config, now.destination_config, freeInDestination),
  ];
}

function changedFields(name: string, before: object, now: object, free: ReadonlySet<string>): string[] {
  const [old, present] = [new Map(Object.entries(before)), new Map(Object.entries(now))];
  return [...new Set([...old.keys(), ...present.keys()])]
    .filter((field) => !free.has(field) && !isDeepStrictEqual(old.get(field), present.get(field)))
    .map((field) => `${name}.${field}`);
}
