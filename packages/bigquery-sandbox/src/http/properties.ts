import { invalid, notImplemented } from "../errors.ts";

/** What a client may set of a resource, by name. */
export interface PropertyRules {
  /** Kept as they are sent. */
  readonly kept: readonly string[];
  /** Handled apart, or set by the server. */
  readonly known: readonly string[];
  /** BigQuery's, and refused here. */
  readonly refused: readonly string[];
}

type Properties = Readonly<Record<string, unknown>>;

/** The properties that a request sets. Null unsets one, and is kept as null. */
export function readProperties(body: unknown, rules: PropertyRules): Properties {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw invalid("Required parameter is missing: resource");
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || value === null) continue;
    if (rules.refused.includes(name)) throw notImplemented(`${name} of this resource`);
    if (!rules.kept.includes(name) && !rules.known.includes(name)) {
      throw invalid(`Invalid JSON payload received. Unknown name "${name}": Cannot find field.`);
    }
  }
  return Object.fromEntries(Object.entries(body).filter(([name]) => rules.kept.includes(name)));
}

/** The properties after a patch: named ones change, null removes. Labels are merged one by one. */
export function patchProperties(before: Properties, patch: Properties): Properties {
  const labels = patch["labels"];
  const merged = {
    ...before,
    ...patch,
    ...(isObject(labels) ? { labels: withoutNulls({ ...(before["labels"] as object | undefined), ...labels }) } : {}),
  };
  return withoutNulls(merged);
}

/** The entries that have a value. */
export function withoutNulls(entries: Properties): Properties {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null && value !== undefined));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
