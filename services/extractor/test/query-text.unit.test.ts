import { expect, test } from "vitest";

import { withoutEnd } from "../src/bigquery/jobs/query-text.ts";

test.each([
  ["SELECT 1", "SELECT 1"],
  ["SELECT 1;", "SELECT 1"],
  ["SELECT 1 ; \n", "SELECT 1"],
  ["SELECT 1;; -- done;", "SELECT 1"],
  ["SELECT 1 -- no ;", "SELECT 1"],
  ["SELECT 1 # no ;\n;", "SELECT 1"],
  ["SELECT 1 /* ; */ ;/* ;", "SELECT 1 /* ; */ ;/*"],
  ["SELECT ';'", "SELECT ';'"],
  ["SELECT ';';", "SELECT ';'"],
  [String.raw`SELECT '\';';`, String.raw`SELECT '\';'`],
  ['SELECT """a";"b""";', 'SELECT """a";"b"""'],
  ["SELECT '''it's;''';", "SELECT '''it's;'''"],
  ["SELECT `a;b`;", "SELECT `a;b`"],
  ['SELECT "--";', 'SELECT "--"'],
  ["SELECT 1; SELECT 2;", "SELECT 1; SELECT 2"],
])("%j", (statement, expected) => {
  expect(withoutEnd(statement)).toBe(expected);
});
