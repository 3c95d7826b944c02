/** Rows and their ledger entry commit together: every batch's rows are staged once, however often it is delivered. */
import { describe, expect } from "vitest";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun } from "./test-run.ts";

/** The ids in the staging table, in order, and the ledger's entries. */
async function look(db: TestDestination, run: TestRun) {
  const ids = await db.query<{ id: number }>(`select id::int from ${run.staging} order by id`);
  const ledger = await db.value("select coalesce(sum(row_count), 0)::int from datamantri.batches where run_id = $1", [
    run.runId,
  ]);
  return { ids: ids.map(({ id }) => id), ledger };
}

describe("loading", () => {
  test("batches delivered twice, one after the other", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const batches = [run.batch(0, 1, 3), run.batch(1, 4, 2)];
    expect(await run.load(...batches)).toBe(2);
    expect(await run.load(...batches)).toBe(0);
    expect(await look(db, run)).toEqual({ ids: [1, 2, 3, 4, 5], ledger: 5 });
  });

  test("a group of which some batches are known", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const [first, second, third] = [run.batch(0, 1, 2), run.batch(1, 3, 2), run.batch(0, 5, 2, 1)];
    expect(await run.load(second)).toBe(1);
    expect(await run.load(third, first, second)).toBe(2);
    expect(await look(db, run)).toEqual({ ids: [1, 2, 3, 4, 5, 6], ledger: 6 });
  });

  test("a group that has a batch twice", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const batch = run.batch(0, 1, 2);
    expect(await run.load(batch, run.batch(1, 3, 1), batch)).toBe(2);
    expect(await look(db, run)).toEqual({ ids: [1, 2, 3], ledger: 3 });
  });

  test("the same batches by several loaders at once, in other groups and orders", async ({ db }) => {
    const loaders = [new TestRun(db.url)];
    const [run] = loaders as [TestRun];
    for (let i = 0; i < 3; i++) loaders.push(new TestRun(db.url, {}, run.runId));
    await run.prepare();
    const batches = Array.from({ length: 24 }, (_, i) => run.batch(i, i * 10, 10));
    const work = loaders.map(async (loader, who) => {
      const mine = who % 2 === 0 ? batches : batches.toReversed();
      let fresh = 0;
      for (let at = 0; at < mine.length; at += who + 1)
        fresh += Number(await loader.load(...mine.slice(at, at + who + 1)));
      return fresh;
    });
    const fresh = await Promise.all(work);
    await Promise.all(loaders.map((loader) => loader[Symbol.asyncDispose]()));
    expect(fresh.reduce((sum, count) => sum + count, 0)).toBe(24);
    expect(await look(db, run)).toEqual({ ids: Array.from({ length: 240 }, (_, i) => i), ledger: 240 });
  });

  test("more bytes than the connection buffers", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const filler = text("x".repeat(100_000));
    const rows = Array.from({ length: 40 }, (_, id) => tuple(bigint(id), filler));
    expect(await run.load(run.batchOf(0, rows), run.batchOf(1, rows), run.batchOf(2, rows))).toBe(3);
    expect(await db.value(`select sum(length(name))::int from ${run.staging}`)).toBe(12_000_000);
  });

  test("an empty batch is recorded in the ledger", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    expect(await run.load(run.batchOf(0, []))).toBe(1);
    expect(await run.load(run.batchOf(0, []))).toBe(0);
  });
});

describe("refused batches", () => {
  test("one id with two contents: nothing of the group is loaded", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    await run.load(run.batch(0, 1, 2));
    await expect(run.load(run.batch(1, 9, 2), run.batch(0, 100, 2))).rejects.toMatchObject({
      code: "batch_conflict",
      facts: { split: 0, sequence: 0, part: 0 },
    });
    expect(await look(db, run)).toEqual({ ids: [1, 2], ledger: 2 });
  });

  test("bytes that do not match their checksum", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const batch = run.batch(0, 1, 2);
    await expect(run.load({ ...batch, checksum: batch.checksum ^ 1 })).rejects.toMatchObject({
      code: "message_malformed",
    });
    expect(await look(db, run)).toEqual({ ids: [], ledger: 0 });
  });

  test("rows of another shape", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    await expect(run.load(run.batchOf(0, [tuple(bigint(1))]))).rejects.toMatchObject({ code: "sink_rejected" });
    expect(await look(db, run)).toEqual({ ids: [], ledger: 0 });
  });

  test("rows of other columns, even when their bytes would fit", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const other = { ...run.batch(0, 1, 1), schemaFingerprint: "other" };
    await expect(run.load(other)).rejects.toMatchObject({ code: "run_inconsistent" });
    expect(await look(db, run)).toEqual({ ids: [], ledger: 0 });
  });

  test("a run that the ledger does not have", async ({ db }) => {
    await using other = new TestRun(db.url);
    await other.prepare();
    await using run = new TestRun(db.url);
    await expect(run.load(run.batch(0, 1, 1))).rejects.toMatchObject({ code: "sink_rolled_back" });
  });

  test("batches of a finalized run", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    await run.load(run.batch(0, 1, 2));
    await run.finalize(2);
    expect(await run.load(run.batch(0, 1, 2))).toBe("closed");
    expect(await run.load(run.batch(1, 3, 2))).toBe("closed");
    expect(await db.value("select count(*)::int from target")).toBe(2);
  });

  test("batches of a discarded run", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    await run.discard();
    expect(await run.load(run.batch(0, 1, 2))).toBe("closed");
    expect(await db.stagingTables()).toBe(0);
  });
});

describe("error messages", () => {
  const canary = "canary-4711";

  test("hold no row values when a row is refused at loading", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    await db.query(`alter table ${run.staging} add constraint short check (length(name) < 5)`);
    const failure = await run.load(run.batchOf(0, [tuple(bigint(1), text(canary))])).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "row_rejected", message: expect.stringContaining('"short"') as string });
    expect((failure as Error).message).not.toContain(canary);
  });

  test.for([
    ["unique", "create table target (id bigint, name text unique)"],
    ["check", "create table target (id bigint, name text check (name not like 'canary%'))"],
    ["length", "create table target (id bigint, name varchar(4))"],
    ["trigger", "create table target (id bigint, name text)"],
  ] as const)("hold no row values when a row is refused at finalizing: %s", async ([kind, sql], { db }) => {
    await db.query(sql);
    await db.query(`
      create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no %', new.name; end $$
    `);
    if (kind === "trigger") {
      await db.query("create trigger refuse before insert on target for each row execute function refuse()");
    }
    await using run = new TestRun(db.url);
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(bigint(1), text(canary)), tuple(bigint(2), text(canary))]));
    const failure = (await run.finalize(2).catch((error: unknown) => error)) as Error & { facts: object };
    expect(failure).toMatchObject({ code: "sink_rejected" });
    expect(`${failure.message} ${JSON.stringify(failure.facts)}`).not.toContain(canary);
    expect(await db.value("select count(*)::int from target")).toBe(0);
  });
});
