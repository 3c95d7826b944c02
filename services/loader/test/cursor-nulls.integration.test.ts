/** Rows of an incremental read that have no cursor: no increment could tell whether they are new. */
import { describe, expect } from "vitest";

import type { SourceConfig } from "@datamantri/api";

import { bigint, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun, type RunOptions } from "./test-run.ts";

const columns = [column("id", "INT64"), column("at", "INT64")];
const key = { config: { key: ["id"] } };

async function write(
  db: TestDestination,
  rows: readonly (readonly [id: number, at: number | null])[],
  cursor_nulls: SourceConfig["cursor_nulls"],
  options: RunOptions,
): Promise<TestRun> {
  const source = { read: "incremental", ...(cursor_nulls && { cursor_nulls }) } as const;
  await using run = new TestRun(db.url, { columns, cursorColumn: "at", source, ...options });
  await run.prepare();
  await run.load(
    run.batchOf(
      0,
      rows.map(([id, at]) => tuple(bigint(id), at === null ? null : bigint(at))),
    ),
  );
  await run.finalize(rows.length);
  return run;
}

const ids = (db: TestDestination) => db.value("select string_agg(id::text, ',' order by id) from target");

describe.each(["append", "merge"] as const)("%s", (writeMode) => {
  const options = { writeMode, ...key };

  test.for([undefined, "refuse"] as const)("refuses them, counted and named: %s", async (policy, { db }) => {
    await write(db, [[1, 10]], policy, options);
    const writing = write(
      db,
      [
        [2, null],
        [3, 11],
        [4, null],
      ],
      policy,
      options,
    );
    await expect(writing).rejects.toMatchObject({
      code: "cursor_null",
      message: expect.stringContaining('2 rows have NULL in the cursor "at"') as string,
    });
    expect(await ids(db)).toBe("1");
  });

  test("leaves them out when they are excluded, and says so", async ({ db }) => {
    const first = await write(
      db,
      [
        [1, 10],
        [2, null],
      ],
      "exclude",
      options,
    );
    expect(first.warnings).toEqual(["1 rows without a cursor are left out (cursor_nulls)"]);
    const second = await write(
      db,
      [
        [3, 11],
        [4, null],
      ],
      "exclude",
      options,
    );
    expect(second.watermark).toMatchObject({ value: "11" });
    expect(await ids(db)).toBe("1,3");
    expect(second.verification).toMatchObject({ stagedRows: 2, insertedRows: 1 });
  });

  test("writes all when none has a cursor and they are excluded: nothing, and again", async ({ db }) => {
    for (let again = 0; again < 2; again++) await write(db, [[1, null]], "exclude", options);
    expect(await ids(db)).toBe(null);
  });
});

test("merge includes them at every run, once each", async ({ db }) => {
  for (let again = 0; again < 3; again++) {
    await write(
      db,
      [
        [1, null],
        [2, 10],
      ],
      "include",
      { writeMode: "merge", ...key },
    );
  }
  expect(await ids(db)).toBe("1,2");
});

test.for(["append", "replace", "merge", "mirror", "history"] as const)(
  "a full read takes them as any rows: %s",
  async (writeMode, { db }) => {
    await using run = new TestRun(db.url, { columns, cursorColumn: "at", writeMode, ...key });
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(bigint(1), null)]));
    await run.finalize(1);
    expect(await ids(db)).toBe("1");
  },
);
