/** What a target does beside taking rows: foreign keys and rules that would lose rows under a run that says success. */
import { describe, expect } from "vitest";

import type { WriteMode } from "@datamantri/api";

import { bigint, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

const id = column("id", "INT64");
const parent = column("parent", "INT64");

interface Options {
  readonly writeMode: WriteMode;
  readonly rows: readonly (readonly [number, number | null])[];
  readonly range?: TestRun["range"];
}

async function write(db: TestDestination, { writeMode, rows, range }: Options): Promise<void> {
  await using run = new TestRun(db.url, { columns: [id, parent], writeMode, config: { key: ["id"] } });
  if (range) run.range = range;
  await run.prepare();
  const tuples = rows.map(([one, other]) => tuple(bigint(one), other === null ? null : bigint(other)));
  await run.load(run.batchOf(0, tuples));
  await run.finalize(rows.length);
}

const refusal = (saying: string) => ({
  code: "sink_table_mismatch",
  message: expect.stringContaining(saying) as string,
});
const target = (db: TestDestination) => db.query("select id::int, parent::int from target order by id");

// https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
describe("a foreign key of the target to itself", () => {
  const cases = ["cascade", "set null", "set default"].flatMap((action) =>
    (["replace", "mirror", "append"] as const).map((writeMode) => ({ action, writeMode })),
  );
  test.for(cases)(
    "on delete $action is refused before a row is read: $writeMode",
    async ({ action, writeMode }, { db }) => {
      await db.query(
        `create table target (id bigint primary key, parent bigint default null references target on delete ${action})`,
      );
      await db.query("insert into target values (1, null), (2, 1)");
      const range = writeMode === "append" ? { range: { column: "id", from: "0", to: "2" } } : {};
      await expect(write(db, { writeMode, rows: [[1, null]], ...range })).rejects.toMatchObject(
        refusal("would change rows of target, whose foreign key"),
      );
      expect(await target(db)).toEqual([
        { id: 1, parent: null },
        { id: 2, parent: 1 },
      ]);
    },
  );

  test("on delete restrict is refused before a row is read by a replacement", async ({ db }) => {
    await db.query("create table target (id bigint primary key, parent bigint references target on delete restrict)");
    await db.query("insert into target values (1, null), (2, 1)");
    await expect(write(db, { writeMode: "replace", rows: [[1, null]] })).rejects.toMatchObject(refusal("RESTRICT"));
  });

  test("without an action does not matter to a replacement", async ({ db }) => {
    await db.query("create table target (id bigint primary key, parent bigint references target)");
    await db.query("insert into target values (1, null), (2, 1)");
    await write(db, {
      writeMode: "replace",
      rows: [
        [2, 3],
        [3, null],
      ],
    });
    expect(await target(db)).toEqual([
      { id: 2, parent: 3 },
      { id: 3, parent: null },
    ]);
  });
});

// Foreign keys are checked at the end of a statement: https://www.postgresql.org/docs/current/sql-set-constraints.html
describe("rows of a hierarchy", () => {
  test.for(["merge", "mirror"] as const)(
    "may refer to new rows, and no longer to deleted ones: %s",
    async (writeMode, { db }) => {
      await db.query("create table target (id bigint primary key, parent bigint references target)");
      await db.query("insert into target values (1, null), (2, 1), (3, 1), (4, 2)");
      // 1 is gone in the source; 2 refers to 9, which is new, 3 to none.
      await write(db, {
        writeMode,
        rows: [
          [2, 9],
          [3, null],
          [4, 2],
          [9, null],
        ],
      });
      expect(await target(db)).toEqual([
        ...(writeMode === "merge" ? [{ id: 1, parent: null }] : []),
        { id: 2, parent: 9 },
        { id: 3, parent: null },
        { id: 4, parent: 2 },
        { id: 9, parent: null },
      ]);
    },
  );

  // Two deletions and two changes are tried, refused, and done again in one statement.
  test("are counted once, however often they were tried", async ({ db }) => {
    await db.query("create table target (id bigint primary key, parent bigint references target)");
    await db.query("insert into target values (1, null), (2, 1), (3, 1), (4, 2)");
    await using run = new TestRun(db.url, { columns: [id, parent], writeMode: "mirror", config: { key: ["id"] } });
    await run.prepare();
    const rows = [
      [2, 9],
      [3, null],
      [4, 2],
      [9, null],
    ] as const;
    await run.load(
      run.batchOf(
        0,
        rows.map(([one, other]) => tuple(bigint(one), other === null ? null : bigint(other))),
      ),
    );
    await run.finalize(rows.length);
    expect(run.verification).toMatchObject({ insertedRows: 1, updatedRows: 2, deletedRows: 1 });
  });

  test.for(["merge", "mirror"] as const)("may exchange unique values: %s", async (writeMode, { db }) => {
    await db.query("create table target (id bigint primary key, parent bigint unique references target)");
    await db.query("insert into target values (3, null), (4, null), (1, 3), (2, 4)");
    const rows = [
      [1, 4],
      [2, 3],
      [3, null],
      [4, null],
    ] as const;
    await write(db, { writeMode, rows });
    expect(await target(db)).toEqual(rows.map(([id, parent]) => ({ id, parent })));
  });

  test("that a trigger leaves out fail the run", async ({ db }) => {
    await db.query(`
      create table target (id bigint primary key, parent bigint references target);
      create function leave_out() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger leaves_out before insert on target for each row when (new.id = 2) execute function leave_out()
    `);
    await expect(
      write(db, {
        writeMode: "merge",
        rows: [
          [1, null],
          [2, 1],
        ],
      }),
    ).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("took 1 of 2 rows") as string,
    });
  });
});

describe("a foreign key of another table to a partition of the target", () => {
  test.for(["replace", "mirror", "append"] as const)("is seen: %s", async (writeMode, { db }) => {
    await db.query(`
      create table target (id bigint primary key, parent bigint) partition by range (id);
      create table low partition of target for values from (0) to (100);
      insert into target values (1, null);
      create table child (reference bigint references low (id) on delete cascade);
      insert into child values (1)
    `);
    const range = writeMode === "append" ? { range: { column: "id", from: "0", to: "2" } } : {};
    await expect(write(db, { writeMode, rows: [[1, null]], ...range })).rejects.toMatchObject(
      refusal("would change rows of child"),
    );
    expect(await db.value("select count(*)::int from child")).toBe(1);
  });

  test("without an action holds the rows that it refers to", async ({ db }) => {
    await db.query(`
      create table target (id bigint primary key, parent bigint) partition by range (id);
      create table low partition of target for values from (0) to (100);
      insert into target values (1, null), (2, null);
      create table child (reference bigint references low (id));
      insert into child values (1)
    `);
    await write(db, { writeMode: "replace", rows: [[1, 7]] });
    expect(await target(db)).toEqual([{ id: 1, parent: 7 }]);
    await expect(write(db, { writeMode: "replace", rows: [[2, 7]] })).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("1 row of child refers") as string,
    });
  });
});

// https://www.postgresql.org/docs/current/rules-status.html
describe("a rule of the target that does something else instead", () => {
  test.for(["append", "replace", "merge", "mirror"] as const)("of INSERT is refused: %s", async (writeMode, { db }) => {
    await db.query(`
      create table target (id bigint, parent bigint);
      create table elsewhere (id bigint, parent bigint);
      create rule away as on insert to target do instead insert into elsewhere values (new.*)
    `);
    await expect(write(db, { writeMode, rows: [[1, null]] })).rejects.toMatchObject(
      refusal('the rule "away" of "public"."target" does something else instead of each INSERT'),
    );
  });

  test.for([
    ["UPDATE", "update elsewhere set parent = new.parent", ["merge", "mirror"]],
    ["DELETE", "delete from elsewhere", ["replace", "mirror"]],
  ] as const)("of %s is refused by what needs it, and by nothing else", async ([command, instead, modes], { db }) => {
    await db.query(`
      create table target (id bigint, parent bigint);
      create table elsewhere (id bigint, parent bigint);
      create rule away as on ${command} to target do instead ${instead}
    `);
    for (const writeMode of ["append", "merge", "mirror", "replace"] as const) {
      const writing = write(db, { writeMode, rows: [[1, null]] });
      if ((modes as readonly WriteMode[]).includes(writeMode)) {
        await expect(writing, writeMode).rejects.toMatchObject(refusal(`instead of each ${command}`));
      } else await writing;
    }
  });

  test("under a condition is counted", async ({ db }) => {
    await db.query(`
      create table target (id bigint, parent bigint);
      create table elsewhere (id bigint, parent bigint);
      create rule away as on insert to target where new.id > 1 do instead insert into elsewhere values (new.*)
    `);
    await write(db, { writeMode: "append", rows: [[1, null]] });
    await expect(
      write(db, {
        writeMode: "append",
        rows: [
          [1, null],
          [2, null],
        ],
      }),
    ).rejects.toMatchObject({
      code: "sink_rejected",
    });
    expect(await target(db)).toEqual([{ id: 1, parent: null }]);
  });
});

test("a session that replicates is refused: other triggers fire in it, and no foreign key", async ({ db }) => {
  await db.query("create table target (id bigint, parent bigint)");
  await db.query(`alter database ${db.name} set session_replication_role = replica`);
  await expect(write(db, { writeMode: "append", rows: [[1, null]] })).rejects.toMatchObject(
    refusal("RESET session_replication_role"),
  );
});

// https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION
test.for(["merge", "mirror"] as const)(
  "rows exchange values that an EXCLUDE keeps apart: %s",
  async (writeMode, { db }) => {
    await db.query(`
    create table target (id bigint primary key, parent bigint, exclude using btree (parent with =));
    insert into target values (1, 10), (2, 20)
  `);
    await write(db, {
      writeMode,
      rows: [
        [1, 20],
        [2, 10],
      ],
    });
    expect(await target(db)).toEqual([
      { id: 1, parent: 20 },
      { id: 2, parent: 10 },
    ]);
  },
);

test.for([
  ["a generated column", "parent bigint generated always as (id + 1) stored"],
  ["an identity", "parent bigint generated always as identity"],
])("%s takes no values: the run is refused before a row is read", async ([, definition], { db }) => {
  await db.query(`create table target (id bigint primary key, ${definition})`);
  await expect(write(db, { writeMode: "append", rows: [[1, 2]] })).rejects.toMatchObject(
    refusal('"public"."target" generates the values of "parent": exclude them in the mapping'),
  );
});
