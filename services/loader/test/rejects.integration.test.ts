/** A row that cannot be loaded is a reject, once, and every other row is loaded; or the run fails with the reason. */
import { crc32 } from "node:zlib";
import { describe, expect } from "vitest";

import { batchChecksum, type Message } from "@datamantri/contracts";
import type { RejectLimits } from "@datamantri/api";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun, type RunOptions } from "./test-run.ts";

const canary = "canary-4711";

async function prepared(
  db: TestDestination,
  rejects: RejectLimits | undefined,
  options: RunOptions = {},
  runId?: string,
): Promise<TestRun> {
  const run = new TestRun(db.url, { ...options, config: { ...options.config, rejects } }, runId);
  await run.prepare();
  return run;
}

/** A batch of one row per name, ids from 0; null is a NULL. */
function batchOf(run: TestRun, names: readonly (string | null)[], sequence = 0): Message<"RowBatch"> {
  const rows = names.map((name, id) => tuple(bigint(id), name === null ? null : text(name)));
  return run.batchOf(sequence, rows);
}

interface Reject {
  readonly row: number;
  readonly columns: string[];
  readonly sqlstate: string | null;
  readonly reason: string;
  readonly source: unknown;
}

const rejectsOf = (db: TestDestination, run: TestRun): Promise<Reject[]> =>
  db.query<Reject & Record<string, unknown>>(
    `select row_number::int as row, column_names as columns, sqlstate, reason, source_row as source
     from datamantri.rejects where run_id = $1 order by row_number`,
    [run.runId],
  );

const names = async (db: TestDestination, table = "target"): Promise<unknown> =>
  (await db.query<{ name: string }>(`select name from ${table} order by id`)).map(({ name }) => name);

const ledgerOf = async (db: TestDestination, run: TestRun): Promise<unknown> =>
  (
    await db.query(
      "select sum(row_count)::int as loaded, sum(rejected_count)::int as rejected from datamantri.batches where run_id = $1",
      [run.runId],
    )
  )[0];

describe("rows that the target's own rules refuse", () => {
  test.for([
    ["not null", "name text not null", [null], "23502", ["name"]],
    ["a length", "name varchar(3)", ["long"], "23514", ["name"]],
    ["a check", "name text check (name <> 'bad')", ["bad"], "23514", []],
    ["a domain", "name short", ["long"], "23514", []],
  ] as const)("%s", async ([, definition, bad, sqlstate, columns], { db }) => {
    await db.query("create domain short as text check (length(value) < 4)");
    await db.query(`create table target (id bigint, ${definition})`);
    await using run = await prepared(db, { max_rows: 5 });
    await run.load(batchOf(run, ["a", ...bad, "b"]));
    expect(await rejectsOf(db, run)).toMatchObject([{ row: 1, sqlstate, columns, source: { id: 1, name: bad[0] } }]);
    expect(await ledgerOf(db, run)).toEqual({ loaded: 2, rejected: 1 });
    expect(await run.finalize(3)).toBe(2);
    expect(await names(db)).toEqual(["a", "b"]);
  });

  test("a number that the target's type does not accept", async ({ db }) => {
    await db.query("create table target (id smallint, name text)");
    await using run = await prepared(db, { max_rows: 5 });
    await run.load(run.batchOf(0, [tuple(bigint(1), text("a")), tuple(bigint(70_000), text("b"))]));
    expect(await rejectsOf(db, run)).toMatchObject([
      { row: 1, columns: ["id"], reason: "it does not fit the target's column" },
    ]);
    expect(await run.finalize(2)).toBe(1);
  });

  test.for(["varchar(3)", "short"])(
    "blanks that %s would drop are refused, as any text too long",
    async (type, { db }) => {
      await db.query(`create domain short as varchar(3); create table target (id bigint, name ${type})`);
      await using run = await prepared(db, { max_rows: 5 });
      await run.load(batchOf(run, ["abc   ", "ab "]));
      expect(await run.finalize(2)).toBe(1);
      expect(await names(db)).toEqual(["ab "]);
    },
  );

  test("a check that does not fit the staging table's types is left to the target", async ({ db }) => {
    await db.query(`
      create function small(integer) returns boolean language sql immutable as 'select $1 < 10';
      create table target (id integer check (small(id)), name text)
    `);
    await using run = await prepared(db, { max_rows: 5 });
    await run.load(run.batchOf(0, [tuple(bigint(11), text("a"))]));
    await expect(run.finalize(1)).rejects.toMatchObject({ code: "sink_rejected" });
  });

  test("a unique key fails when the rows move, by its name and without values", async ({ db }) => {
    await db.query("create table target (id bigint, name text constraint one_name unique)");
    await using run = await prepared(db, { max_rows: 5 });
    await run.load(batchOf(run, [canary, canary]));
    const failure = (await run.finalize(2).catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code: "sink_rejected", message: expect.stringContaining('"one_name"') as string });
    expect(failure.message).not.toContain(canary);
  });
});

describe("rows that the type itself refuses", () => {
  const jsonColumns = [column("id", "INT64"), column("props", "JSON")];
  const json = (id: number, value: string) => tuple(bigint(id), Buffer.concat([Buffer.from([1]), text(value)]));

  test("a value that is not jsonb is found among thousands, by column and without its value", async ({ db }) => {
    await using run = await prepared(db, { max_rows: 5 }, { columns: jsonColumns });
    const rows = Array.from({ length: 3_000 }, (_, id) =>
      json(id, id === 1_234 || id === 2_999 ? `{"${canary}` : "{}"),
    );
    await run.load(run.batchOf(0, rows.slice(0, 1_000)), run.batchOf(1, rows.slice(1_000).slice(0, 1_000)));
    await run.load({ ...run.batchOf(2, rows.slice(2_000)), firstRow: 2_000 });
    const rejects = await rejectsOf(db, run);
    expect(rejects).toMatchObject([
      { row: 234, columns: ["props"], sqlstate: "22P02", source: null },
      { row: 2_999, columns: ["props"], sqlstate: "22P02", source: null },
    ]);
    expect(JSON.stringify(rejects)).not.toContain(canary);
    expect(await run.finalize(3_000)).toBe(2_998);
  });
});

describe("rejects of the extractor", () => {
  const withReject = (run: TestRun): Message<"RowBatch"> => {
    const bad = tuple(bigint(1), text("\ufffd"));
    const reject = {
      rowNumber: 1,
      columns: ["name"],
      reason: "it holds the character U+0000",
      sourceRow: `{"id":"1","name":"\\u0000"}`,
      tuple: bad,
    };
    const batch = {
      ...run.batchOf(0, [tuple(bigint(0), text("a")), tuple(bigint(2), text("too long"))]),
      rejects: [reject],
    };
    return { ...batch, checksum: batchChecksum(batch) };
  };

  test("are stored, and later rows keep their own numbers", async ({ db }) => {
    await db.query("create table target (id bigint, name varchar(3))");
    await using run = await prepared(db, { max_rows: 2 });
    await run.load(withReject(run));
    expect(await rejectsOf(db, run)).toMatchObject([
      { row: 1, columns: ["name"], sqlstate: null, reason: "it holds the character U+0000" },
      { row: 2, columns: ["name"], sqlstate: "23514" },
    ]);
    expect(await run.finalize(3)).toBe(1);
  });

  test("fail a run that allows none", async ({ db }) => {
    await using run = await prepared(db, undefined);
    await expect(run.load(withReject(run))).rejects.toMatchObject({
      code: "row_rejected",
      facts: { row: 1, split: 0 },
    });
  });

  test("are covered by the checksum", async ({ db }) => {
    await using run = await prepared(db, { max_rows: 2 });
    const batch = withReject(run);
    await expect(run.load({ ...batch, checksum: crc32(batch.tuples) })).rejects.toMatchObject({
      code: "message_malformed",
    });
  });
});

describe("a limit", () => {
  test.beforeEach(async ({ db }) => {
    await db.query("create table target (id bigint, name varchar(3))");
  });
  const bad = (count: number) => Array.from({ length: count }, () => "too long");

  test("of none names the first bad row", async ({ db }) => {
    await using run = await prepared(db, undefined, {
      columns: [column("id", "INT64"), column("name", "JSON")],
      config: { table: "other" },
    });
    const rows = ["{}", `{"${canary}`, "{"].map((value, id) =>
      tuple(bigint(id), Buffer.concat([Buffer.from([1]), text(value)])),
    );
    const failure = (await run.load(run.batchOf(0, rows)).catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({
      code: "row_rejected",
      message: expect.stringContaining("row 1 of the snapshot (split 0)") as string,
      facts: { row: 1, split: 0, column: "name", sqlstate: "22P02" },
    });
    expect(failure.message).not.toContain(canary);
    expect(await db.value(`select count(*)::int from ${run.staging}`)).toBe(0);
  });

  test("of rows is exact", async ({ db }) => {
    await using run = await prepared(db, { max_rows: 3 });
    await run.load(batchOf(run, ["a", ...bad(3)]));
    await expect(run.load({ ...batchOf(run, bad(1), 1), firstRow: 4 })).rejects.toMatchObject({
      code: "rejects_exceeded",
      facts: { rejected: 4, allowed: 3 },
    });
    expect(await ledgerOf(db, run)).toEqual({ loaded: 1, rejected: 3 });
    expect(await run.finalize(4)).toBe(1);
  });

  test("of a share is of the planned rows", async ({ db }) => {
    await using run = new TestRun(db.url, { config: { rejects: { max_share: 0.1 } } });
    run.plannedRows = 20;
    await run.prepare();
    await run.load(batchOf(run, bad(2)));
    await expect(run.load({ ...batchOf(run, bad(1), 1), firstRow: 2 })).rejects.toMatchObject({
      code: "rejects_exceeded",
    });
  });

  test("holds when several loaders reject at once", async ({ db }) => {
    const run = await prepared(db, { max_rows: 10 });
    const loaders = [run];
    for (let i = 0; i < 3; i++) loaders.push(new TestRun(db.url, { config: { rejects: { max_rows: 10 } } }, run.runId));
    const outcomes = await Promise.all(
      loaders.map((loader, i) =>
        loader.load({ ...batchOf(run, bad(4), i), firstRow: 4 * i }).then(
          () => "loaded",
          (error: { code: string }) => error.code,
        ),
      ),
    );
    await Promise.all(loaders.map((loader) => loader[Symbol.asyncDispose]()));
    expect(outcomes.toSorted()).toEqual(["loaded", "loaded", "rejects_exceeded", "rejects_exceeded"]);
    expect(await rejectsOf(db, run)).toHaveLength(8);
  });
});

test("a redelivered batch rejects nothing again", async ({ db }) => {
  await db.query("create table target (id bigint, name varchar(3))");
  await using run = await prepared(db, { max_rows: 3 });
  const batch = batchOf(run, ["a", "too long", "b"]);
  expect(await run.load(batch)).toBe(1);
  expect(await run.load(batch)).toBe(0);
  expect(await rejectsOf(db, run)).toHaveLength(1);
  expect(await ledgerOf(db, run)).toEqual({ loaded: 2, rejected: 1 });
});

test("bytes that are not rows are not rejected", async ({ db }) => {
  await db.query("create table target (id bigint not null, name text)");
  await using run = await prepared(db, { max_rows: 3 });
  const rows = [tuple(null, text("a")), tuple(bigint(1))];
  await expect(run.load(run.batchOf(0, rows))).rejects.toMatchObject({ code: "run_inconsistent" });
  expect(await rejectsOf(db, run)).toEqual([]);
});

test("rejects of a discarded run stay for inspection", async ({ db }) => {
  await db.query("create table target (id bigint, name varchar(3))");
  await using run = await prepared(db, { max_rows: 3 });
  await run.load(batchOf(run, ["too long"]));
  await run.discard();
  expect(await rejectsOf(db, run)).toHaveLength(1);
});
