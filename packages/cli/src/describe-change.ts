import type { components } from "@datamantri/client";

/** A changed field, as a line below its pipeline. */
export function describeChange({ field, before, after }: components["schemas"]["FieldChange"]): string {
  return `  ${field}: ${text(before)} → ${text(after)}`;
}

function text(value: unknown): string {
  return value === null || value === undefined ? "(none)" : JSON.stringify(value);
}
