/* https://cloud.google.com/bigquery/docs/reference/standard-sql/timestamp_functions#timezone_definitions */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { isA } from "../compile/types.ts";
import type { Expression } from "../syntax/ast.ts";

/** DuckDB's SQL of a time zone, and its difference from UTC if it is a constant one. */
export interface Zone {
  readonly sql: string;
  readonly minutes: number | undefined;
}

export const utc: Zone = { sql: "'UTC'", minutes: 0 };

export function zoneOf(place: Place, node: Expression | undefined): Zone {
  if (node === undefined) return utc;
  const zone = compileExpression(place, node);
  if (!isA(zone.type, "STRING")) throw place.context.error("A time zone must be a STRING", node.at);
  const [, sign, hours, minutes = "0"] = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::(\d{2}))?$/.exec(zone.constant ?? "") ?? [];
  if (sign !== undefined)
    return { sql: zone.sql, minutes: (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) };
  if (zone.constant !== undefined && !isKnown(zone.constant))
    throw place.context.error(`Invalid time zone: ${zone.constant}`, node.at);
  return { sql: zone.sql, minutes: /^(UTC|GMT|Z)$/i.test(zone.constant ?? "") ? 0 : undefined };
}

function isKnown(name: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // Unknown here and to DuckDB.
    return false;
  }
}

/** A TIMESTAMP as the DATETIME of a zone. */
export function toLocal(timestamp: string, zone: Zone): string {
  if (zone.minutes === undefined) return `timezone(${zone.sql}, ${timestamp})`;
  return zone.minutes === 0 ? `bq_utc(${timestamp})` : `(bq_utc(${timestamp}) + to_minutes(${zone.minutes}))`;
}

/** A DATETIME of a zone as a TIMESTAMP. */
export function toTimestamp(local: string, zone: Zone): string {
  if (zone.minutes === undefined) return `timezone(${zone.sql}, ${local})`;
  return `CAST(${zone.minutes === 0 ? local : `(${local} - to_minutes(${zone.minutes}))`} AS TIMESTAMPTZ)`;
}
