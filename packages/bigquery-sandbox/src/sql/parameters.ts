import * as z from "zod";

import { invalidQuery } from "../errors.ts";
import { quoteText } from "./quote.ts";
import { rawToken, type Token } from "./tokens.ts";

const parameterType = z.object({ type: z.string(), arrayType: z.object({ type: z.string() }).optional() });
// Text by the reference; the Node client sends numbers and booleans unquoted, and BigQuery accepts them.
const scalarValue = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]).nullish();
const parameterValue = z.object({
  value: scalarValue,
  arrayValues: z.array(z.object({ value: scalarValue })).optional(),
});

/** A query parameter in REST's format: scalars and arrays of them. */
export const queryParameter = z.object({
  name: z.string().optional(),
  parameterType,
  parameterValue,
});

/** See {@link queryParameter}. */
export type QueryParameter = z.infer<typeof queryParameter>;

const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  NUMERIC: "DECIMAL(38, 9)",
  BOOL: "BOOLEAN",
  STRING: "VARCHAR",
  DATE: "DATE",
  DATETIME: "TIMESTAMP",
  TIME: "TIME",
  TIMESTAMP: "TIMESTAMPTZ",
  JSON: "JSON",
};

/** Inserts the values of `@name` and `?` into the query. */
export function bindParameters(tokens: readonly Token[], parameters: readonly QueryParameter[]): Token[] {
  let position = 0;
  return tokens.map((token) => {
    if (token.kind !== "parameter") return token;
    if (token.value === "?") {
      const parameter = parameters[position];
      position += 1;
      if (parameter === undefined) throw invalidQuery(`Query parameter number ${position} is not set`);
      return rawToken(parameterSql(parameter));
    }
    const name = token.value.slice(1).toLowerCase();
    const parameter = parameters.find((candidate) => candidate.name?.toLowerCase() === name);
    if (parameter === undefined) throw invalidQuery(`Query parameter '${name}' not found`);
    return rawToken(parameterSql(parameter));
  });
}

function parameterSql({ parameterType: type, parameterValue: value }: QueryParameter): string {
  if (type.type !== "ARRAY") return scalarSql(type.type, value.value);
  const elementType = type.arrayType?.type ?? "STRING";
  const items = (value.arrayValues ?? []).map((item) => scalarSql(elementType, item.value));
  return `[${items.join(", ")}]::${duckdbType(elementType)}[]`;
}

function scalarSql(type: string, value: string | null | undefined): string {
  if (type === "BYTES") {
    return value == null ? "NULL::BLOB" : `from_base64(${quoteText(value)})`;
  }
  const literal = value == null ? "NULL" : quoteText(value);
  return `CAST(${literal} AS ${duckdbType(type)})`;
}

function duckdbType(type: string): string {
  const found = DUCKDB_TYPES[type];
  if (found === undefined) throw invalidQuery(`The sandbox does not cover query parameters of type ${type}`);
  return found;
}
