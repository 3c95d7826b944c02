/*
 * Creates a temporary table with the source's rows as PostgreSQL must store them. PostgreSQL itself parses each value's
 * text, so the extractor's encoders and the loader's COPY are not involved.
 */
import { quotePostgresName } from "@datamantri/api/values";
import type { Client } from "pg";

import type { WireField, WireTable, WireValue } from "./wire-rows.ts";
import { wireToJson } from "./wire-to-json.ts";

/** Rows of one INSERT: at most a few megabytes of text. */
const insertRows = 500;

/** How a column's wire values become values of PostgreSQL. */
interface Reading {
  readonly sqlType: string;
  /** The texts of one value; a RANGE has two. */
  readonly texts: (wire: WireValue) => readonly (string | null)[];
  /** SQL for the value, given the SQL for each text. */
  readonly sql: (...texts: string[]) => string;
}

/** The names of the columns, in order. Their types are those of `expected`, a temporary table of this session. */
export async function createExpectedTable(client: Client, source: WireTable): Promise<readonly string[]> {
  // These settings define how text is parsed, whatever the server's own are.
  await client.query("set intervalstyle = 'postgres'; set datestyle = 'ISO, YMD'; set timezone = 'UTC'");
  const columns = source.fields.map((field) => ({ name: field.name, ...readingOf(field) }));
  const definitions = columns.map(({ name, sqlType }) => `${quotePostgresName(name)} ${sqlType}`);
  await client.query(`create temporary table expected (${definitions.join(", ")})`);
  const statement = insertStatement(columns);
  for (let first = 0; first < source.rows.length; first += insertRows) {
    const rows = source.rows.slice(first, first + insertRows);
    await client.query(statement, toTextArrays(columns, rows));
  }
  return columns.map(({ name }) => name);
}

function insertStatement(columns: readonly Reading[]): string {
  let count = 0;
  const values = columns.map((column) => column.sql(...column.texts(null).map(() => `t${++count}`)));
  const names = Array.from({ length: count }, (_, i) => `t${i + 1}`);
  const arrays = names.map((_, i) => `$${i + 1}::text[]`);
  return `insert into expected select ${values.join(", ")} from unnest(${arrays.join(", ")}) as texts (${names.join(", ")})`;
}

function toTextArrays(columns: readonly Reading[], rows: WireTable["rows"]): (string | null)[][] {
  return columns.flatMap((column, at) => {
    const texts = rows.map((row) => column.texts(row[at]!));
    return column.texts(null).map((_, i) => texts.map((one) => one[i]!));
  });
}

const scalarTypes: Readonly<Record<string, string>> = {
  INTEGER: "bigint",
  FLOAT: "float8",
  NUMERIC: "numeric",
  BIGNUMERIC: "numeric",
  BOOLEAN: "boolean",
  STRING: "text",
  DATE: "date",
  DATETIME: "timestamp",
  TIME: "time",
  JSON: "jsonb",
  GEOGRAPHY: "text",
  INTERVAL: "interval",
};

const rangeTypes: Readonly<Record<string, string>> = { DATE: "daterange", DATETIME: "tsrange", TIMESTAMP: "tstzrange" };

function readingOf(field: WireField): Reading {
  if (field.mode === "REPEATED" || field.fields !== undefined) {
    return { sqlType: "jsonb", texts: (wire) => [wireToJson(field, wire)], sql: (text) => `${text}::jsonb` };
  }
  if (field.type === "RANGE") return rangeReading(field.rangeElementType?.type ?? "");
  if (field.type === "BYTES") return reading("bytea", (text) => `decode(${text}, 'base64')`);
  if (field.type === "TIMESTAMP") return reading("timestamptz", microsSql);
  const sqlType = scalarTypes[field.type];
  if (sqlType === undefined)
    throw new Error(`Column ${field.name} has the type ${field.type}, which is not known here`);
  return reading(sqlType, (text) => `${text}::${sqlType}`);
}

function reading(sqlType: string, sql: (text: string) => string): Reading {
  return { sqlType, texts: (wire) => [wire as string | null], sql };
}

function rangeReading(element: string): Reading {
  const sqlType = rangeTypes[element];
  if (sqlType === undefined) throw new Error(`RANGE<${element}> is not known here`);
  const bound = (text: string) => {
    const finite = `nullif(${text}, 'UNBOUNDED')`;
    return element === "TIMESTAMP" ? microsSql(finite) : `${finite}::${scalarTypes[element]}`;
  };
  return {
    sqlType,
    texts: (wire) => (wire === null ? [null, null] : (wire as string).slice(1, -1).split(", ")),
    sql: (lower, upper = "") =>
      `case when ${lower} is not null then ${sqlType}(${bound(lower)}, ${bound(upper)}, '[)') end`,
  };
}

/** In two steps: an interval is multiplied by a float8, which cannot represent all microseconds of 10,000 years. */
function microsSql(text: string): string {
  const micros = `(${text})::bigint`;
  return `timestamptz 'epoch' + ${micros} / 3600000000 * interval '1 hour' + ${micros} % 3600000000 * interval '1 microsecond'`;
}
