import { describe, expect, test } from "vitest";

import type { Column } from "@datamantri/contracts";

import { chooseReplacement, type Dependent } from "../src/write-modes/replace/choose-replacement.ts";

const column = (name: string, type: string): Column => ({
  name,
  type,
  repeated: false,
  required: false,
  fields: [],
  rangeElementType: "",
  sourcePath: [name],
  targetType: "",
  mask: "",
  declaredType: "",
  notNull: false,
});

const columns = [
  { name: "id", base: "bigint", type: "bigint" },
  { name: "name", base: "character varying", type: "character varying" },
  { name: "more", base: "integer", type: "integer" },
];
const source = [column("id", "INT64"), column("name", "STRING")];

describe("chooseReplacement", () => {
  test("swaps when everything can be carried over and the bytes fit", () => {
    const kinds = [
      "column_default",
      "constraint",
      "index",
      "policy",
      "row_type",
      "toast_table",
      "trigger",
      "view",
    ] as const;
    const dependents: Dependent[] = kinds.map((kind) => ({ kind, name: kind }));
    expect(chooseReplacement({ dependents, columns }, source)).toEqual({ way: "swap" });
  });

  test("names the first property that a swap would not preserve", () => {
    const dependents: Dependent[] = [
      { kind: "index", name: "index by_name" },
      { kind: "publication", name: "p" },
      { kind: "other", name: "something" },
    ];
    expect(chooseReplacement({ dependents, columns }, source)).toEqual({
      way: "in_place",
      because: "subscribers get rows, not tables (p)",
    });
  });

  test.each([
    ["character varying(20)", "text"],
    ["text", "character varying"],
    ["numeric(10,2)", "numeric"],
    ["text[]", "text[]"],
  ])("%s is copied into %s unchanged", (targetType, base) => {
    const staged = [{ ...column("c", "STRING"), targetType }];
    expect(chooseReplacement({ dependents: [], columns: [{ name: "c", base, type: base }] }, staged)).toEqual({
      way: "swap",
    });
  });

  test("in place for texts with a limit: COPY would drop blanks at their end silently", () => {
    const limited = columns.map((own) => (own.name === "name" ? { ...own, type: "character varying(20)" } : own));
    const because = 'COPY into character varying(20) would drop blanks silently ("name")';
    expect(chooseReplacement({ dependents: [], columns: limited }, source)).toEqual({ way: "in_place", because });
    // The source does not write it.
    expect(chooseReplacement({ dependents: [], columns: limited }, [column("id", "INT64")])).toEqual({ way: "swap" });
  });

  test.each([
    ["another type", [column("id", "NUMERIC")], `a column's type differs from that of its values ("id")`],
    ["a column that is left out", [...source, column("new", "INT64")], 'a column of the source is missing ("new")'],
    ["text in another type", [column("more", "STRING")], `a column's type differs from that of its values ("more")`],
  ])("in place for %s", (_name, staged, because) => {
    expect(chooseReplacement({ dependents: [], columns }, staged)).toEqual({ way: "in_place", because });
  });
});
