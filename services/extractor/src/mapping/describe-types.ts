/** Describes types for reports and errors. */
import type { Column } from "@datamantri/contracts";

const notes: Readonly<Record<string, string>> = {
  TIMESTAMP: "microseconds; of a TIMESTAMP(12) the digits behind them are cut off",
  JSON: "as a value: PostgreSQL puts keys into its own order, and of equal keys the last one stays",
  GEOGRAPHY: "as well-known text",
};

const notesInJson: Readonly<Record<string, string>> = {
  FLOAT64: "inside of jsonb -0 is 0, and NaN and infinities are strings",
  BYTES: "inside of jsonb BYTES are base64",
};

/** Notes for the owner of a column that is converted to its natural type. */
export function columnNotes(column: Column, isJson: boolean): readonly string[] {
  const types = isJson ? typesIn(column) : new Set([column.type]);
  const known = isJson ? { ...notes, ...notesInJson } : notes;
  const found = [...types].flatMap((type) => known[type] ?? []);
  return column.repeated ? ["a NULL array becomes empty: BigQuery's API returns both alike", ...found] : found;
}

/** True if a value inside jsonb may differ from BigQuery's. */
export function isLossyInJson(column: Column): boolean {
  return typesIn(column).has("FLOAT64");
}

function typesIn({ type, fields }: Column): Set<string> {
  return type === "STRUCT" ? new Set(fields.flatMap((field) => [...typesIn(field)])) : new Set([type]);
}
