import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { checksumParquet, checksumPostgres, flightColumns, isSameContent } from "../src/example/table-checksum.ts";
import { ensureDatabase } from "../src/postgres/postgres-server.ts";

// The same rows for both sides: NULLs, an empty text, microseconds, a duplicate row.
const rows = [
  `('2001-01-01 00:01:00'::timestamp, 33, 2176, 'LAS', 'PHL')`,
  `('2001-01-01 00:01:00.123457', -5, 215, 'ATL', 'SAV')`,
  `('2001-06-30 23:59:59.999999', NULL, 0, '', NULL)`,
  `('1969-12-31 23:59:59.5', 1, 2, 'é😀', 'x:y')`,
  `('1969-12-31 23:59:59.5', 1, 2, 'é😀', 'x:y')`,
];

let folder: string;
let file: string;
let databaseUrl: string;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datamantri-test-checksum-"));
  file = join(folder, "flights.parquet");
  const duckdb = await DuckDBInstance.create(":memory:");
  const connection = await duckdb.connect();
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${rows.join(", ")}) AS t("date", delay, distance, origin, destination)) TO '${file}' (FORMAT parquet)`,
  );
  duckdb.closeSync();
  const name = `checksum_${process.pid}`;
  await ensureDatabase(inject("postgres").url, { name, password: name });
  databaseUrl = Object.assign(new URL(inject("postgres").url), { pathname: `/${name}` }).href;
  client = new Client({ connectionString: databaseUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await client.query(`DROP TABLE IF EXISTS flights_3m;
    CREATE TABLE flights_3m ("date" timestamp, delay bigint, distance bigint, origin text, destination text);
    INSERT INTO flights_3m VALUES ${rows.toReversed().join(", ")}`);
});

async function isSame(): Promise<boolean> {
  const source = await checksumParquet(file, flightColumns);
  return isSameContent(source, await checksumPostgres(databaseUrl, "public.flights_3m", flightColumns));
}

test("equal content has equal checksums, in whatever order", async () => {
  expect(await isSame()).toBe(true);
});

test("a time zone in the target changes nothing", async () => {
  await client.query(`SET timezone = 'UTC'; ALTER TABLE flights_3m ALTER "date" TYPE timestamptz`);
  expect(await isSame()).toBe(true);
});

test.each([
  ["one value", "UPDATE flights_3m SET delay = 34 WHERE delay = 33"],
  ["a NULL that became an empty text", "UPDATE flights_3m SET destination = '' WHERE destination IS NULL"],
  ["a microsecond", `UPDATE flights_3m SET "date" = "date" + interval '1 microsecond' WHERE origin = 'ATL'`],
  ["two columns swapped", "UPDATE flights_3m SET origin = destination, destination = origin WHERE origin = 'LAS'"],
  ["a row that is missing", "DELETE FROM flights_3m WHERE origin = 'LAS'"],
  ["a row that is there twice", "INSERT INTO flights_3m SELECT * FROM flights_3m WHERE origin = 'LAS'"],
  [
    "one row twice and another missing, at the same count",
    "DELETE FROM flights_3m WHERE origin = 'ATL'; INSERT INTO flights_3m SELECT * FROM flights_3m WHERE origin = 'LAS'",
  ],
])("%s is detected", async (_what, change) => {
  await client.query(change);
  expect(await isSame()).toBe(false);
});
