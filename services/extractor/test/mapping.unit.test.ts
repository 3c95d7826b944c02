/** Effect of a mapping on a schema: the plan's columns, the type report, and the fields requested from BigQuery. */
import { createHash } from "node:crypto";

import type { Column } from "@datamantri/contracts";
import type { ColumnMapping, Mapping, TypeReportColumn } from "@datamantri/api";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { toColumn, type FieldSchema } from "../src/bigquery/tables/schema.ts";
import { mapColumns } from "../src/mapping/map-columns.ts";
import { toPageColumns } from "../src/mapping/page-columns.ts";
import { planFingerprint } from "../src/mapping/plan-fingerprint.ts";
import { reportTypes } from "../src/mapping/report-types.ts";
import type { MappingOptions } from "../src/mapping/resolve-columns.ts";
import { selectFields } from "../src/mapping/selected-fields.ts";

const field = (name: string, type: string, more: Partial<FieldSchema> = {}): FieldSchema => ({ name, type, ...more });
const struct = (name: string, ...fields: FieldSchema[]): FieldSchema => field(name, "RECORD", { fields });
const array = (name: string, type: string, more: Partial<FieldSchema> = {}): FieldSchema =>
  field(name, type, { mode: "REPEATED", ...more });

const schema = [
  field("id", "INTEGER"),
  field("Email", "STRING"),
  struct("address", field("city", "STRING"), struct("geo", field("lat", "FLOAT"), field("place", "GEOGRAPHY"))),
  array("tags", "STRING"),
  array("items", "RECORD", { fields: [field("sku", "STRING"), field("price", "NUMERIC")] }),
];

function map(mapping: Mapping | null, options: Partial<MappingOptions> = {}, fields = schema): Column[] {
  return mapColumns(fields.map(toColumn), { mapping, ...options });
}

const typesOf = (columns: readonly Column[]) => columns.map(({ name, targetType }) => `${name} ${targetType}`);

function problemsOf(columns: readonly ColumnMapping[], options: Partial<MappingOptions> = {}, fields = schema) {
  return reportTypes(fields.map(toColumn), { mapping: { columns }, ...options }).problems;
}

describe("columns", () => {
  test("without a mapping are the source's", () => {
    const columns = map(null);
    expect(typesOf(columns)).toEqual(["id bigint", "Email text", "address jsonb", "tags jsonb", "items jsonb"]);
    expect(columns.map(({ sourcePath }) => sourcePath.join("."))).toEqual(schema.map(({ name }) => name));
    expect(selectFields(columns, null)).toBeUndefined();
  });

  test("are flattened, native, renamed, cast and excluded, in the source's order", () => {
    const columns = map({
      structs: "flatten",
      arrays: "native",
      geography: "postgis",
      columns: [
        { source: "items", exclude: true },
        { source: "ID", cast: "integer", name: "Key" },
        { source: "address", name: "at" },
        { source: "address.geo", name: "spot" },
        { source: "address.geo.lat", cast: "real", name: "latitude" },
        { source: "email", cast: "varchar(320)" },
      ],
    });
    expect(typesOf(columns)).toEqual([
      "Key integer",
      "Email character varying(320)",
      "at_city text",
      "latitude real",
      "spot_place geography",
      "tags text[]",
    ]);
    expect(columns.map(({ sourcePath }) => sourcePath.join("."))).toEqual([
      "id",
      "Email",
      "address.city",
      "address.geo.lat",
      "address.geo.place",
      "tags",
    ]);
  });

  test("can override the mapping's defaults", () => {
    const columns: ColumnMapping[] = [
      { source: "address.geo", as: "jsonb" },
      { source: "tags", as: "jsonb" },
    ];
    expect(typesOf(map({ structs: "flatten", arrays: "native", columns }))).toEqual([
      "id bigint",
      "Email text",
      "address_city text",
      "address_geo jsonb",
      "tags jsonb",
      "items jsonb",
    ]);
    expect(typesOf(map({ columns: [{ source: "address", as: "flatten" }] }))).toContain("address_geo jsonb");
  });

  test("that are masked are text, and have their mask", () => {
    const [, email] = map({ columns: [{ source: "Email", mask: { method: "sha256" } }] });
    expect(email).toMatchObject({ targetType: "text", mask: "sha256" });
  });

  test("that differ only in case are two", () => {
    expect(typesOf(map({ columns: [{ source: "Email", name: "ID" }] }))).toContain("ID text");
  });
});

describe("excluded fields are not requested", () => {
  test("columns and fields, also inside of jsonb and arrays", () => {
    const mapping: Mapping = {
      columns: [
        { source: "Email", exclude: true },
        { source: "address.geo.lat", exclude: true },
        { source: "items.price", exclude: true },
      ],
    };
    const columns = map(mapping);
    expect(selectFields(columns, mapping)).toBe("id,address.city,address.geo.place,tags,items.sku");
    expect(columns.find(({ name }) => name === "items")!.fields.map(({ name }) => name)).toEqual(["sku"]);
  });

  test("the type report has the source's types with them", () => {
    const columns = [{ source: "items.price", exclude: true }];
    const { columns: reported } = reportTypes(schema.map(toColumn), { mapping: { columns } });
    expect(reported.find(({ source }) => source === "items")!.source_type).toBe(
      "ARRAY<STRUCT<sku STRING, price NUMERIC>>",
    );
  });

  test("an unknown type is not a problem then", () => {
    const strange = [field("id", "INTEGER"), field("x", "HOLOGRAM")];
    expect(() => map(null, {}, strange)).toThrow(
      expect.objectContaining({ code: "source_type_unsupported", message: 'column "x" has the unknown type HOLOGRAM' }),
    );
    expect(typesOf(map({ columns: [{ source: "x", exclude: true }] }, {}, strange))).toEqual(["id bigint"]);
  });

  test("a list too long for a request is refused", () => {
    const wide = Array.from({ length: 900 }, (_, i) => field(`column_${i}`, "STRING"));
    expect(problemsOf([{ source: "column_0", exclude: true }], {}, wide).join()).toContain("too many for one request");
  });
});

describe("names that PostgreSQL cannot hold", () => {
  const long = (end: string) => `${"é".repeat(40)}_${end}`;
  const namesOf = (fields: FieldSchema[], mapping: Mapping | null = null) =>
    map(mapping, {}, fields).map(({ name }) => name);

  test("are cut at a character and made unique, the same whatever other columns there are", () => {
    const [one, two] = namesOf([field(long("a"), "STRING"), field(long("b"), "STRING")]);
    // 25 characters of two bytes, and the beginning of the SHA-256 of the whole name.
    expect(one).toBe(`${"é".repeat(25)}_${createHash("sha256").update(long("a")).digest("hex").slice(0, 12)}`);
    expect(two).not.toBe(one);
    expect(namesOf([field("id", "STRING"), field(long("b"), "STRING"), field(long("a"), "STRING")])).toEqual([
      "id",
      two,
      one,
    ]);
    const emoji = "🚀".repeat(16);
    expect(namesOf([field(emoji, "STRING")])[0]).toMatch(/^(🚀){12}_[0-9a-f]{12}$/u);
    expect(namesOf([field("x".repeat(63), "STRING"), field("y".repeat(64), "STRING")])).toEqual([
      "x".repeat(63),
      expect.stringMatching(/^y{50}_[0-9a-f]{12}$/),
    ]);
  });

  test("also of a flattened STRUCT's fields, and the type report says so", () => {
    const fields = [struct("a".repeat(40), field("b".repeat(40), "INTEGER"))];
    const mapping: Mapping = { structs: "flatten" };
    const [name] = namesOf(fields, mapping);
    expect(name).toMatch(/^a{40}_b{9}_[0-9a-f]{12}$/);
    const [column] = reportTypes(fields.map(toColumn), { mapping }).columns;
    expect(column).toMatchObject({ target: name, notes: [expect.stringContaining(`called "${name}"`) as string] });
  });

  test("never collide and always fit", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 55, maxLength: 300, unit: "grapheme" }), { maxLength: 20 }),
        (names) => {
          const targets = namesOf(names.map((name) => field(name.replaceAll("\0", "0"), "STRING")));
          expect(new Set(targets).size).toBe(new Set(names.map((name) => name.replaceAll("\0", "0"))).size);
          for (const target of targets) expect(Buffer.byteLength(target)).toBeLessThanOrEqual(63);
        },
      ),
    );
  });
});

describe("an invalid mapping is refused with every reason", () => {
  test("all at once", () => {
    const mapping: Mapping = { columns: [{ source: "nope" }, { source: "id", cast: "uuid" }] };
    const all = expect.objectContaining({
      code: "mapping_invalid",
      message: expect.stringMatching(/"id" cannot be cast from INT64 to "uuid".*no column "nope"/) as string,
    });
    expect(() => map(mapping)).toThrow(all);
  });

  test.each<[ColumnMapping[], RegExp]>([
    [[{ source: "id" }, { source: "ID" }], /two entries for "ID"/],
    [[{ source: "id", name: "Email" }], /"id" and "Email" would both be called "Email"/],
    [[{ source: "id", name: "é".repeat(32) }], /has 64 bytes \(PostgreSQL's limit is 63\)/],
    [[{ source: "id", name: "ctid" }], /which PostgreSQL reserves/],
    [schema.map(({ name }) => ({ source: name, exclude: true })), /excludes every column/],
    [[{ source: "id", cast: "numeric(2,3)" }], /cannot be cast from INT64 to "numeric\(2,3\)"; it can to .*numeric/],
    [[{ source: "tags", cast: "bigint" }], /cannot be cast from ARRAY<STRING>/],
    [[{ source: "tags", mask: { method: "partial", keep_first: 1 } }], /partial cannot mask/],
    [[{ source: "Email", mask: { method: "hmac" } }], /needs mapping.mask_key/],
    [[{ source: "Email", mask: { method: "sha256", salted: true } }], /needs mapping.mask_key/],
    [[{ source: "id", as: "flatten" }], /only a STRUCT can be flattened/],
    [[{ source: "items", as: "native" }], /only an ARRAY of scalars can be native/],
    [[{ source: "address.city", name: "town" }], /inside of "address", which becomes jsonb/],
    [["city", "geo"].map((name) => ({ source: `address.${name}`, exclude: true })), /"address" has no fields left/],
  ])("%j", (columns, reason) => {
    expect(problemsOf(columns).join("; ")).toMatch(reason);
  });

  test("more columns than PostgreSQL accepts, and no more problems than a log can show", () => {
    const wide = Array.from({ length: 1_601 }, (_, i) => field(`c${i}`, "STRING"));
    expect(problemsOf([], {}, wide)).toEqual([
      "the target would have 1601 columns, PostgreSQL takes 1600: exclude some",
    ]);
    const columns = Array.from({ length: 30 }, (_, i) => ({ source: `nope ${i}` }));
    expect(() => map({ columns })).toThrow(/"nope 19".*; and 10 more$/);
  });

  test("names of a flattened STRUCT that collide with another column", () => {
    const fields = [field("a_b", "STRING"), struct("a", field("b", "STRING"))];
    const { problems } = reportTypes(fields.map(toColumn), { mapping: { structs: "flatten" } });
    expect(problems).toEqual(['"a_b" and "a.b" would both be called "a_b": give one another name in the mapping']);
  });

  test.each<Partial<ColumnMapping>>([{ exclude: true }, { cast: "text" }, { mask: { method: "sha256" } }])(
    "the cursor column allows no %j, but another name",
    (rule) => {
      const cursorColumn = "id";
      expect(problemsOf([{ source: "id", ...rule }], { cursorColumn })).toHaveLength(1);
      expect(problemsOf([{ source: "id", ...rule }], { cursorColumn: "ID" })).toHaveLength(1);
      expect(problemsOf([{ source: "id", name: "seen" }], { cursorColumn })).toEqual([]);
    },
  );

  test.each<Partial<ColumnMapping>>([{ exclude: true }, { cast: "varchar(8)" }, { mask: { method: "sha256" } }])(
    "nor does a suffix of tables as cursor, which the rows have by another name, allow %j",
    (rule) => {
      const fields = [field("id", "INTEGER"), field("table_suffix", "STRING")];
      const options = { cursorColumn: "_TABLE_SUFFIX" };
      expect(problemsOf([{ source: "table_suffix", ...rule }], options, fields)).toHaveLength(1);
      expect(problemsOf([{ source: "table_suffix", name: "day" }], options, fields)).toEqual([]);
    },
  );
});

describe("the type report", () => {
  const report = (mapping: Mapping): Map<string, TypeReportColumn> =>
    new Map(reportTypes(schema.map(toColumn), { mapping }).columns.map((column) => [column.source, column]));

  test("shows the conversion of each column", () => {
    const rows = report({
      structs: "flatten",
      columns: [
        { source: "id", cast: "real" },
        { source: "Email", mask: { method: "sha256" } },
        { source: "items", exclude: true },
      ],
    });
    expect(rows.get("id")).toMatchObject({ source_type: "INT64", target_type: "real", fidelity: "lossy" });
    expect(rows.get("Email")).toMatchObject({ target_type: "text", fidelity: "lossy", notes: ["masked: sha256"] });
    expect(rows.get("address.geo.lat")).toMatchObject({ target: "address_geo_lat", fidelity: "lossless" });
    expect(rows.get("items")).toMatchObject({
      source_type: "ARRAY<STRUCT<sku STRING, price NUMERIC>>",
      target: null,
      target_type: null,
    });
  });

  test("calls a FLOAT64 inside jsonb lossy, with the reason", () => {
    expect(report({}).get("address")).toMatchObject({
      fidelity: "lossy",
      notes: expect.arrayContaining([expect.stringContaining("-0")]) as string[],
    });
  });

  test("offers choices that the mapping then accepts", () => {
    for (const [source, { choices }] of report({})) {
      expect(choices).toContain("exclude");
      for (const choice of choices.filter((one) => !one.startsWith("mask") && one !== "exclude")) {
        const [key = "", values = ""] = choice.split(": ");
        for (const value of values.split(", ")) {
          expect([choice, problemsOf([{ source, [key]: value }])]).toEqual([choice, []]);
        }
      }
    }
  });

  test("reports an unknown type as unsupported", () => {
    const { columns, problems } = reportTypes([toColumn(field("x", "HOLOGRAM"))], { mapping: null });
    expect(columns).toMatchObject([{ source_type: "HOLOGRAM", fidelity: "unsupported", target: null }]);
    expect(problems).toHaveLength(1);
  });
});

describe("the page's columns", () => {
  const anyField: fc.Arbitrary<FieldSchema> = fc.letrec<{ field: FieldSchema }>((tie) => ({
    field: fc.oneof(
      { maxDepth: 3 },
      fc.record({ name: fc.constant("x"), type: fc.constantFrom("STRING", "INTEGER") }),
      fc.record({
        name: fc.constant("x"),
        type: fc.constant("RECORD"),
        mode: fc.constantFrom("NULLABLE", "REPEATED"),
        fields: fc.array(tie("field"), { minLength: 1, maxLength: 3 }),
      }),
    ),
  })).field;
  const numbered = (fields: readonly FieldSchema[]): FieldSchema[] =>
    fields.map((one, index) => ({ ...one, name: `${one.name}${index}`, fields: numbered(one.fields ?? []) }));

  test("are the cells of the source, however it is flattened", () => {
    fc.assert(
      fc.property(fc.array(anyField, { minLength: 1, maxLength: 4 }), (fields) => {
        const source = numbered(fields).map(toColumn);
        const columns = mapColumns(source, { mapping: { structs: "flatten" } });
        const cells = toPageColumns(columns, { mapping: null, maskKey: null });
        expect(cells.map(({ name, type, repeated }) => ({ name, type, repeated }))).toEqual(
          source.map(({ name, type, repeated }) => ({ name, type, repeated })),
        );
      }),
    );
  });

  test("know the cursor by its name in the source, in any case", () => {
    const source = toColumn({ name: "Name", type: "STRING" });
    const columns = mapColumns([source], { mapping: { columns: [{ source: "name", name: "called" }] } });
    const cells = (cursorColumn: string) => toPageColumns(columns, { mapping: null, maskKey: null, cursorColumn });
    expect(cells("NAME")).toMatchObject([{ isCursor: true }]);
    expect(cells("called")[0]!.isCursor).toBeUndefined();
  });

  test("of a plan with another mask key have another fingerprint", () => {
    const mapping: Mapping = { columns: [{ source: "Email", mask: { method: "hmac" } }] };
    const columns = map(mapping, { hasMaskKey: true });
    const of = (mask_key: string) => planFingerprint(columns, { configuration: { mapping }, mask_key });
    expect(of("one key of sixteen")).not.toBe(of("other key of sixteen"));
    expect(of("one key of sixteen")).toBe(of("one key of sixteen"));
    // As read from a message or from jsonb.
    const reordered = columns.map((one) => Object.fromEntries(Object.entries(one).toReversed())) as unknown as Column[];
    expect(planFingerprint(reordered, { configuration: { mapping }, mask_key: "one key of sixteen" })).toBe(
      of("one key of sixteen"),
    );
  });

  test("of a plan with any other mapping have another fingerprint, even for an unknown option", () => {
    const mappings = [
      null,
      {},
      { unrepresentable: "reject" },
      { new_option: true },
      { columns: [{ source: "Email" }] },
      { columns: [{ source: "Email", new_option: true }] },
      { columns: [{ source: "Email", mask: { method: "partial", keep_first: 1 } }] },
      { columns: [{ source: "Email", mask: { method: "partial", keep_first: 2 } }] },
    ] as (Mapping | null)[];
    const fingerprints = mappings.map((mapping) =>
      planFingerprint(map(null), { configuration: { mapping }, mask_key: null }),
    );
    expect(new Set(fingerprints).size).toBe(mappings.length);
  });
});
