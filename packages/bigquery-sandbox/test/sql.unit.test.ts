import { expect, test } from "vitest";

import { translate } from "../src/sql/translate.ts";

const scope = {
  toSqlName: (parts: readonly string[]) => `<${parts.join("/")}>`,
  defaultDataset: undefined,
};

function toSql(sql: string): string {
  return translate(sql, [], scope).sql;
}

test.each([
  ["SELECT a FROM `p.d.t`", 'SELECT a FROM <p/d/t> AS "t"'],
  ["SELECT x.a FROM `p`.d.t AS x", "SELECT x . a FROM <p/d/t> AS x"],
  ["SELECT * FROM d.t1, d.t2 b WHERE b.a = t1.a", 'SELECT * FROM <d/t1> AS "t1" , <d/t2> b WHERE b . a = t1 . a'],
  ["WITH w AS (SELECT 1 AS a) SELECT * FROM w", "WITH w AS ( SELECT 1 AS a ) SELECT * FROM w"],
  ["SELECT EXTRACT(YEAR FROM t.day) FROM d.t", 'SELECT EXTRACT ( YEAR FROM t . day ) FROM <d/t> AS "t"'],
  ["SELECT * EXCEPT (a) FROM d.t", 'SELECT * EXCLUDE ( a ) FROM <d/t> AS "t"'],
  [
    "SELECT SAFE_CAST(a AS INT64), CAST(b AS ARRAY<STRING>)",
    "SELECT TRY_CAST ( a AS BIGINT ) , CAST ( b AS VARCHAR[] )",
  ],
  ["SELECT date, timestamp FROM d.t", 'SELECT date , timestamp FROM <d/t> AS "t"'],
  ["SELECT DATETIME '2024-01-01'", "SELECT TIMESTAMP '2024-01-01'"],
  ['SELECT "it\'s", r"\\d", b"\\x00a"', String.raw`SELECT 'it''s' , '\d' , from_hex('0061')`],
  ["SELECT STRUCT(1 AS a, 'x' AS b)", `SELECT struct_pack ( "a" := 1 , "b" := 'x' )`],
  ["SELECT STRUCT([1, 2] AS a, 3 AS b)", `SELECT struct_pack ( "a" := [ 1 , 2 ] , "b" := 3 )`],
  ["SELECT xs[OFFSET(0)], xs[ORDINAL(1)]", "SELECT xs [ 1 + ( 0 ) ] , xs [  ( 1 ) ]"],
  ["SELECT TIMESTAMP_TRUNC(t, DAY)", "SELECT bq_timestamp_trunc ( t , 'day' )"],
  ["SELECT CURRENT_TIMESTAMP() -- now\n", "SELECT current_timestamp"],
  ["SELECT x FROM UNNEST([1, 2]) AS x", 'SELECT x FROM UNNEST ( [ 1 , 2 ] ) AS "x" ("x")'],
  ["SELECT 1 UNION DISTINCT SELECT 2;", "SELECT 1 UNION SELECT 2"],
])("%s", (sql, expected) => {
  expect(toSql(sql)).toBe(expected);
});

test("FOR SYSTEM_TIME AS OF is removed from the query and stays with its table", () => {
  const query = translate(
    "SELECT * FROM d.t FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(1700000000000) AS a JOIN d.u USING (k)",
    [],
    scope,
  );
  expect(query.sql).toBe('SELECT * FROM <d/t> AS a JOIN <d/u> AS "u" USING ( k )');
  expect(query.references).toEqual([
    { parts: ["d", "t"], systemTimeSql: "SELECT TIMESTAMP_MILLIS ( 1700000000000 )" },
    { parts: ["d", "u"], systemTimeSql: undefined },
  ]);
});

test.each([
  ["SELECT * FROM d.t", true],
  ["select * from `d.t`;", true],
  ["SELECT * FROM d.t LIMIT 1", false],
  ["SELECT * FROM d.t, d.u", false],
  ["SELECT a FROM d.t", false],
])("%s is a whole table: %s", (sql, expected) => {
  expect(translate(sql, [], scope).isWholeTable).toBe(expected);
});

test.each([
  ["SELECT RAND()", false],
  ["SELECT 1", true],
])("%s returns the same rows every time: %s", (sql, expected) => {
  expect(translate(sql, [], scope).isDeterministic).toBe(expected);
});
