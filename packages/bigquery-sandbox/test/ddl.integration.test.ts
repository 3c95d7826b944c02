/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language */
import { beforeEach, describe, expect, test } from "vitest";

import { makeDataset, type OwnDataset } from "./own-dataset.ts";
import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

let own: OwnDataset;

beforeEach(async () => {
  own = await makeDataset(rest);
});

/** Runs a statement as a job; returns its query statistics. */
async function run(query: string): Promise<Record<string, unknown>> {
  const configuration = { query: { query, useLegacySql: false, defaultDataset: { datasetId: own.dataset } } };
  const { body } = await rest.post(`${own.project}/jobs`, { configuration });
  const { jobId } = body["jobReference"] as unknown as { jobId: string };
  await rest.get(`${own.project}/queries/${jobId}`);
  const job = await rest.get(`${own.project}/jobs/${jobId}`);
  const { status, statistics } = job.body as unknown as {
    status: { errorResult?: object };
    statistics: { query: Record<string, unknown> };
  };
  if (status.errorResult) throw new Error(JSON.stringify(status.errorResult));
  return statistics.query;
}

const table = async (tableId: string) => (await rest.get(`${own.tables}/${tableId}`)).body;

test("CREATE TABLE with every type and property", async () => {
  const statistics = await run(`
    CREATE TABLE t (
      id INT64 NOT NULL OPTIONS (description = "Key"), f FLOAT64, n NUMERIC(10, 2), b BIGNUMERIC, ok BOOL, s STRING(7), x BYTES,
      d DATE, dt DATETIME, ti TIME, ts TIMESTAMP, j JSON, g GEOGRAPHY, i INTERVAL, r RANGE<DATE>,
      tags ARRAY<STRING>, parts ARRAY<STRUCT<a INT64, inner_part STRUCT<b ARRAY<FLOAT64>>>>,
      PRIMARY KEY (id) NOT ENFORCED
    )
    PARTITION BY TIMESTAMP_TRUNC(ts, HOUR)
    CLUSTER BY id, s
    OPTIONS (description = 'A table', friendly_name = "T", labels = [("team", "data")], require_partition_filter = TRUE)`);
  const target = { projectId: own.project, datasetId: own.dataset, tableId: "t" };
  expect(statistics).toMatchObject({
    statementType: "CREATE_TABLE",
    ddlOperationPerformed: "CREATE",
    ddlTargetTable: target,
  });
  const made = await table("t");
  expect(made).toMatchObject({
    description: "A table",
    friendlyName: "T",
    labels: { team: "data" },
    requirePartitionFilter: true,
    timePartitioning: { type: "HOUR", field: "ts" },
    clustering: { fields: ["id", "s"] },
    tableConstraints: { primaryKey: { columns: ["id"] } },
  });
  const { fields } = made["schema"] as unknown as { fields: readonly Record<string, unknown>[] };
  expect(fields.map(({ type }) => type)).toEqual([
    ..."INTEGER FLOAT NUMERIC BIGNUMERIC BOOLEAN STRING BYTES DATE DATETIME TIME TIMESTAMP JSON".split(" "),
    ..."GEOGRAPHY INTERVAL RANGE STRING RECORD".split(" "),
  ]);
  expect(fields[0]).toEqual({ name: "id", type: "INTEGER", mode: "REQUIRED", description: "Key" });
  expect(fields[2]).toMatchObject({ precision: "10", scale: "2" });
  expect(fields[16]).toMatchObject({
    mode: "REPEATED",
    fields: [
      { name: "a", type: "INTEGER" },
      { name: "inner_part", type: "RECORD", fields: [{ name: "b", type: "FLOAT", mode: "REPEATED" }] },
    ],
  });
  const refused = await own.query("SELECT id FROM t");
  expect(refused).toMatchObject({
    status: 400,
    body: {
      error: {
        message: `Cannot query over table '${own.project}.${own.dataset}.t' without a filter over column(s) 'ts' that can be used for partition elimination`,
      },
    },
  });
  expect(await own.rows("SELECT id FROM t WHERE ts > TIMESTAMP '2024-01-01 00:00:00+00'")).toEqual([]);
});

test("CREATE TABLE AS SELECT, OR REPLACE, IF NOT EXISTS", async () => {
  expect(await run("CREATE TABLE t AS SELECT 1 AS a, 'x' AS b, [1, 2] AS c")).toMatchObject({
    statementType: "CREATE_TABLE_AS_SELECT",
    ddlOperationPerformed: "CREATE",
  });
  expect(await own.rows("SELECT * FROM t")).toEqual([["1", "x", [{ v: "1" }, { v: "2" }]]]);
  const before = Date.now();
  expect(await own.query("CREATE TABLE t (a INT64)")).toMatchObject({
    status: 409,
    body: {
      error: { message: `Already Exists: Table ${own.project}:${own.dataset}.t`, errors: [{ reason: "duplicate" }] },
    },
  });
  expect(await run("CREATE TABLE IF NOT EXISTS t (z INT64)")).toMatchObject({ ddlOperationPerformed: "SKIP" });
  expect(await run("CREATE OR REPLACE TABLE t AS SELECT a + 1 AS a FROM t")).toMatchObject({
    ddlOperationPerformed: "REPLACE",
  });
  expect(await own.rows("SELECT * FROM t")).toEqual([["2"]]);
  // The replaced table's past remains.
  expect(await own.rows(`SELECT b FROM t FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${before})`)).toEqual([["x"]]);
  await run(`INSERT INTO t SELECT a FROM t FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${before})`);
  expect(await own.rows("SELECT a FROM t ORDER BY a")).toEqual([["1"], ["2"]]);
});

// https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language
test.each(["TABLE", "VIEW"])("CREATE %s needs a name for every column", async (kind) => {
  expect(await own.query(`CREATE ${kind} unnamed AS SELECT 1 AS a, 2`)).toMatchObject({
    status: 400,
    body: { error: { message: `CREATE ${kind} columns must be named, but column 2 has no name` } },
  });
});

test("CREATE TABLE with columns takes the query's values by position", async () => {
  await run(
    "CREATE TABLE t (a NUMERIC, b STRING OPTIONS (description = 'text')) PARTITION BY RANGE_BUCKET(c, GENERATE_ARRAY(0, 10, 1)) AS SELECT 1, 'x'",
  ).then(
    () => expect.unreachable(),
    (error: unknown) => expect(String(error)).toContain("cannot be found in the schema"),
  );
  await run("CREATE TABLE t (a NUMERIC, b STRING OPTIONS (description = 'text')) AS SELECT 1, 'x'");
  expect((await table("t"))["schema"]).toMatchObject({
    fields: [
      { name: "a", type: "NUMERIC" },
      { name: "b", description: "text" },
    ],
  });
});

test("ALTER TABLE", async () => {
  await own.makeTable("t", [{ name: "a", type: "INT64", mode: "REQUIRED" }], [{ a: 1 }]);
  expect(
    await run("ALTER TABLE t ADD COLUMN b STRING, ADD COLUMN IF NOT EXISTS a INT64, ADD COLUMN c ARRAY<INT64>"),
  ).toMatchObject({ statementType: "ALTER_TABLE", ddlOperationPerformed: "ALTER" });
  expect(await own.rows("SELECT * FROM t")).toEqual([["1", null, []]]);
  await run("ALTER TABLE t ALTER COLUMN a DROP NOT NULL");
  await run("INSERT t (b) VALUES ('x')");
  await run("ALTER TABLE t DROP COLUMN c");
  expect(await own.rows("SELECT * FROM t ORDER BY IFNULL(a, 0)")).toEqual([
    [null, "x"],
    ["1", null],
  ]);
  await run("ALTER TABLE t SET OPTIONS (description = 'new')");
  expect(await table("t")).toMatchObject({ description: "new", numRows: "2" });
  expect(await own.query("ALTER TABLE t RENAME TO u")).toMatchObject({
    status: 400,
    body: { error: { errors: [{ reason: "notImplemented" }] } },
  });
});

test("ALTER COLUMN SET DATA TYPE changes lengths and digits to greater ones", async () => {
  await run("CREATE TABLE t (a STRING(3) OPTIONS (description = 'text'), b NUMERIC(6, 2), c INT64)");
  await run("INSERT t VALUES ('abc', 1.5, 1)");
  await run("ALTER TABLE t ALTER COLUMN a SET DATA TYPE STRING(5), ALTER COLUMN b SET DATA TYPE NUMERIC(8, 4)");
  await run("INSERT t VALUES ('abcde', 1.2345, 1)");
  expect((await table("t"))["schema"]).toMatchObject({
    fields: [
      { name: "a", maxLength: "5", description: "text" },
      { name: "b", precision: "8", scale: "4" },
      { name: "c" },
    ],
  });
  for (const type of ["STRING(4)", "STRING(0)"]) {
    expect(await own.query(`ALTER TABLE t ALTER COLUMN a SET DATA TYPE ${type}`)).toMatchObject({ status: 400 });
  }
  expect(await own.query("ALTER TABLE t ALTER COLUMN b SET DATA TYPE NUMERIC(8, 2)")).toMatchObject({ status: 400 });
  await run("ALTER TABLE t ALTER COLUMN a SET DATA TYPE STRING, ALTER COLUMN b SET DATA TYPE NUMERIC");
  const { fields } = (await table("t"))["schema"] as unknown as { fields: readonly object[] };
  expect(fields[0]).not.toHaveProperty("maxLength");
  expect(fields[1]).not.toHaveProperty("precision");
  expect(await own.query("ALTER TABLE t ALTER COLUMN c SET DATA TYPE NUMERIC")).toMatchObject({ status: 400 });
});

test("CREATE VIEW and DROP", async () => {
  await own.makeTable("t", [{ name: "a", type: "INT64" }], [{ a: 1 }, { a: 2 }]);
  const query = `SELECT a, -- a comment\n  a * 10 AS ten FROM ${own.dataset}.t`;
  expect(await run(`CREATE VIEW v AS ${query};`)).toMatchObject({
    statementType: "CREATE_VIEW",
    ddlOperationPerformed: "CREATE",
  });
  expect(await table("v")).toMatchObject({ type: "VIEW", view: { query } });
  await run(`CREATE VIEW w AS SELECT SUM(ten) AS s FROM ${own.dataset}.v`);
  expect(await own.rows("SELECT s FROM w")).toEqual([["30"]]);
  expect(await run("DROP VIEW w")).toMatchObject({ ddlOperationPerformed: "DROP" });
  expect((await own.query("DROP TABLE v")).status).toBe(400);
  expect(await run("DROP TABLE t")).toMatchObject({ statementType: "DROP_TABLE", ddlOperationPerformed: "DROP" });
  expect(await run("DROP TABLE IF EXISTS t")).toMatchObject({ ddlOperationPerformed: "SKIP" });
  expect((await own.query("DROP TABLE t")).status).toBe(404);
});

test("CREATE SCHEMA and DROP SCHEMA", async () => {
  await run("CREATE SCHEMA made_by_sql OPTIONS (location = 'EU', description = 'x')");
  const path = `${own.project}/datasets/made_by_sql`;
  expect((await rest.get(path)).body).toMatchObject({ location: "EU", description: "x" });
  expect((await own.query("CREATE SCHEMA made_by_sql")).status).toBe(200);
  await rest.query("CREATE TABLE made_by_sql.t (a INT64)", { location: "EU" });
  await run("DROP SCHEMA made_by_sql CASCADE");
  expect((await rest.get(path)).status).toBe(404);
});

describe("what the sandbox does not cover", () => {
  test.each([
    "CREATE TEMP TABLE x (a INT64)",
    "CREATE TABLE x LIKE y",
    "CREATE TABLE x (a INT64 DEFAULT 1)",
    "CREATE TABLE x (a INT64) OPTIONS (expiration_timestamp = TIMESTAMP '2030-01-01')",
    "CREATE FUNCTION f() AS (1)",
    "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a",
    "CREATE SNAPSHOT TABLE s CLONE t",
    "EXPORT DATA OPTIONS (uri = 'gs://b/*') AS SELECT 1",
    "CALL p()",
  ])("%s is a 400", async (sql) => {
    const { status, body } = await own.query(sql);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { message: expect.stringMatching(/The sandbox (does not cover|covers)/) as string },
    });
  });
});

describe("a query's destination table", () => {
  const into = async (query: string, more: object = {}) => {
    const destinationTable = { projectId: own.project, datasetId: own.dataset, tableId: "made" };
    const defaultDataset = { datasetId: own.dataset };
    const configuration = { query: { query, useLegacySql: false, defaultDataset, destinationTable, ...more } };
    const { body } = await rest.post(`${own.project}/jobs`, { configuration });
    const { jobId } = body["jobReference"] as unknown as { jobId: string };
    return rest.get(`${own.project}/queries/${jobId}`);
  };

  test("is made, appended to, replaced, or must be empty", async () => {
    expect(await into("SELECT 1 AS a")).toMatchObject({
      status: 200,
      body: { totalRows: "1", rows: [{ f: [{ v: "1" }] }] },
    });
    expect(await into("SELECT 2 AS a")).toMatchObject({
      status: 409,
      body: { error: { message: `Already Exists: Table ${own.project}:${own.dataset}.made` } },
    });
    await into("SELECT 2 AS a", { writeDisposition: "WRITE_APPEND" });
    expect(await own.rows("SELECT a FROM made ORDER BY a")).toEqual([["1"], ["2"]]);
    expect(await into("SELECT 'x' AS a", { writeDisposition: "WRITE_APPEND" })).toMatchObject({ status: 400 });
    expect(await into("SELECT 1 AS b", { writeDisposition: "WRITE_APPEND" })).toMatchObject({ status: 400 });
    await into("SELECT MAX(a) AS m, 'x' AS n FROM made", { writeDisposition: "WRITE_TRUNCATE" });
    expect(await own.rows("SELECT * FROM made")).toEqual([["2", "x"]]);
  });

  test("is not made with CREATE_NEVER", async () => {
    expect(await into("SELECT 1 AS a", { createDisposition: "CREATE_NEVER" })).toMatchObject({ status: 404 });
  });

  test("gets columns with ALLOW_FIELD_ADDITION", async () => {
    await into("SELECT 1 AS a");
    await into("SELECT 2 AS b", { writeDisposition: "WRITE_APPEND", schemaUpdateOptions: ["ALLOW_FIELD_ADDITION"] });
    expect(await own.rows("SELECT a, b FROM made ORDER BY IFNULL(a, 0)")).toEqual([
      [null, "2"],
      ["1", null],
    ]);
  });
});
