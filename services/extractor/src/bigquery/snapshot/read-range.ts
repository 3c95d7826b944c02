/** Reads the rows of a backfill by a query of their range. */
import type { Column, CursorRange } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { quoteBigQueryName } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { findColumn } from "../tables/schema.ts";
import { sourceOf, type QueryRead } from "./choose-read.ts";
import { selectList } from "./select-list.ts";

const date = String.raw`\d{4}-\d\d-\d\d`;
const time = String.raw`[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?`;

/**
 * Types whose order BigQuery and PostgreSQL share, with the format of their values. The format is strict because the
 * loader gives the same text to PostgreSQL, which would read other formats differently.
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

/**
 * @param columns of the source, `excluded` those that are not asked for.
 * @throws PipelineError `request_invalid` for a column without such an order, and for an invalid bound.
 */
export function readRange(
  config: SourceConfig,
  columns: readonly Column[],
  range: CursorRange,
  excluded: readonly string[] = [],
): QueryRead {
  const column = findColumn(columns, range.column);
  const form = column && !column.repeated ? forms[column.type] : undefined;
  if (!column || !form) {
    const known = Object.keys(forms).join(", ");
    throw new PipelineError("request_invalid", `a backfill's column "${range.column}" must be of type ${known}`);
  }
  const bounds = [
    { name: "from", value: range.from },
    { name: "to", value: range.to },
  ];
  for (const { name, value } of bounds) {
    if (form.pattern.test(value)) continue;
    const wanted = `must be written as ${form.example}`;
    throw new PipelineError("request_invalid", `"${name}" of a backfill by a ${column.type} ${wanted}`);
  }
  const name = quoteBigQueryName(column.name);
  return {
    kind: "query",
    query: {
      text: `SELECT ${selectList(excluded)} FROM ${sourceOf(config)} WHERE ${name} >= @from AND ${name} < @to`,
      parameters: bounds.map((bound) => ({
        name: bound.name,
        parameterType: { type: column.type },
        parameterValue: { value: bound.value },
      })),
    },
    reason: `rows with ${column.name} from ${range.from} to before ${range.to}, by a billed query`,
    isAskedFor: true,
    excluded,
  };
}
