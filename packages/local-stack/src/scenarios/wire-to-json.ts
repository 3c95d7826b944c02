/*
 * The jsonb value of a STRUCT or ARRAY according to docs/types.md. It shares no code with the extractor: a second
 * implementation of the same document, so that a mistake in either shows.
 */
import type { WireCell, WireField, WireValue } from "./wire-rows.ts";

/** JSON text for a column's value; null for a STRUCT that is NULL. */
export function wireToJson(field: WireField, wire: WireValue): string | null {
  return wire === null ? null : valueToJson(field, wire);
}

function valueToJson(field: WireField, wire: WireValue): string {
  if (wire === null) return "null";
  if (field.mode === "REPEATED") {
    const element: WireField = { ...field, mode: "NULLABLE" };
    return `[${(wire as readonly WireCell[]).map((cell) => valueToJson(element, cell.v)).join(",")}]`;
  }
  if (field.fields !== undefined) {
    const { f } = wire as { readonly f: readonly WireCell[] };
    const members = field.fields.map((member, i) => `${JSON.stringify(member.name)}:${valueToJson(member, f[i]!.v)}`);
    return `{${members.join(",")}}`;
  }
  return scalarToJson(field, wire as string);
}

function scalarToJson(field: WireField, text: string): string {
  switch (field.type) {
    case "INTEGER":
    case "NUMERIC":
    case "BIGNUMERIC":
    case "BOOLEAN":
    case "JSON":
      return text;
    case "FLOAT":
      // JSON.stringify(NaN) is null, which would be another value.
      return Number.isFinite(Number(text)) ? JSON.stringify(Number(text)) : JSON.stringify(text);
    case "TIMESTAMP":
      return JSON.stringify(microsToIso(text));
    case "RANGE":
      return JSON.stringify(rangeToText(field, text));
    default:
      return JSON.stringify(text);
  }
}

function rangeToText(field: WireField, text: string): string {
  return field.rangeElementType?.type === "TIMESTAMP" ? text.replaceAll(/-?\d+/g, microsToIso) : text;
}

/** Unix microseconds as ISO 8601 in UTC, always with six digits of a second. */
function microsToIso(text: string): string {
  const micros = BigInt(text);
  const millis = (micros - positiveRemainder(micros, 1000n)) / 1000n;
  const rest = positiveRemainder(micros, 1000n).toString().padStart(3, "0");
  return new Date(Number(millis)).toISOString().replace("Z", `${rest}Z`);
}

function positiveRemainder(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor;
}
