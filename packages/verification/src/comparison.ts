import { naturalType, type Column } from "@datamantri/contracts";

import { formOf, type Form } from "./forms.ts";

/** Comparison by value, or only by NULLs with the reason. The only place that decides how a column is compared. */
export type Comparison = { readonly form: Form } | { readonly form: null; readonly reason: string };

const reasons: Readonly<Record<string, string>> = {
  JSON: "BigQuery and PostgreSQL format JSON differently",
  GEOGRAPHY: "BigQuery does not document how many digits the text of a GEOGRAPHY has",
  INTERVAL: "BigQuery and PostgreSQL format INTERVAL differently",
  RANGE: "BigQuery and PostgreSQL format RANGE differently",
  STRUCT: "a STRUCT arrives as jsonb",
};

/** Decides how a column can be compared. Pure: the extractor, the loader and the registry decide alike. */
export function comparisonOf(column: Column): Comparison {
  if (column.mask !== "") return { form: null, reason: "its values are masked" };
  if (column.targetType !== "" && column.targetType !== naturalType(column)) {
    return { form: null, reason: `its values become ${column.targetType}` };
  }
  if (column.repeated) return { form: null, reason: "an ARRAY arrives as jsonb" };
  const form = formOf(column.type);
  return form === undefined ? { form: null, reason: reasons[column.type] ?? "its type is not compared" } : { form };
}
