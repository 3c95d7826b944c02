/** Differences between two configurations, for people. */
import { isDeepStrictEqual } from "node:util";

import type { FieldChange } from "@datamantri/api";

/** Compares field by field; a list counts as one value. A null field equals an absent one. */
export function compareFields(before: object, after: object): FieldChange[] {
  return compare("", before, after);
}

function compare(field: string, one: unknown, other: unknown): FieldChange[] {
  const [before, after] = [one ?? null, other ?? null];
  if (isDeepStrictEqual(before, after)) return [];
  if (!isFields(before) || !isFields(after)) return [{ field, before, after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => compare(field === "" ? name : `${field}.${name}`, before[name], after[name]));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
