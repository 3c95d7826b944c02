import { expect, test } from "vitest";

import { useSandbox } from "./rest.ts";

const { sandbox, rest } = useSandbox();

// BigQuery's answer to each.
test.each([
  ["SAFE_CAST('x' AS INT64)", null],
  ["CAST('12' AS INT64)", "12"],
  ["SAFE_DIVIDE(1, 0)", null],
  ["1e10", "1.0E10"],
  ["DIV(7, 2)", "3"],
  ["MOD(7, 4)", "3"],
  ["IFNULL(NULL, 'b')", "b"],
  ["IF(1 < 2, 'yes', 'no')", "yes"],
  ["DATE '2024-02-29'", "2024-02-29"],
  ["DATE_TRUNC(DATE '2024-02-29', MONTH)", "2024-02-01"],
  ["DATE_ADD(DATE '2024-02-29', INTERVAL 1 DAY)", "2024-03-01"],
  ["DATE_DIFF(DATE '2024-03-01', DATE '2024-02-01', DAY)", "29"],
  ["TIMESTAMP_MICROS(1408452095220000)", "1.408452095220000E9"],
  ["UNIX_MICROS(TIMESTAMP '2014-08-19 12:41:35.22 UTC')", "1408452095220000"],
  ["DATE(TIMESTAMP '2024-02-29 23:00:00+00')", "2024-02-29"],
  ["FORMAT_DATE('%Y/%m', DATE '2024-02-29')", "2024/02"],
  ["EXTRACT(YEAR FROM DATE '2024-02-29')", "2024"],
  ["REGEXP_CONTAINS('abc', r'^a')", "true"],
  ["REGEXP_REPLACE('aXbX', 'X', '-')", "a-b-"],
  ["[10, 20][OFFSET(1)]", "20"],
  ["STRUCT(1 AS a, 'x' AS b)", { f: [{ v: "1" }, { v: "x" }] }],
  ["CODE_POINTS_TO_STRING([228, 0, 128512])", "ä\0😀"],
  ["ARRAY_LENGTH([1, 2, 3])", "3"],
  ["TO_JSON_STRING(STRUCT(1 AS a))", '{"a":1}'],
  ["ST_GEOGPOINT(1, 2)", "POINT(1 2)"],
  ["b'\\x00a'", "AGE="],
  ["CAST(1.5 AS NUMERIC)", "1.5"],
  ["TO_HEX(MD5('a'))", "0cc175b9c0f1b6a831c399e269772661"],
  ["TO_HEX(b'\\x00\\xff')", "00ff"],
  ["CAST('0x123' AS INT64)", "291"],
  ["CAST(CAST('1.50' AS NUMERIC) AS STRING)", "1.5"],
  ["CAST(CAST('100' AS NUMERIC) AS STRING)", "100"],
  ["CAST(PARSE_BIGNUMERIC('0.10') AS STRING)", "0.1"],
  ["CAST(7 AS STRING)", "7"],
  ["MOD(NUMERIC '-7.5', NUMERIC '2')", "-1.5"],
  ["FORMAT('%.16e', 0.1e0)", "1.0000000000000001e-01"],
  ["IS_NAN(CAST('nan' AS FLOAT64))", "true"],
  ["IS_INF(CAST('-inf' AS FLOAT64))", "true"],
  ["TIME_DIFF(TIME '00:00:01', TIME '00:00:00', MICROSECOND)", "1000000"],
  ["COUNTIF(1 = 1)", "1"],
  ["CONCAT('a', IF(1 < 2, 'b', 'c'), 'd')", "abd"],
  ["CONCAT('a', CAST(NULL AS STRING))", null],
])("SELECT %s", async (expression, expected) => {
  const { body } = await rest.query(`SELECT ${expression} AS value`);
  expect(body).toMatchObject({ rows: [{ f: [{ v: expected }] }] });
});

test("unnamed expressions are called f0_, f1_", async () => {
  const { body } = await rest.query("SELECT COUNT(*), 1 AS one, MAX(delay) FROM flights.flights_200k");
  const { fields } = body["schema"] as unknown as { fields: { name: string }[] };
  expect(fields.map((field) => field.name)).toEqual(["f0_", "one", "f1_"]);
});

test("defaultDataset completes names", async () => {
  const defaultDataset = { projectId: "sandbox", datasetId: "weather" };
  const { body } = await rest.query("SELECT COUNT(*) AS n FROM seattle_weather", { defaultDataset });
  expect(body).toMatchObject({ rows: [{ f: [{ v: "1461" }] }] });
});

test("a repeated requestId is the same query", async () => {
  const requestId = `request-${Date.now()}`;
  const [first, second] = await Promise.all([
    rest.query("SELECT RAND() AS r", { requestId }),
    rest.query("SELECT RAND() AS r", { requestId }),
  ]);
  expect(first.body).toEqual(second.body);
});

test("jobComplete is false until the timeout", async () => {
  const sql =
    "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 3000)) AS a, UNNEST(GENERATE_ARRAY(1, 10000)) AS b WHERE MOD(a * b, 7) = 3";
  const { body } = await rest.query(sql, { timeoutMs: 0 });
  expect(body).toMatchObject({ jobComplete: false });
  const { jobId } = body["jobReference"] as unknown as { jobId: string };
  const done = await rest.get(`sandbox/queries/${jobId}?timeoutMs=20000`);
  expect(done.body).toMatchObject({ jobComplete: true, totalRows: "1" });
});

test("gzip and identity have the same content", async () => {
  const url = `${sandbox().url}/projects/sandbox/datasets/movies/tables/movies/data`;
  const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
  const zipped = await fetch(url, { headers: { "accept-encoding": "gzip" } });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect(await zipped.json()).toEqual(await plain.json());
});
