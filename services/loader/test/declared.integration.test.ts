/** What a source's table declares, in a new target and in later runs. */
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect } from "vitest";

import type { Column } from "@datamantri/contracts";
import type { DestinationConfig, Mapping, SourceConfig, WriteMode } from "@datamantri/api";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

let pipelineId: string;

beforeEach(() => {
  pipelineId = randomUUID();
});

const id = column("id", "INT64", { declaredType: "bigint", notNull: true });
const code = column("code", "STRING", { declaredType: "character varying(3)", notNull: true });
const price = column("price", "NUMERIC", { declaredType: "numeric(6,2)" });
const all = [id, code, price];

/** 7 in numeric's binary format: one digit, weight 0, positive, no fraction. */
const seven = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 0, 7]);

interface Options {
  readonly columns?: readonly Column[];
  readonly writeMode?: WriteMode;
  readonly drift?: DestinationConfig["schema_drift"];
  readonly codes?: readonly (string | null)[];
  readonly primaryKey?: readonly string[];
  readonly config?: Partial<DestinationConfig>;
  readonly source?: Partial<SourceConfig>;
  readonly mapping?: Mapping;
}

const query = { query: "SELECT 1" };
/** Columns of a query, or from an extractor of 0.2.0. */
const unknown = all.map((one) => ({ ...one, declaredType: "", notNull: false }));

/** Loads a row for each code, with ids from 1. */
async function write(db: TestDestination, options: Options = {}): Promise<TestRun> {
  const { columns = all, writeMode = "replace", codes = ["abc"], drift, primaryKey = [] } = options;
  const config = { schema_drift: drift, key: ["id"], ...options.config };
  const { source = {}, mapping = {} } = options;
  await using run = new TestRun(db.url, { columns, writeMode, config, pipelineId, source, mapping });
  run.primaryKey = primaryKey;
  run.descriptions = {
    description: "what it's for",
    columnDescriptions: [{ name: "id", description: "the \\ 'number'" }],
  };
  await run.prepare();
  const cells = (value: string | null, i: number): Record<string, Buffer | null> => ({
    id: bigint(i + 1),
    code: value === null ? null : text(value),
    price: seven,
  });
  const tuples = codes.map((value, i) => tuple(...columns.map(({ name }) => cells(value, i)[name]!)));
  await run.load(run.batchOf(0, tuples));
  await run.finalize(codes.length);
  return run;
}

const shape = (db: TestDestination) =>
  db.query(`
    select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required
    from pg_attribute where attrelid = 'target'::regclass and attnum > 0 and not attisdropped and attname in ('id', 'code', 'price')
    order by attnum
  `);

const primaryKey = (db: TestDestination) =>
  db.value("select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'target'::regclass and contype = 'p'");

describe("a new target", () => {
  test.for(["append", "replace", "merge", "mirror", "history"] as const)(
    "has its lengths, digits, NOT NULL and descriptions: %s",
    async (writeMode, { db }) => {
      await write(db, { writeMode });
      expect(await shape(db)).toEqual([
        { name: "id", type: "bigint", required: true },
        { name: "code", type: "character varying(3)", required: true },
        { name: "price", type: "numeric(6,2)", required: false },
      ]);
      expect(await db.query("select id::int, code, price::text from target")).toEqual([
        { id: 1, code: "abc", price: "7.00" },
      ]);
      expect(await db.value("select obj_description('target'::regclass)")).toBe("what it's for");
      expect(await db.value("select col_description('target'::regclass, 1)")).toBe("the \\ 'number'");
      expect(await db.value("select col_description('target'::regclass, 2)")).toBeNull();
    },
  );

  test("that allows rejects too", async ({ db }) => {
    await write(db, { writeMode: "append", config: { rejects: { max_rows: 10 } } });
    expect(await shape(db)).toMatchObject([{ required: true }, { required: true }, { required: false }]);
  });

  test("has none of it where the source declares nothing", async ({ db }) => {
    await write(db, { columns: [column("id", "INT64"), column("code", "STRING")] });
    expect(await shape(db)).toEqual([
      { name: "id", type: "bigint", required: false },
      { name: "code", type: "text", required: false },
    ]);
  });

  test("that is replaced has the declared primary key, and keeps it", async ({ db }) => {
    const { warnings } = await write(db, { codes: ["a", "b"], primaryKey: ["code", "id"] });
    expect(warnings).toEqual([]);
    expect(await primaryKey(db)).toBe("PRIMARY KEY (code, id)");
    await write(db, { codes: ["a", "b"], primaryKey: ["code", "id"] });
    expect(await primaryKey(db)).toBe("PRIMARY KEY (code, id)");
  });

  test.for([
    { what: "equal values", codes: ["a", "a"], columns: all },
    { what: "NULL", codes: ["a", null], columns: [id, { ...code, notNull: false }] },
  ])("has no primary key over $what, and the run says so", async ({ codes, columns }, { db }) => {
    const { warnings } = await write(db, { codes, columns, primaryKey: ["code"] });
    expect(warnings).toEqual([expect.stringContaining("the target has no primary key")]);
    expect(await primaryKey(db)).toBeUndefined();
    expect(await db.value("select count(*)::int from target")).toBe(2);
  });

  test.for(["append", "merge", "mirror", "history"] as const)(
    "has the mode's key, not the declared one: %s",
    async (writeMode, { db }) => {
      await write(db, { writeMode, primaryKey: ["code"] });
      expect((await primaryKey(db)) ?? "").not.toContain("code");
    },
  );
});

describe("later runs", () => {
  test("swap a target with the declared lengths and digits", async ({ db }) => {
    await write(db);
    expect((await write(db)).replacement).toBe("replaced by a swap");
    expect((await write(db, { columns: [id, { ...code, declaredType: "" }, price] })).replacement).toContain(
      "would drop blanks silently",
    );
  });

  test("change nothing in a target that was there before", async ({ db }) => {
    await db.query("create table target (id bigint, code text, price numeric)");
    await write(db);
    await write(db, { drift: "freeze" });
    expect(await shape(db)).toEqual([
      { name: "id", type: "bigint", required: false },
      { name: "code", type: "text", required: false },
      { name: "price", type: "numeric", required: false },
    ]);
  });

  const wider = [
    { ...id, notNull: false },
    { ...code, declaredType: "character varying(5)", notNull: false },
    { ...price, declaredType: "numeric(8,4)" },
  ];

  test.for(["append", "replace", "merge", "mirror", "history"] as const)(
    "follow a source that declares less, if they may: %s",
    async (writeMode, { db }) => {
      await write(db, { writeMode });
      for (const drift of ["freeze", "ignore_new"] as const) {
        await expect(write(db, { writeMode, columns: wider, drift })).rejects.toMatchObject({
          code: "schema_drift",
          message: expect.stringContaining(
            '"code" character varying(3) is now character varying(5), "code" may be NULL now, "price" numeric(6,2) is now numeric(8,4)',
          ) as string,
        });
      }
      await write(db, { writeMode, columns: wider, drift: "evolve", codes: ["abcde", null] });
      expect(await shape(db)).toMatchObject([
        { name: "id", type: "bigint" },
        { name: "code", type: "character varying(5)", required: false },
        { name: "price", type: "numeric(8,4)", required: false },
      ]);
      expect(await db.query("select code from target where code is null or code = 'abcde'")).toHaveLength(2);
    },
  );

  test("take a length away that the source no longer declares", async ({ db }) => {
    await write(db);
    await write(db, { columns: [id, { ...code, declaredType: "text" }, price], drift: "evolve", codes: ["abcdefgh"] });
    expect((await shape(db))[1]).toMatchObject({ type: "text" });
  });

  test("leave a length alone that somebody has chosen, if it is not narrower", async ({ db }) => {
    const five = [id, { ...code, declaredType: "character varying(5)" }, price];
    await write(db);
    await db.query("alter table target alter code type varchar(7)");
    await write(db, { columns: five, drift: "freeze" });
    await write(db, { columns: five, drift: "evolve" });
    expect((await shape(db))[1]).toMatchObject({ type: "character varying(7)" });
    await db.query("alter table target alter code type varchar(4)");
    await expect(write(db, { columns: five, drift: "freeze" })).rejects.toMatchObject({ code: "schema_drift" });
    await write(db, { columns: five, drift: "evolve" });
    expect((await shape(db))[1]).toMatchObject({ type: "character varying(5)" });
  });

  test("leave a narrower type that was there before, if only NULLs are new", async ({ db }) => {
    await db.query("create table target (id integer, code varchar(2), price numeric)");
    await write(db, { codes: ["ab"] });
    const columns = [{ ...id, notNull: false }, { ...code, notNull: false }, price];
    for (const drift of ["freeze", "evolve"] as const) await write(db, { columns, drift, codes: ["ab"] });
    expect(await shape(db)).toMatchObject([{ type: "integer" }, { type: "character varying(2)" }, { type: "numeric" }]);
  });

  test("follow a source that declared more in between", async ({ db }) => {
    const declaring = (length: number, digits: string) => [
      id,
      { ...code, declaredType: `character varying(${length})` },
      { ...price, declaredType: `numeric(${digits})` },
    ];
    for (const columns of [declaring(20, "12,2"), declaring(10, "10,2"), declaring(30, "14,2")]) {
      await write(db, { columns, drift: "evolve" });
    }
    expect(await shape(db)).toMatchObject([
      { name: "id" },
      { type: "character varying(30)" },
      { type: "numeric(14,2)" },
    ]);
  });

  test("hold the digits of both when they move behind the point", async ({ db }) => {
    await write(db, { writeMode: "append" });
    const columns = [id, code, { ...price, declaredType: "numeric(6,4)" }];
    await expect(write(db, { writeMode: "append", columns })).rejects.toMatchObject({ code: "schema_drift" });
    await write(db, { writeMode: "append", columns, drift: "evolve" });
    expect((await shape(db))[2]).toMatchObject({ type: "numeric(8,4)" });
  });

  test.for<[string, string]>([
    ["an identity", "create table target (id bigint generated by default as identity, code text, price numeric)"],
    [
      "a replica identity",
      "create table target (id bigint not null, code text, price numeric); create unique index i on target (id); alter table target replica identity using index i",
    ],
    [
      "a parent's column",
      "create table parent (id bigint not null, code text, price numeric) partition by list (code); create table target partition of parent default",
    ],
  ])("leave NOT NULL of %s, which nobody may drop", async ([, definition], { db }) => {
    await db.query(definition);
    await write(db, { writeMode: "merge" });
    const columns = [{ ...id, notNull: false }, code, price];
    await write(db, { writeMode: "merge", columns, drift: "evolve" });
    await write(db, { writeMode: "merge", columns, drift: "freeze" });
    expect((await shape(db))[0]).toMatchObject({ required: true });
  });

  test("follow a source of which nothing is known any more, if they may", async ({ db }) => {
    await write(db, { writeMode: "append" });
    await write(db, { writeMode: "append", columns: unknown, drift: "evolve", source: query });
    expect(await shape(db)).toMatchObject([
      { type: "bigint", required: false },
      { type: "text", required: false },
      { type: "numeric", required: false },
    ]);
  });

  test("of a query refuse digits that it may exceed, and leave lengths to PostgreSQL", async ({ db }) => {
    await write(db, { writeMode: "append" });
    await expect(write(db, { writeMode: "append", columns: unknown, source: query })).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining('"price" (numeric into numeric(6,2))') as string,
    });
    const known = [unknown[0]!, unknown[1]!, price];
    await write(db, { writeMode: "append", columns: known });
    expect(await db.value("select count(*)::int from target")).toBe(2);
  });

  test("remember what they took over, while an extractor of 0.2.0 says nothing of it", async ({ db }) => {
    await write(db, { columns: [id, code] });
    for (const drift of ["freeze", "evolve"] as const) await write(db, { columns: unknown.slice(0, 2), drift });
    expect(await shape(db)).toMatchObject([
      { type: "bigint", required: true },
      { type: "character varying(3)", required: true },
    ]);
    const columns = [id, { ...code, declaredType: "character varying(5)", notNull: false }];
    await write(db, { columns, drift: "evolve", codes: ["abcde", null] });
    expect((await shape(db))[1]).toMatchObject({ type: "character varying(5)", required: false });
  });

  test.for([
    {
      what: "a cast",
      columns: [id, { ...code, declaredType: "text" }],
      mapping: { columns: [{ source: "code", cast: "text" }] },
    },
    {
      what: "NULLs for what cannot be stored",
      columns: [id, { ...code, notNull: false }],
      mapping: { unrepresentable: "null" as const },
    },
  ])("name the mapping as the cause: $what", async ({ columns, mapping }, { db }) => {
    await write(db, { columns: [id, code] });
    await expect(write(db, { columns, mapping })).rejects.toThrow("the pipeline's mapping has changed");
  });

  test("follow a changed type that may be NULL now", async ({ db }) => {
    const [amount, wider] = [
      column("id", "INT64", { declaredType: "bigint", notNull: true }),
      column("id", "NUMERIC", { declaredType: "numeric" }),
    ];
    await write(db, { writeMode: "append", columns: [amount, code] });
    await using run = new TestRun(db.url, {
      columns: [wider, code],
      writeMode: "append",
      config: { schema_drift: "evolve" },
      pipelineId,
    });
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(null, text("abc")), tuple(seven, text("abc"))]));
    await run.finalize(2);
    expect(await db.query("select id::text from target order by id")).toEqual([{ id: "1" }, { id: "7" }, { id: null }]);
  });

  test("do without a required column that is gone, if they may", async ({ db }) => {
    await write(db, { writeMode: "append" });
    await write(db, { writeMode: "append", columns: [id, price], drift: "evolve" });
    expect(await db.query("select code from target order by code nulls last")).toEqual([
      { code: "abc" },
      { code: null },
    ]);
  });

  test("add a column as it is declared", async ({ db }) => {
    await write(db, { columns: [id, code] });
    await write(db, { drift: "evolve" });
    expect((await shape(db))[2]).toEqual({ name: "price", type: "numeric(6,2)", required: false });
  });
});
