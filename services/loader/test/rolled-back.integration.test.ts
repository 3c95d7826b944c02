/** An older state of the destination, or of the metadata database, has come back. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect } from "vitest";

import { noRunBefore } from "@datamantri/contracts";
import { startPostgres, usesContainers, waitFor } from "@datamantri/testkit";

import { readProgress } from "../src/ledger/followed-run.ts";
import { checkLeft } from "../src/target/check-left.ts";
import { test } from "./fixtures.ts";
import { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

/** The runs of one pipeline, one after the other. */
class Pipeline {
  readonly #url: string;
  readonly #options: RunOptions;
  /** What the registry takes for the last run. */
  last = "";
  readsAllRows = true;

  constructor(url: string, options: RunOptions = {}) {
    this.#url = url;
    this.#options = { pipelineId: randomUUID(), writeMode: "append", ...options };
  }

  next(): TestRun {
    const run = new TestRun(this.#url, this.#options);
    run.follows = this.last;
    run.readsAllRows = this.readsAllRows;
    return run;
  }

  /** @returns the id of a run that has added two rows. */
  async succeed(): Promise<string> {
    await using run = this.next();
    await run.prepare();
    await run.load(run.batch(0, 1, 2));
    await run.finalize(2);
    this.last = run.runId;
    return run.runId;
  }

  /** Why the next run is refused; undefined if it is not. */
  async refusal(): Promise<{ code?: string; message?: string } | undefined> {
    await using run = this.next();
    try {
      await run.prepare();
      await run.discard();
      return undefined;
    } catch (error) {
      return error as { code?: string; message?: string };
    }
  }

  async progress(): Promise<string | null> {
    await using run = this.next();
    const { run_id } = await run.destinations.inTransaction(run.runId, (client) =>
      readProgress(client, run.pipelineId, '"public"."target"'),
    );
    return run_id;
  }

  async left() {
    await using run = this.next();
    const asked = { runId: run.runId, pipelineId: run.pipelineId, followsRunId: run.follows };
    return run.destinations.inTransaction(run.runId, (client, target) => checkLeft(client, asked, target));
  }
}

describe("the ledger lacks the pipeline's last run", () => {
  const lose = (db: TestDestination, id: string) => db.query("delete from datamantri.runs where run_id = $1", [id]);

  test("the next run is refused before it reads a row, until a person accepts it", async ({ db }) => {
    const pipeline = new Pipeline(db.url);
    const first = await pipeline.succeed();
    const second = await pipeline.succeed();
    await lose(db, second);
    expect(await pipeline.refusal()).toMatchObject({
      code: "sink_rolled_back",
      message: expect.stringContaining(second) as string,
    });
    expect(await db.stagingTables()).toBe(0);
    expect(await pipeline.left()).toMatchObject({ is_left: false, rolled_back: { code: "sink_rolled_back" } });
    pipeline.last = (await pipeline.progress())!;
    expect(pipeline.last).toBe(first);
    expect(await pipeline.refusal()).toBeUndefined();
    expect(await pipeline.left()).toMatchObject({ is_left: true });
  });

  test("the whole ledger is gone, the target is not", async ({ db }) => {
    const pipeline = new Pipeline(db.url);
    await pipeline.succeed();
    await db.query("drop schema datamantri cascade");
    expect(await pipeline.refusal()).toMatchObject({ code: "sink_rolled_back" });
    expect(await pipeline.progress()).toBeNull();
  });

  test("a full read into a new database goes on; an increment does not", async ({ db }) => {
    for (const [readsAllRows, code] of [
      [true, undefined],
      [false, "sink_rolled_back"],
    ] as const) {
      const pipeline = new Pipeline(db.url);
      pipeline.readsAllRows = readsAllRows;
      await pipeline.succeed();
      await db.query("drop schema datamantri cascade");
      await db.query("drop table target");
      expect((await pipeline.refusal())?.code).toBe(code);
      await db.query("drop table if exists target");
    }
  });

  test("a run that was prepared there, or its batches, are gone", async ({ db }) => {
    await using run = new Pipeline(db.url).next();
    await run.prepare();
    await run.load(run.batch(0, 1, 2));
    await db.query("delete from datamantri.batches");
    await expect(run.finalize(2)).rejects.toMatchObject({ code: "sink_rolled_back" });
    await lose(db, run.runId);
    await expect(run.load(run.batch(0, 3, 2))).rejects.toMatchObject({ code: "sink_rolled_back" });
    await expect(run.settle(2)).rejects.toMatchObject({ code: "sink_rolled_back" });
  });
});

describe("the ledger has a run that the registry has forgotten", () => {
  test("the next run is refused, and then follows the forgotten one", async ({ db }) => {
    const pipeline = new Pipeline(db.url);
    const first = await pipeline.succeed();
    const second = await pipeline.succeed();
    const third = await pipeline.succeed();
    pipeline.last = first;
    expect(await pipeline.refusal()).toMatchObject({
      code: "metadata_rolled_back",
      message: expect.stringContaining(second) as string,
    });
    pipeline.last = (await pipeline.progress())!;
    expect(pipeline.last).toBe(third);
    expect(await pipeline.refusal()).toBeUndefined();
  });

  test("also when it knows none at all, and none where it does not say", async ({ db }) => {
    const pipeline = new Pipeline(db.url);
    pipeline.last = noRunBefore;
    expect(await pipeline.refusal()).toBeUndefined();
    const first = await pipeline.succeed();
    pipeline.last = noRunBefore;
    expect(await pipeline.refusal()).toMatchObject({
      code: "metadata_rolled_back",
      message: expect.stringContaining(first) as string,
    });
    pipeline.last = "";
    expect(await pipeline.refusal()).toBeUndefined();
  });

  test("whose clock was behind, as that of a promoted standby", async ({ db }) => {
    const pipeline = new Pipeline(db.url);
    await pipeline.succeed();
    const second = await pipeline.succeed();
    await db.query("update datamantri.runs set closed_at = closed_at - interval '1 hour' where run_id = $1", [second]);
    expect(await pipeline.refusal()).toBeUndefined();
    expect(await pipeline.progress()).toBe(second);
  });

  test("a run that failed, or was discarded, is none", async ({ db }) => {
    const pipeline = new Pipeline(db.url);
    await pipeline.succeed();
    await using failed = pipeline.next();
    await failed.prepare();
    await failed.discard();
    expect(await pipeline.refusal()).toBeUndefined();
  });
});

test("a ledger of an older loader is migrated, and its runs are known", async ({ db }) => {
  const pipeline = new Pipeline(db.url);
  const first = await pipeline.succeed();
  await db.query("drop index datamantri.runs_finalized; alter table datamantri.runs drop column follows");
  await db.query("delete from datamantri.migrations where name like '0005%'");
  expect(await pipeline.left()).toMatchObject({ is_left: true });
  expect(await pipeline.refusal()).toBeUndefined();
  expect(await pipeline.progress()).toBe(first);
});

describe.skipIf(usesContainers())("a standby takes over", () => {
  const settings = ["wal_level=replica", "max_wal_senders=4", "synchronous_commit=on"];

  test("asynchronously, without the last run: it is found out and named, and blocks the next one", async () => {
    await using primary = await startPostgres({ settings });
    await using standby = await primary.startStandby();
    const pipeline = new Pipeline(primary.url);
    const first = await pipeline.succeed();
    await hasReplayed(primary.url, standby.url);
    await standby.stop();
    const second = await pipeline.succeed();
    await standby.takeOver();
    expect(await pipeline.refusal()).toMatchObject({
      code: "sink_rolled_back",
      message: expect.stringContaining(second) as string,
    });
    expect(await pipeline.progress()).toBe(first);
  });

  test("synchronously: a run waits for it, and nothing is lost", async () => {
    await using primary = await startPostgres({ settings });
    await using standby = await primary.startStandby();
    const pipeline = new Pipeline(primary.url);
    await pipeline.succeed();
    await query(primary.url, "alter system set synchronous_standby_names to '*'");
    await query(primary.url, "select pg_reload_conf()");
    await standby.stop();
    const waiting = pipeline.succeed();
    const waits = "select count(*)::int as found from pg_stat_activity where wait_event = 'SyncRep'";
    await waitFor(async () => (await query(primary.url, waits)) === 1, { what: "a commit to wait" });
    await standby.start();
    const second = await waiting;
    await standby.takeOver();
    expect(await pipeline.refusal()).toBeUndefined();
    expect(await pipeline.progress()).toBe(second);
  });

  async function hasReplayed(primary: string, standby: string): Promise<void> {
    const written = await query(primary, "select pg_current_wal_flush_lsn() as found");
    const behind = `select pg_last_wal_replay_lsn() >= '${String(written)}' as found`;
    await waitFor(async () => (await query(standby, behind)) === true, { what: "the standby to follow" });
  }

  async function query(url: string, statement: string): Promise<unknown> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<{ found: unknown }>(statement)).rows[0]?.found;
    } finally {
      await client.end();
    }
  }
});
