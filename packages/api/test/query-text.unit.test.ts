import { expect, test } from "vitest";

import { findQueryParameter, isOneExpression, looksLikeSelect, withoutEnd } from "../src/values.ts";

test.each([
  ["SELECT 1", "SELECT 1"],
  ["SELECT 1;", "SELECT 1"],
  ["SELECT 1 ; \n", "SELECT 1"],
  ["SELECT 1;; -- done;", "SELECT 1"],
  ["SELECT 1 -- no ;", "SELECT 1"],
  ["SELECT 1 # no ;\n;", "SELECT 1"],
  ["SELECT 1 /* ; */ ;/* ;", "SELECT 1 /* ; */ ;/* ;"],
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

test.each([
  ["a > 1 AND (b OR c)", true],
  ["a IN UNNEST([1, 2])", true],
  ["name = ')' -- )", true],
  ["name = ';'", true],
  ["TRUE) OR (TRUE", false],
  ["(a > 1", false],
  ["a > 1)", false],
  ["a[0", false],
  ["TRUE; DROP TABLE d.t", false],
])("%j is one expression: %s", (text, expected) => {
  expect(isOneExpression(text)).toBe(expected);
});

test.each([
  ["SELECT 1;", true],
  ["/* a */ with t AS (SELECT 1) SELECT * FROM t", true],
  ["(SELECT 1) UNION ALL (SELECT 2)", true],
  ["DELETE FROM d.t WHERE TRUE", false],
  ["SELECT 1; DROP TABLE d.t", false],
  ["selection", false],
  ["-- SELECT\nMERGE d.t USING d.u ON FALSE WHEN NOT MATCHED THEN INSERT ROW", false],
  ["", false],
])("%j looks like a SELECT: %s", (text, expected) => {
  expect(looksLikeSelect(text)).toBe(expected);
});

test.each([
  ["u > @watermark", "@watermark"],
  ["u > @ /* one */ from_day", "@from_day"],
  ["u > @`a b`", "@`a b`"],
  ["'@a' = @b", "@b"],
  ["d.f(@x)", "@x"],
  [String.raw`mail = 'a@b.example' AND r'\'@c' = u`, undefined],
  ["u > 1 -- @a\n # @b\n /* @c */", undefined],
  [`\`@a\` = "@b" OR """@c""" = '''@d'''`, undefined],
  ["zone = @@time_zone", undefined],
  ["a JOIN @{join_type=hash_join} b", undefined],
])("%j has the parameter %s", (text, parameter) => {
  expect(findQueryParameter(text)).toBe(parameter);
});

test.each(["/* ", "'", '"', '"""', "`", "@", "@ ", String.raw`\"""`, String.raw`'''\ `, ";", "@{", "# "])(
  "a million characters of %j are read to their end",
  (part) => {
    expect(findQueryParameter(`@${part.repeat(1_000_000 / part.length)}`)).toBeUndefined();
  },
);
