/** Values that people write for a column by which rows are ordered: bounds of a backfill, and the first value of a cursor. */
import { PipelineError } from "@datamantri/runtime";

const date = String.raw`\d{4}-\d\d-\d\d`;
const time = String.raw`[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?`;

/**
 * Types whose order BigQuery and PostgreSQL share, with the format of their values. The format is strict because the
 * loader gives a backfill's bounds to PostgreSQL too, which would read other formats differently.
 */
const forms: Readonly<Record<string, { readonly pattern: RegExp; readonly example: string }>> = {
  INT64: { pattern: /^-?\d{1,19}$/, example: "1000" },
  NUMERIC: { pattern: /^-?\d{1,29}(\.\d{1,9})?$/, example: "1000.5" },
  BIGNUMERIC: { pattern: /^-?\d{1,38}(\.\d{1,38})?$/, example: "1000.5" },
  STRING: { pattern: /^/, example: "any text" },
  DATE: { pattern: new RegExp(`^${date}$`), example: "2026-01-31" },
  DATETIME: { pattern: new RegExp(`^${date}(${time})?$`), example: "2026-01-31T12:00:00" },
  TIMESTAMP: {
    pattern: new RegExp(String.raw`^${date}(${time}(Z|[+-]\d\d(:\d\d)?)?)?$`),
    example: "2026-01-31T12:00:00Z",
  },
};

/** Types of columns that a range can be of. */
export const rangeTypes = Object.keys(forms);

/**
 * @param what the value, as the subject of a sentence.
 * @throws PipelineError `request_invalid`
 */
export function assertCursorValue(type: string, value: string, what: string): void {
  const form = forms[type];
  if (form === undefined || form.pattern.test(value)) return;
  throw new PipelineError(
    "request_invalid",
    `${what} must be written as ${form.example}: the column's type is ${type}`,
  );
}

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
export function toParameter(name: string, type: string, value: string): object {
  return { name, parameterType: { type }, parameterValue: { value } };
}
