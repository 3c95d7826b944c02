/** One statement for each side: all columns in one pass, with values in the same order. */
import type { Column } from "@datamantri/contracts";
import { quoteBigQueryName, quotePostgresName } from "@datamantri/api/values";

import { comparisonOf } from "./comparison.ts";
import type { Form } from "./forms.ts";

export type StatisticName = "row_count" | "rows_hash" | "null_count" | "min" | "max" | "sum" | "hash";

/** One value of the statements' only row. */
export interface Aggregate {
  /** Index of the column; -1 for the whole row. */
  readonly column: number;
  readonly name: StatisticName;
  /** BigQuery's SQL, of type STRING, INT64 or NUMERIC. */
  readonly source: string;
  /** PostgreSQL's, of type text. */
  readonly staging: string;
}

/** `rows`: without the columns' own hashes, which the hash of the rows covers; `columns`: with them. */
export type StagingDetail = "rows" | "columns";

/** A PostgreSQL function takes at most 100 arguments, and a column of free text needs three and a comma. */
const columnsPerConcat = 24;

/**
 * BigQuery's statistics of a table.
 *
 * @param from a table expression, quoted.
 * @param alias that the expression gives its table: a column that is called as its table is the whole row without one.
 */
export function sourceStatement(columns: readonly Column[], from: string, alias?: string): string {
  const qualified = alias === undefined ? columns : columns.map((column) => qualify(column, alias));
  const list = aggregatesOf(qualified, "columns").map(({ source }) => source);
  return `SELECT ${list.join(",\n  ")}\nFROM ${from}`;
}

/** The column with its table's alias in front of its name in the source. */
function qualify(column: Column, alias: string): Column {
  const { name, sourcePath } = column;
  return { ...column, sourcePath: [alias, ...(sourcePath.length === 0 ? [name] : sourcePath)] };
}

/**
 * PostgreSQL's statistics, as one array: a SELECT has at most 1,664 columns.
 *
 * @param from a table, quoted.
 */
export function stagingStatement(columns: readonly Column[], from: string, detail: StagingDetail): string {
  const list = aggregatesOf(columns, detail).map(({ staging }) => staging);
  return `select array[${list.join(",\n  ")}] as values\nfrom ${from}`;
}

export function aggregatesOf(columns: readonly Column[], detail: StagingDetail): Aggregate[] {
  return [
    { column: -1, name: "row_count", source: "COUNT(*)", staging: "count(*)::text" },
    ...rowsHash(columns),
    ...columns.flatMap((column, index) => columnAggregates(column, index, detail)),
  ];
}

function columnAggregates(column: Column, index: number, detail: StagingDetail): Aggregate[] {
  const [source, staging] = [quoteSource(column), quotePostgresName(column.name)];
  const nulls: Aggregate = {
    column: index,
    name: "null_count",
    source: `COUNTIF(${source} IS NULL)`,
    staging: `(count(*) - count(${staging}))::text`,
  };
  const { form } = comparisonOf(column);
  if (form === null) return [nulls];
  const values = (["min", "max", "sum"] as const).flatMap((name) => {
    const pair = form[name];
    return pair ? [{ column: index, name, source: pair.source(source), staging: pair.staging(staging) }] : [];
  });
  const [sourceText, stagingText] = [form.text.source(source), form.text.staging(staging)];
  const hash: Aggregate = {
    column: index,
    name: "hash",
    source: sumOfSourceHashes(sourceText),
    staging: sumOfStagingHashes(stagingText),
  };
  return [nulls, ...values, ...(detail === "columns" ? [hash] : [])];
}

/** Hashes the text of whole rows, so that a value in another row shows too. */
function rowsHash(columns: readonly Column[]): Aggregate[] {
  const compared = columns.flatMap((column) => {
    const { form } = comparisonOf(column);
    return form === null ? [] : [{ column, form }];
  });
  if (compared.length === 0) return [];
  const source = compared.map(({ column, form }) => sourcePart(form, quoteSource(column)));
  const staging = compared.map(({ column, form }) => stagingPart(form, quotePostgresName(column.name)));
  return [
    {
      column: -1,
      name: "rows_hash",
      source: sumOfSourceHashes(concat(source)),
      staging: sumOfStagingHashes(concat(staging)),
    },
  ];
}

/** NULL becomes nothing; free text follows its length, or `a,b` in one column would equal `a` and `b` in two. */
function sourcePart(form: Form, column: string): string {
  const text = form.text.source(column);
  return form.isFreeText
    ? `IFNULL(CONCAT(CAST(CHAR_LENGTH(${text}) AS STRING), ':', ${text}), ':')`
    : `IFNULL(${text}, '')`;
}

/** Arguments of a concat, which ignores NULL. */
function stagingPart(form: Form, column: string): string {
  const text = form.text.staging(column);
  return form.isFreeText ? `char_length(${text}), ':', ${text}` : text;
}

/** Concatenates with commas, in either language. */
function concat(parts: readonly string[]): string {
  if (parts.length <= columnsPerConcat) return `concat(${parts.join(", ',', ")})`;
  const pieces: string[] = [];
  for (let start = 0; start < parts.length; start += columnsPerConcat) {
    pieces.push(concat(parts.slice(start, start + columnsPerConcat)));
  }
  return concat(pieces);
}

/**
 * A sum does not depend on the order of the rows, and detects duplicates. Fourteen hexadecimal digits of a
 * digest: 10^12 of them stay below 10^29, the limit of BigQuery's NUMERIC.
 */
function sumOfSourceHashes(text: string): string {
  return `SUM(CAST(CAST(CONCAT('0x', SUBSTR(TO_HEX(MD5(${text})), 1, 14)) AS INT64) AS NUMERIC))`;
}

function sumOfStagingHashes(text: string): string {
  return `sum(('x' || left(md5(${text}), 14))::bit(56)::bigint)::text`;
}

function quoteSource({ name, sourcePath }: Column): string {
  const path = sourcePath.length === 0 ? [name] : sourcePath;
  return path.map(quoteBigQueryName).join(".");
}
