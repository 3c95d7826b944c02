/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";

import { schemaFingerprint, type Column } from "@datamantri/contracts";

import type { Mapping } from "@datamantri/api";

import { declareAs, describeDeclared } from "../src/bigquery/tables/declared.ts";
import { type FieldSchema, toColumn } from "../src/bigquery/tables/schema.ts";
import type { Table } from "../src/bigquery/tables/table.ts";
import { mapColumns } from "../src/mapping/map-columns.ts";
import { planFingerprint } from "../src/mapping/plan-fingerprint.ts";
import { toSourceVersion } from "../src/bigquery/tables/source-version.ts";
import { reportTypes } from "../src/mapping/report-types.ts";

const fields: readonly FieldSchema[] = [
  { name: "id", type: "INTEGER", mode: "REQUIRED", description: "the\0 number" },
  { name: "Code", type: "STRING", maxLength: "10", mode: "REQUIRED", description: "" },
  { name: "price", type: "NUMERIC", precision: "12", scale: "2" },
  { name: "whole", type: "BIGNUMERIC", precision: "38" },
  { name: "raw", type: "BYTES", maxLength: "16" },
  { name: "long", type: "STRING", maxLength: "20000000" },
  { name: "tags", type: "STRING", mode: "REPEATED", maxLength: "5" },
  {
    name: "place",
    type: "RECORD",
    mode: "NULLABLE",
    fields: [{ name: "city", type: "STRING", mode: "REQUIRED", maxLength: "40", description: "where" }],
  },
  {
    name: "sure",
    type: "RECORD",
    mode: "REQUIRED",
    fields: [{ name: "city", type: "STRING", mode: "REQUIRED", maxLength: "40" }],
  },
];
const table: Table = {
  description: "flights",
  schema: { fields },
  tableConstraints: { primaryKey: { columns: ["code", "ID"] } },
};

function map(mapping: Mapping = {}, of: Table | null = table, read = fields) {
  return mapColumns(declareAs(read.map(toColumn), of), { mapping });
}

const declared = (columns = map()) =>
  Object.fromEntries(
    columns.map(({ name, declaredType, notNull }) => [name, `${declaredType}${notNull ? " not null" : ""}`]),
  );

describe("columns", () => {
  test("have the lengths, digits and NOT NULL of the table", () => {
    expect(declared()).toEqual({
      id: "bigint not null",
      Code: "character varying(10) not null",
      price: "numeric(12,2)",
      whole: "numeric(38,0)",
      raw: "bytea",
      // More than PostgreSQL's greatest length: https://www.postgresql.org/docs/current/datatype-character.html
      long: "text",
      tags: "jsonb",
      place: "jsonb",
      sure: "jsonb not null",
    });
  });

  test("of a query's result have those of the table that it reads", () => {
    const result = fields.map(({ name, type, fields: inner, mode }) => ({
      name: name.toUpperCase(),
      type,
      mode: mode === "REPEATED" ? mode : "NULLABLE",
      ...(inner && { fields: inner }),
    }));
    expect(Object.values(declared(map({}, table, result)))).toEqual(Object.values(declared()));
  });

  test("of a query, and of several tables, have none", () => {
    expect(new Set(Object.values(declared(map({}, null))))).toEqual(new Set([""]));
  });

  test.each(["VIEW", "EXTERNAL"])("of a %s have none", (type) => {
    expect(new Set(Object.values(declared(map({}, { ...table, type }))))).toEqual(new Set([""]));
  });

  test("of another type than the table's have none: it was changed after the query", () => {
    expect(declared(map({}, table, [{ name: "id", type: "STRING" }]))).toEqual({ id: "" });
  });

  test("inside of a flattened STRUCT may be NULL with it", () => {
    const flat = declared(map({ structs: "flatten" }));
    expect(flat).toMatchObject({ place_city: "character varying(40)", sure_city: "character varying(40) not null" });
  });

  test("that are cast or masked have the type of that", () => {
    const columns = [
      { source: "Code", cast: "text" },
      { source: "price", cast: "text" },
      { source: "id", mask: { method: "redact" as const } },
    ];
    expect(declared(map({ columns }))).toMatchObject({ Code: "text not null", price: "text", id: "text" });
    expect(declared(map({ arrays: "native" }))).toMatchObject({ tags: "text[]" });
  });

  test("may become NULL by the mapping", () => {
    expect(declared(map({ unrepresentable: "null" }))).toMatchObject({ id: "bigint", Code: "character varying(10)" });
  });

  test("carry none of it into JSON", () => {
    const [place] = map().filter(({ name }) => name === "place");
    expect(place!.fields).toMatchObject([{ name: "city", declaredType: "", notNull: false }]);
  });

  test("say it in the type report", () => {
    const { columns } = reportTypes(declareAs(fields.map(toColumn), table), { mapping: null });
    expect(columns.slice(0, 3).map(({ notes }) => notes)).toEqual([
      ["in a new target: NOT NULL"],
      ["in a new target: character varying(10) NOT NULL"],
      ["in a new target: numeric(12,2)"],
    ]);
  });
});

/** Columns had these members in 0.2.0, at every depth. */
function asIn020({ name, type, repeated, required, fields: inner, ...column }: Column): object {
  const { rangeElementType, sourcePath, targetType, mask } = column;
  const rest = { rangeElementType, sourcePath, targetType, mask };
  return { name, type, repeated, required, fields: inner.map(asIn020), ...rest };
}

// Versions run side by side: docs/upgrade.md.
describe("fingerprints are those of 0.2.0", () => {
  test("of a plan", () => {
    const columns = map();
    const source = { mask_key: null, configuration: { mapping: null } };
    expect(planFingerprint(columns, source)).toBe(
      schemaFingerprint({ columns: columns.map(asIn020), mapping: null, key: null }),
    );
  });

  test("of a table's version", () => {
    const stored = { ...table, lastModifiedTime: "1", numRows: "2", numBytes: "3" };
    const config = { project: "p", dataset: "d", table: "t" };
    const fingerprint = schemaFingerprint(fields.map((field) => asIn020(toColumn(field))));
    const facts = [{ projectId: "p", datasetId: "d", tableId: "t" }, "1", "2", "3", fingerprint];
    const expected = createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 32);
    expect(toSourceVersion(config, stored)).toBe(expected);
  });
});

describe("the table", () => {
  test("has descriptions and a primary key in the target's names", () => {
    const columns = map({ columns: [{ source: "id", name: "number" }], structs: "flatten" });
    expect(describeDeclared(columns, table)).toEqual({
      description: "flights",
      columnDescriptions: [
        { name: "number", description: "the number" },
        { name: "place_city", description: "where" },
      ],
      primaryKey: ["Code", "number"],
    });
  });

  test.each<[string, Mapping]>([
    ["excluded", { columns: [{ source: "id", exclude: true }] }],
    ["masked", { columns: [{ source: "id", mask: { method: "sha256" } }] }],
    // json has no order: https://www.postgresql.org/docs/current/datatype-json.html
    ["cast", { columns: [{ source: "code", cast: "json" }] }],
  ])("has no primary key if a column of it is %s", (_what, mapping) => {
    expect(describeDeclared(map(mapping), table).primaryKey).toEqual([]);
  });

  test("has nothing where there is none", () => {
    expect(describeDeclared(map({}, null), null)).toEqual({ description: "", columnDescriptions: [], primaryKey: [] });
  });

  test("leaves out descriptions that would not fit into a message", () => {
    const wide = Array.from({ length: 300 }, (_, i) => ({
      name: `c${i}`,
      type: "STRING",
      description: "x".repeat(1_024),
    }));
    const { columnDescriptions } = describeDeclared(map({}, null, wide), { schema: { fields: wide } });
    expect(columnDescriptions).toHaveLength(97);
  });
});
