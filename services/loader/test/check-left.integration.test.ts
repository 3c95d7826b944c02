/** Before a run is skipped: is the target still what the last run left? */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";

import type { DestinationConfig, SourceConfig, WriteMode } from "@datamantri/api";

import { checkLeft } from "../src/target/check-left.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

type Kind = readonly [
  name: string,
  mode: WriteMode,
  config: Partial<DestinationConfig>,
  source?: Partial<SourceConfig>,
];

const whole: readonly Kind[] = [
  ["replace", "replace", {}],
  ["replace in place", "replace", { replace_by: "in_place" }],
  ["merge", "merge", { key: ["id"] }],
  ["mirror", "mirror", { key: ["id"] }],
  ["soft mirror", "mirror", { key: ["id"], delete_mode: "soft" }],
  ["history", "history", { key: ["id"] }],
];
const adding: readonly Kind[] = [
  ["append", "append", {}],
  ["incremental append", "append", {}, { read: "incremental" }],
  ["incremental merge", "merge", { key: ["id"] }, { read: "incremental" }],
];

/** Runs a pipeline; its target can then be looked at. */
class Pipeline {
  readonly #db: TestDestination;
  readonly #options: RunOptions;

  constructor(db: TestDestination, [, writeMode, config, source]: Kind) {
    const guards = { empty: "allow", shrink: "allow" } as const;
    this.#db = db;
    this.#options = {
      writeMode,
      pipelineId: randomUUID(),
      config: { guards, ...config },
      ...(source === undefined ? {} : { source, cursorColumn: "id" }),
    };
  }

  async run(rowCount: number): Promise<void> {
    await using run = new TestRun(this.#db.url, this.#options);
    await run.prepare();
    if (rowCount > 0) await run.load(run.batch(0, 1, rowCount));
    await run.finalize(rowCount);
  }

  /** @returns what has happened to the target; empty if nothing. */
  async lost(more: RunOptions = {}): Promise<string> {
    await using run = new TestRun(this.#db.url, { ...this.#options, ...more });
    const { is_left: isLeft, reason } = await run.destinations.inTransaction(run.runId, (client, target) =>
      checkLeft(client, { runId: run.runId, pipelineId: run.pipelineId, followsRunId: "" }, target),
    );
    expect(reason === "").toBe(isLeft);
    return reason;
  }
}

test.for(whole)("%s: dropped, emptied or made again", async (kind, { db }) => {
  const pipeline = new Pipeline(db, kind);
  await pipeline.run(2);
  expect(await pipeline.lost()).toBe("");
  await pipeline.run(2);
  expect(await pipeline.lost()).toBe("");
  await db.query(
    "alter table target rename to copy; create table public.target (like copy); insert into target select * from copy",
  );
  expect(await pipeline.lost()).toContain("another table");
  await db.query("drop table target; alter table copy rename to target");
  expect(await pipeline.lost()).toBe("");
  await db.query("delete from target");
  expect(await pipeline.lost()).toContain("was emptied");
  await db.query("drop table target");
  expect(await pipeline.lost()).toContain("does not exist");
});

test.for(adding)(
  "%s: dropped; emptied is left alone, because nothing would bring the rows back",
  async (kind, { db }) => {
    const pipeline = new Pipeline(db, kind);
    await pipeline.run(2);
    await db.query("truncate target");
    expect(await pipeline.lost()).toBe("");
    await db.query("drop table target");
    expect(await pipeline.lost()).toContain("does not exist");
  },
);

test("a target that never had rows is as it was left", async ({ db }) => {
  for (const kind of whole) {
    const pipeline = new Pipeline(db, kind);
    await pipeline.run(0);
    expect(await pipeline.lost()).toBe("");
    await db.query("drop table target");
  }
  const replacing = new Pipeline(db, whole[0]!);
  await replacing.run(1);
  await replacing.run(0);
  expect(await replacing.lost()).toBe("");
});

test("a ledger of an older loader, a role that may not read, and no ledger", async ({ db }) => {
  const pipeline = new Pipeline(db, whole[0]!);
  await pipeline.run(2);
  await db.query("alter table datamantri.runs drop column target_oid");
  expect(await pipeline.lost()).toBe("");
  await db.query("truncate target");
  expect(await pipeline.lost()).toContain("was emptied");
  const role = `reader_${randomUUID().slice(0, 8)}`;
  await db.query(`create role ${role} login password 'only-for-tests';
    grant usage on schema datamantri to ${role}; grant select on datamantri.runs to ${role}; grant insert on target to ${role}`);
  expect(await pipeline.lost({ password: "only-for-tests", config: { user: role } })).toBe("");
  await db.query(`drop owned by ${role}; drop role ${role}; drop schema datamantri cascade`);
  expect(await pipeline.lost()).toBe("");
});
