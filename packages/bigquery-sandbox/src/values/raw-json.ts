/*
 * JSON whose numbers keep their digits: 9223372036854775807 and 0.10 are the same text before and after.
 */

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Node's JSON.parse tells a reviver the source text of a number; the types of this TypeScript do not say so yet. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses JSON; numbers become {@link JsonNumber}. @throws SyntaxError */
export function parseRawJson(text: string): unknown {
  const revive: Reviver = (_, value, { source }) =>
    typeof value === "number" && source !== undefined ? new JsonNumber(source) : value;
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

/** The JSON text of a parsed value. */
export function rawJsonText(value: unknown): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(rawJsonText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${rawJsonText(inner)}`)
    .join(",")}}`;
}
