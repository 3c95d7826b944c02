/** Names from https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2 */
import { expect, test } from "vitest";

import { statementTypeOf } from "../src/sql/statement-type.ts";

test.each([
  ["SELECT 1", "SELECT"],
  ["  -- DELETE FROM t\n (SELECT 1) UNION ALL (SELECT 2);", "SELECT"],
  ["with a as (select 1) select * from a", "SELECT"],
  ["SELECT 'a; DELETE FROM t WHERE TRUE'", "SELECT"],
  ["SELECT `a;b` FROM t", "SELECT"],
  ["CREATE TEMP FUNCTION plus(x INT64) AS (x + 1); SELECT plus(2)", "SELECT"],
  ["INSERT INTO t VALUES (1)", "INSERT"],
  ["UPDATE t SET a = 1 WHERE TRUE", "UPDATE"],
  ["delete from t where true", "DELETE"],
  ["MERGE t USING u ON FALSE WHEN NOT MATCHED THEN INSERT ROW", "MERGE"],
  ["TRUNCATE TABLE t", "TRUNCATE_TABLE"],
  ["CREATE TABLE d.t (a INT64)", "CREATE_TABLE"],
  ["CREATE OR REPLACE TABLE d.t PARTITION BY a AS SELECT 1 AS a", "CREATE_TABLE_AS_SELECT"],
  ["CREATE TEMP TABLE t AS (SELECT 1)", "CREATE_TABLE_AS_SELECT"],
  ["CREATE VIEW d.v AS SELECT 1", "CREATE_VIEW"],
  ["CREATE MATERIALIZED VIEW d.v AS SELECT 1", "CREATE_MATERIALIZED_VIEW"],
  ["CREATE SNAPSHOT TABLE d.s CLONE d.t", "CREATE_SNAPSHOT_TABLE"],
  ["CREATE EXTERNAL TABLE d.t OPTIONS (format = 'CSV')", "CREATE_EXTERNAL_TABLE"],
  ["CREATE FUNCTION d.f() AS (1)", "CREATE_FUNCTION"],
  ["CREATE TABLE FUNCTION d.f() AS SELECT 1", "CREATE_TABLE_FUNCTION"],
  ["CREATE SCHEMA d", "CREATE_SCHEMA"],
  ["DROP TABLE IF EXISTS d.t", "DROP_TABLE"],
  ["DROP VIEW d.v", "DROP_VIEW"],
  ["ALTER TABLE d.t ADD COLUMN b INT64", "ALTER_TABLE"],
  ["EXPORT DATA OPTIONS (uri = 'gs://b/*') AS SELECT 1", "EXPORT_DATA"],
  ["LOAD DATA INTO d.t FROM FILES (uris = ['gs://b/a'])", "LOAD_DATA"],
  ["CALL d.p()", "CALL"],
  ["ASSERT TRUE", "ASSERT"],
  ["DECLARE a INT64; SET a = 1; SELECT a", "SCRIPT"],
  ["BEGIN SELECT 1; END", "SCRIPT"],
  ["EXECUTE IMMEDIATE 'DELETE FROM t WHERE TRUE'", "SCRIPT"],
  ["SELECT 1; DELETE FROM t WHERE TRUE", "SCRIPT"],
  ["CREATE FUNCTION d.f() AS (1); SELECT 1", "SCRIPT"],
  ["", undefined],
  ["HELLO", undefined],
])("%s", (sql, type) => {
  expect(statementTypeOf(sql)).toBe(type);
});
