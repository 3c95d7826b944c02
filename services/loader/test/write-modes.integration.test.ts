/** Result of each keyed write mode in the target. */
import { describe, expect } from "vitest";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun, type RunOptions } from "./test-run.ts";

const columns = [column("id", "INT64"), column("name", "STRING"), column("version", "INT64")];

type Row = readonly [id: number | null, name: string | null, version?: number];

/** Loads the rows by a run with this mode and the key `id`, and finalizes it. */
async function write(db: TestDestination, rows: readonly Row[], options: RunOptions): Promise<void> {
  await using run = new TestRun(db.url, { columns, ...options, config: { key: ["id"], ...options.config } });
  await run.prepare();
  const tuples = rows.map(([id, name, version = 1]) =>
    tuple(id === null ? null : bigint(id), name === null ? null : text(name), bigint(version)),
  );
  if (rows.length > 0) await run.load(run.batchOf(0, tuples));
  expect(await run.finalize(rows.length)).toBe(rows.length);
}

const targetRows = async (db: TestDestination, order = "id"): Promise<string[]> =>
  (await db.query<{ row: string }>(`select target::text as row from target order by ${order}`)).map(({ row }) => row);

const monday = new Date("2026-01-05T00:00:00Z");
const tuesday = new Date("2026-01-06T00:00:00Z");
const wednesday = new Date("2026-01-07T00:00:00Z");

describe("merge", () => {
  test("inserts new rows, updates those that differ, leaves the rest", async ({ db }) => {
    await write(
      db,
      [
        [1, "a"],
        [2, "b"],
      ],
      { writeMode: "merge" },
    );
    const untouched = await db.value("select ctid::text from target where id = 1");
    await write(
      db,
      [
        [1, "a"],
        [2, "B"],
        [3, null],
      ],
      { writeMode: "merge" },
    );
    expect(await targetRows(db)).toEqual(["(1,a,1)", "(2,B,1)", "(3,,1)"]);
    expect(await db.value("select ctid::text from target where id = 1")).toBe(untouched);
  });

  test("the first load makes the key the primary key", async ({ db }) => {
    await write(db, [[1, "a"]], { writeMode: "merge" });
    await expect(db.query("insert into target values (1, 'x', 1)")).rejects.toThrow(/target|pkey/);
  });

  test("a duplicate key is refused, or resolved by the cursor", async ({ db }) => {
    const rows: Row[] = [
      [1, "old", 1],
      [1, "new", 2],
      [2, "b", 1],
    ];
    await expect(write(db, rows, { writeMode: "merge" })).rejects.toMatchObject({ code: "sink_key_invalid" });
    await write(db, rows, { writeMode: "merge", cursorColumn: "version" });
    expect(await targetRows(db)).toEqual(["(1,new,2)", "(2,b,1)"]);
    await write(
      db,
      [
        [1, "newer", 4],
        [1, "newest", 5],
      ],
      { writeMode: "merge", cursorColumn: "version" },
    );
    expect(await targetRows(db)).toEqual(["(1,newest,5)", "(2,b,1)"]);
  });

  test("a NULL key and an unknown key are refused before anything changes", async ({ db }) => {
    await write(db, [[1, "a"]], { writeMode: "merge" });
    await expect(write(db, [[null, "x"]], { writeMode: "merge" })).rejects.toThrow(/1 rows have NULL in the key/);
    await expect(write(db, [[1, "x"]], { writeMode: "merge", config: { key: ["nope"] } })).rejects.toThrow(
      /no column "nope"/,
    );
    expect(await targetRows(db)).toEqual(["(1,a,1)"]);
  });

  test("into a table with other types, more columns and no index", async ({ db }) => {
    await db.query("create table target (extra int default 7, id int, name varchar(9), version numeric)");
    await db.query("insert into target values (1, 1, 'a', 1), (1, 2, 'b', 1)");
    await write(
      db,
      [
        [2, "B"],
        [3, "c"],
      ],
      { writeMode: "merge" },
    );
    expect(await targetRows(db)).toEqual(["(1,1,a,1)", "(1,2,B,1)", "(7,3,c,1)"]);
  });
});

describe("mirror", () => {
  test("deletes rows that the source no longer has", async ({ db }) => {
    await write(
      db,
      [
        [1, "a"],
        [2, "b"],
      ],
      { writeMode: "mirror" },
    );
    await write(
      db,
      [
        [2, "b"],
        [3, "c"],
      ],
      { writeMode: "mirror" },
    );
    expect(await targetRows(db)).toEqual(["(2,b,1)", "(3,c,1)"]);
  });

  test("does not delete rows if that would delete another table's rows", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text, version bigint)");
    await db.query("insert into target values (1, 'a', 1)");
    await db.query("create table child (parent bigint references target on delete cascade)");
    await expect(write(db, [[2, "b"]], { writeMode: "mirror" })).rejects.toThrow(/would change rows of child/);
    expect(await targetRows(db)).toEqual(["(1,a,1)"]);
  });

  test("softly: records since when a row is missing, and that it is back", async ({ db }) => {
    const soft = { writeMode: "mirror", config: { delete_mode: "soft" } } as const;
    await write(
      db,
      [
        [1, "a"],
        [2, "b"],
      ],
      { ...soft, takenAt: monday },
    );
    await write(db, [[2, "b"]], { ...soft, takenAt: tuesday });
    await write(db, [[2, "b"]], { ...soft, takenAt: wednesday });
    const gone = () => db.query("select id, _deleted_at from target where _deleted_at is not null");
    expect(await gone()).toEqual([{ id: "1", _deleted_at: tuesday }]);
    await write(
      db,
      [
        [1, "a"],
        [2, "b"],
      ],
      { ...soft, takenAt: wednesday },
    );
    expect(await gone()).toEqual([]);
  });

  test("softly into a table without the column: refused at the start, with the column to add", async ({ db }) => {
    await db.query("create table target (id bigint, name text, version bigint)");
    const writing = write(db, [[1, "a"]], { writeMode: "mirror", config: { delete_mode: "soft" } });
    await expect(writing).rejects.toThrow(/mirror needs the columns "_deleted_at" \(timestamptz\)/);
  });

  // https://www.postgresql.org/docs/current/indexes-partial.html
  test("a new row may have the unique value of one that is gone", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text, version bigint, _deleted_at timestamptz)");
    await db.query("create unique index on target (name) where _deleted_at is null");
    const soft = { writeMode: "mirror", config: { delete_mode: "soft" } } as const;
    await write(db, [[1, "a"]], soft);
    await write(db, [[2, "a"]], soft);
    expect(await db.query("select id::int, _deleted_at is null as is_there from target order by id")).toEqual([
      { id: 1, is_there: false },
      { id: 2, is_there: true },
    ]);
  });
});

describe("history", () => {
  const history = (db: TestDestination) =>
    db.query("select id, name, valid_from, valid_to from target order by id, valid_from");

  test("keeps each version with its time, once", async ({ db }) => {
    const writeMode = "history";
    await write(
      db,
      [
        [1, "a"],
        [2, "b"],
      ],
      { writeMode, takenAt: monday },
    );
    await write(
      db,
      [
        [1, "A"],
        [3, "c"],
      ],
      { writeMode, takenAt: tuesday },
    );
    await write(
      db,
      [
        [1, "A"],
        [3, "c"],
      ],
      { writeMode, takenAt: wednesday },
    );
    expect(await history(db)).toEqual([
      { id: "1", name: "a", valid_from: monday, valid_to: tuesday },
      { id: "1", name: "A", valid_from: tuesday, valid_to: null },
      { id: "2", name: "b", valid_from: monday, valid_to: tuesday },
      { id: "3", name: "c", valid_from: tuesday, valid_to: null },
    ]);
  });

  // The last one ends versions by a default of theirs: https://www.postgresql.org/docs/current/ddl-default.html
  test.for(["timestamptz", "timestamptz(6)", "moment", "timestamptz default 'infinity'"])(
    "a version has no end until there is another, in a column %s",
    async (type, { db }) => {
      await db.query("create domain moment as timestamptz");
      await db.query(
        `create table target (id bigint, name text, version bigint, valid_from ${type}, valid_to ${type})`,
      );
      for (const takenAt of [monday, tuesday]) await write(db, [[1, "a"]], { writeMode: "history", takenAt });
      expect(await history(db)).toEqual([{ id: "1", name: "a", valid_from: monday, valid_to: null }]);
    },
  );

  test("a trigger that ends each version is found", async ({ db }) => {
    await db.query(`
      create table target (id bigint, name text, version bigint, valid_from timestamptz, valid_to timestamptz);
      create function fill() returns trigger language plpgsql as $$ begin new.valid_to := 'infinity'; return new; end $$;
      create trigger fill before insert on target for each row execute function fill()`);
    await expect(write(db, [[1, "a"]], { writeMode: "history" })).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining('the key ("id") or the end of 1 row,') as string,
    });
  });

  test.for([
    ["date", '"valid_from" is date'],
    ["timestamptz(0)", '"valid_from" is timestamp(0) with time zone'],
    ["timestamp", '"valid_from" is timestamp without time zone'],
    ["text", '"valid_from" is text'],
    ["timestamptz not null", '"valid_to" must allow NULL'],
    ["must", '"valid_to" must allow NULL'],
    ["timestamptz generated always as ('2026-01-01 00:00:00+00') stored", "PostgreSQL generates"],
  ] as const)("columns of its own of type %s are refused before a row is read", async ([type, reason], { db }) => {
    await db.query("create domain must as timestamptz not null");
    await db.query(`create table target (id bigint, name text, version bigint, valid_from ${type}, valid_to ${type})`);
    await expect(write(db, [[1, "a"]], { writeMode: "history" })).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining(reason) as string,
    });
  });

  test("a row that returns begins a new version", async ({ db }) => {
    const writeMode = "history";
    await write(db, [[1, "a"]], { writeMode, takenAt: monday });
    await write(db, [], { writeMode, takenAt: tuesday, config: { guards: { empty: "allow" } } });
    await write(db, [[1, "a"]], { writeMode, takenAt: wednesday });
    expect(await history(db)).toEqual([
      { id: "1", name: "a", valid_from: monday, valid_to: tuesday },
      { id: "1", name: "a", valid_from: wednesday, valid_to: null },
    ]);
  });
});
