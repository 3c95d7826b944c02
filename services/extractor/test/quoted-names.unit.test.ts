/** Names from a pipeline reach BigQuery as names, whatever characters they have. */
import { describe, expect, test } from "vitest";

import { quoteBigQueryName, quotePostgresName } from "@datamantri/api/values";
import { testConfiguration } from "@datamantri/testkit";
import { sourceStatement } from "@datamantri/verification";

import { toTableExpression } from "../src/bigquery/jobs/source-statistics.ts";
import { sourceAlias } from "../src/bigquery/tables/table.ts";
import { chooseRead, wholeQuery } from "../src/bigquery/snapshot/choose-read.ts";
import { readRange } from "../src/bigquery/snapshot/read-range.ts";
import { toColumn } from "../src/bigquery/tables/schema.ts";

const hostile = ["a`b", "a\\", "a\\` FROM secrets --", "`; SELECT 1; --", "a\nb", "a\\\\`x", 'o\'Brien "x"', "ä 名"];

/**
 * A quoted identifier ends at the first backtick without a backslash before it, and has a string literal's escape sequences:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#quoted_identifiers
 */
function namesIn(sql: string): readonly string[] {
  const unescaped: Readonly<Record<string, string>> = { n: "\n", r: "\r" };
  return [...sql.matchAll(/`((?:[^`\\\n]|\\.)*)`/g)].map(([, text]) =>
    text!.replaceAll(/\\(.)/g, (_, character: string) => unescaped[character] ?? character),
  );
}

const tableOf = (dataset: string) => testConfiguration({ source_config: { project: "p", dataset, table: "t" } });

describe.each(hostile)("the name %j", (name) => {
  const column = toColumn({ name, type: "DATE" });
  const config = tableOf(name).source_config;

  test("is one name of a table", () => {
    expect(namesIn(wholeQuery(config).text)).toEqual([`p.${name}.t`]);
    const snapshot = { project: "p", dataset: name, jobId: "", takenAtMs: 5, rowCount: 0, version: "" };
    expect(namesIn(toTableExpression({ ...snapshot, table: "t@5" } as never))).toEqual([`p.${name}.t`]);
    expect(namesIn(toTableExpression({ ...snapshot, table: "t", jobId: "j" } as never))).toEqual([`p.${name}.t`]);
  });

  test("is one name of a column", () => {
    const range = readRange(tableOf("d").source_config, [column], {
      column: name,
      from: "2026-01-01",
      to: "2026-01-02",
    });
    expect(new Set(namesIn(range.query.text))).toEqual(new Set(["p.d.t", name]));
    const increments = { ...tableOf("d").source_config, read: "incremental", cursor_column: name } as const;
    const read = chooseRead(increments, null, { column: name, type: "DATE", value: "2026-01-01" });
    expect(read).toMatchObject({ kind: "query" });
    expect(new Set(namesIn((read as typeof range).query.text))).toEqual(new Set(["p.d.t", name]));
    const planned = { ...column, targetType: "date", mask: "", sourcePath: [] };
    expect(namesIn(sourceStatement([planned], "s"))).toContain(name);
  });

  test("survives quoting and parsing", () => {
    expect(namesIn(quoteBigQueryName(name))).toEqual([name]);
    // https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
    expect(/^"((?:[^"]|"")*)"$/.exec(quotePostgresName(name))![1]!.replaceAll('""', '"')).toBe(name);
  });
});

// https://github.com/SQLMesh/sqlmesh/pull/4132: without an alias BigQuery takes the name for the whole row.
test("a verification names its columns by the source's alias", () => {
  const column = { ...toColumn({ name: "t", type: "STRING" }), targetType: "text", mask: "", sourcePath: [] };
  const snapshot = { project: "p", dataset: "d", table: "t@5", jobId: "", version: "", takenAtMs: 5, rowCount: 0 };
  const from = toTableExpression(snapshot as never);
  expect(from).toMatch(/^`p\.d\.t` AS datamantri_source FOR SYSTEM_TIME AS OF /);
  const statement = sourceStatement([column], from, sourceAlias);
  expect(statement.split("\nFROM")[0]!.match(/.{2}`t`/g)).not.toHaveLength(0);
  expect(statement).not.toMatch(/(?<!\.)`t`/);
});
