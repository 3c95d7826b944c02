/** The statistics of the same rows on both sides: BigQuery's SQL in the sandbox, PostgreSQL's in PostgreSQL. */
import type { Column } from "@datamantri/contracts";
import type { WireField } from "@datamantri/local-stack";
import type { Client } from "pg";

import { sourceStatement, stagingStatement, toStatistics, type StagingDetail, type Statistics } from "../src/index.ts";

export type Values = readonly (string | null)[];

/** REST speaks the old names. */
const standardNames: Readonly<Record<string, string>> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
  RECORD: "STRUCT",
};

export function toColumn({ name, type, mode, fields, rangeElementType }: WireField): Column {
  return {
    name,
    type: standardNames[type] ?? type,
    repeated: mode === "REPEATED",
    required: mode === "REQUIRED",
    fields: (fields ?? []).map(toColumn),
    rangeElementType: rangeElementType?.type ?? "",
    sourcePath: [],
    targetType: "",
    mask: "",
    declaredType: "",
    notNull: false,
  };
}

/** @param from a table expression of BigQuery's SQL */
export async function sourceValues(
  sandbox: string,
  columns: readonly Column[],
  from: string,
  queryParameters: readonly object[] = [],
): Promise<Values> {
  const parameters = queryParameters.length > 0 ? { parameterMode: "NAMED", queryParameters } : {};
  const response = await fetch(`${sandbox}/bigquery/v2/projects/sandbox/queries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: sourceStatement(columns, from), useLegacySql: false, ...parameters }),
  });
  const answer = (await response.json()) as { rows?: { f: { v: string | null }[] }[]; error?: { message: string } };
  if (!answer.rows) throw new Error(answer.error?.message);
  return answer.rows[0]!.f.map(({ v }) => v);
}

export async function stagingValues(
  client: Client,
  columns: readonly Column[],
  from: string,
  detail: StagingDetail = "columns",
): Promise<Values> {
  const { rows } = await client.query<{ values: string[] }>(stagingStatement(columns, from, detail));
  return rows[0]!.values;
}

export const statisticsOf = (
  columns: readonly Column[],
  values: Values,
  detail: StagingDetail = "columns",
): Statistics => toStatistics(columns, values, detail, "key");
