import type { components } from "@datamantri/client";

/** A field that was, or would be, changed, as a line below what it belongs to. */
export function describeChange({ field, before, after }: components["schemas"]["FieldChange"]): string {
  return `  ${field}: ${text(before)} → ${text(after)}`;
}

function text(value: unknown): string {
  return value === null || value === undefined ? "(nothing)" : JSON.stringify(value);
}
