import { expect, test } from "vitest";

import { describeKeyProblem, type Column } from "../src/index.ts";

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

test("the refusal of a key that names a renamed column says its new name", () => {
  expect(describeKeyProblem(["id"], [column("number", ["id"])])).toBe(
    'the target has no column "id", which the key names; the mapping calls the source\'s "id" "number"',
  );
});
