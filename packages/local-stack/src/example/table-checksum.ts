// Compares a table in PostgreSQL with the Parquet file it was made from, over every row and column, in any order.
//
// Neither side uses our code: DuckDB computes the file's sum and PostgreSQL the table's, by the same formula. Each row
// becomes one canonical text (every value with its length before it, so that neighbours cannot be confused; NULL is
// "~"). The first 60 bits of its MD5 are a number, and the numbers are added up. Unlike XOR, a sum detects duplicate
// rows.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { quotePostgresName } from "@datamantri/api/values";
import { DuckDBInstance } from "@duckdb/node-api";
import { Client } from "pg";

/** A table's content in two numbers. */
export interface TableChecksum {
  readonly rowCount: number;
  /** Decimal text: the sum can exceed 64 bits. */
  readonly sum: string;
}

/** How a column's values become text, equal in both databases. */
export type CanonicalKind = "plain" | "timestamp";

export interface ChecksumColumn {
  readonly name: string;
  readonly kind: CanonicalKind;
}

/** The columns of the example, in the file's order. */
export const flightColumns: readonly ChecksumColumn[] = [
  { name: "date", kind: "timestamp" },
  { name: "delay", kind: "plain" },
  { name: "distance", kind: "plain" },
  { name: "origin", kind: "plain" },
  { name: "destination", kind: "plain" },
];

/** The example's source as its authors publish it, not changed by the sandbox. */
export const flightsFile = join(
  dirname(createRequire(import.meta.url).resolve("vega-datasets")),
  "../data/flights-3m.parquet",
);

/** Checksum of a Parquet file. */
export async function checksumParquet(file: string, columns: readonly ChecksumColumn[]): Promise<TableChecksum> {
  const database = await DuckDBInstance.create(":memory:");
  try {
    const connection = await database.connect();
    const reader = await connection.runAndReadAll(duckdbStatement(columns), { file });
    const [row] = reader.getRowObjectsJson() as { row_count: string; sum: string }[];
    return { rowCount: Number(row?.row_count), sum: row?.sum ?? "0" };
  } finally {
    database.closeSync();
  }
}

/** Checksum of a table in PostgreSQL; `table` may be qualified and is quoted here. */
export async function checksumPostgres(
  connectionString: string,
  table: string,
  columns: readonly ChecksumColumn[],
): Promise<TableChecksum> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const quoted = table.split(".").map(quotePostgresName).join(".");
    const result = await client.query<{ row_count: string; sum: string }>(postgresStatement(quoted, columns));
    return { rowCount: Number(result.rows[0]?.row_count), sum: result.rows[0]?.sum ?? "0" };
  } finally {
    await client.end();
  }
}

/** True when both have the same rows, each as often. */
export function isSameContent(a: TableChecksum, b: TableChecksum): boolean {
  return a.rowCount === b.rowCount && a.sum === b.sum;
}

function duckdbStatement(columns: readonly ChecksumColumn[]): string {
  return `
    SELECT count(*)::VARCHAR AS row_count,
           coalesce(sum(('0x' || substr(md5(line), 1, 15))::BIGINT), 0)::VARCHAR AS sum
      FROM (SELECT ${canonicalLine(columns, (name) => `epoch_us(${name})`, "VARCHAR")} AS line FROM read_parquet($file))`;
}

function postgresStatement(table: string, columns: readonly ChecksumColumn[]): string {
  return `
    SELECT count(*)::text AS row_count,
           coalesce(sum(('x' || substr(md5(line), 1, 15))::bit(60)::bigint), 0)::text AS sum
      FROM (SELECT ${canonicalLine(columns, (name) => `(extract(epoch FROM ${name}) * 1000000)::bigint`, "text")} AS line
              FROM ${table}) AS lines`;
}

function canonicalLine(columns: readonly ChecksumColumn[], toMicros: (name: string) => string, text: string): string {
  const values = columns.map(({ name, kind }) => {
    const quoted = quotePostgresName(name);
    const value = `(${kind === "timestamp" ? toMicros(quoted) : quoted})::${text}`;
    return `coalesce(length(${value}) || ':' || ${value}, '~')`;
  });
  return values.join(" || ");
}
