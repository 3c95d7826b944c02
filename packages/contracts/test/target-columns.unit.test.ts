import { expect, test } from "vitest";

import { describeKeyProblem, describeOwnColumnsProblem, maxTargetColumns, type Column } from "../src/index.ts";

function column(name: string, sourcePath: readonly string[] = []): Column {
  const plain = { name, type: "INT64", repeated: false, required: false, fields: [], rangeElementType: "" };
  return { ...plain, sourcePath: [...sourcePath], targetType: "", mask: "", declaredType: "", notNull: false };
}

// PostgreSQL refuses an index and ON CONFLICT over a column that is named twice (42701).
test.each([
  [["id"], ["id", "at"], undefined],
  [["ID", "at"], ["id", "at"], undefined],
  [["id", "id"], ["id"], 'the key names the column "id" twice: name each column once'],
  [["id", "ID"], ["id"], 'the key names the column "id" twice: name each column once'],
  [["id", "ID"], ["id", "ID"], undefined],
  [["id", "nope"], ["id"], 'the target has no column "nope", which the key names'],
])("key %j of the columns %j: %s", (key, names, problem) => {
  const columns = names.map((name) => column(name));
  expect(describeKeyProblem(key, columns)).toBe(problem);
});

test.each([
  ["partial", true],
  ["redact", true],
  ["hmac", false],
  ["sha256", false],
])("a key that is masked by %s is refused: %s", (mask, isRefused) => {
  const problem = describeKeyProblem(["id"], [{ ...column("id"), mask }, column("n")]);
  if (isRefused) expect(problem).toMatch(/makes different keys of "id" the same/);
  else expect(problem).toBeUndefined();
});

// https://www.postgresql.org/docs/current/limits.html
test("the primary key of a history has room for the start of a version", () => {
  const key = Array.from({ length: 32 }, (_, index) => `c${index}`);
  const problemOf = (count: number) =>
    describeOwnColumnsProblem(
      {
        mode: "history",
        destination_config: {
          host: "localhost",
          database: "d",
          schema: "public",
          table: "t",
          user: "u",
          key: key.slice(0, count),
        },
      },
      key.map((name) => ({ name })),
    );
  expect(problemOf(31)).toBeUndefined();
  expect(problemOf(32)).toContain("name at most 31");
});

test("the refusal of a key that names a renamed column says its new name", () => {
  expect(describeKeyProblem(["id"], [column("number", ["id"])])).toBe(
    'the target has no column "id", which the key names; the mapping calls the source\'s "id" "number"',
  );
});

// https://www.postgresql.org/docs/current/limits.html
test.each([
  ["history", {}, maxTargetColumns - 2, undefined],
  ["history", {}, maxTargetColumns - 1, "1601 columns with those of history (valid_from, valid_to)"],
  ["mirror", { delete_mode: "soft" }, maxTargetColumns, "1601 columns with those of mirror (_deleted_at)"],
  ["mirror", {}, maxTargetColumns, undefined],
  ["merge", {}, maxTargetColumns, undefined],
] as const)("%s with %j and %i columns of the source: %s", (mode, config, count, problem) => {
  const columns = Array.from({ length: count }, (_, index) => ({ name: `c${index}` }));
  const destination = { host: "localhost", database: "d", schema: "public", table: "t", user: "u", key: ["c0"] };
  const found = describeOwnColumnsProblem({ mode, destination_config: { ...destination, ...config } }, columns);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
