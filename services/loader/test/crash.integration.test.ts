/** Connections that break and workers that freeze, at every step of loading and finalizing. */
import { afterEach, describe, expect } from "vitest";

import { startTcpProxy, waitFor, type Direction, type TcpProxy } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { TestRun } from "./test-run.ts";
let proxy: TcpProxy;

test.beforeEach(async ({ db }) => {
  const { hostname, port } = new URL(db.url);
  proxy = await startTcpProxy({ host: hostname, port: Number(port) });
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
});

const loaderWaits = `
  select pid from pg_stat_activity
  where application_name = 'datamantri-loader' and wait_event_type = 'Lock' and datname = current_database()
`;

/** A connection made before the fault, so that the fault hits the transaction. */
async function warmUp(run: TestRun): Promise<void> {
  proxy.mode = { kind: "pass" };
  await run.destinations.inTransaction(run.runId, async () => undefined);
}

type Outcome = "rolled back" | "committed" | "done";

/**
 * Cuts the connection later and later until the work succeeds; with further steps, once more from shortly before.
 *
 * @param attempt does the work, calling `arm` where the fault begins to count; returns the outcome.
 * @returns the outcomes that occurred.
 */
async function sweep(
  direction: Direction,
  stepsBytes: readonly number[],
  attempt: (i: number, arm: () => void) => Promise<Outcome>,
): Promise<ReadonlySet<Outcome>> {
  const outcomes = new Set<Outcome>();
  let byteCount = 1;
  let i = 0;
  for (const stepBytes of stepsBytes) {
    for (;;) {
      expect(i).toBeLessThan(200);
      proxy.mode = { kind: "pass" };
      const outcome = await attempt(i++, () => {
        proxy.mode = { kind: "cutAfterBytes", byteCount, direction };
      });
      outcomes.add(outcome);
      if (outcome === "done") break;
      byteCount += stepBytes;
    }
    byteCount -= stepBytes;
  }
  return outcomes;
}

describe("a connection that breaks while loading", () => {
  test.for([
    ["toClient", 7],
    ["toServer", 29],
  ] as const)("at any byte %s leaves every batch loaded once", async ([direction, stepBytes], { db }) => {
    await using run = new TestRun(proxy.through(db.url));
    await using later = new TestRun(db.url, {}, run.runId);
    await run.prepare();
    let expected = 0;
    const outcomes = await sweep(direction, [stepBytes], async (i, arm) => {
      const batch = run.batch(i, i * 2, 2);
      expected += 2;
      await warmUp(run);
      arm();
      const result = await run.load(batch).catch((error: unknown) => error);
      if (result === 1) return "done";
      expect(result).toMatchObject({ code: "sink_unreachable" });
      return (await later.load(batch)) === 1 ? "rolled back" : "committed";
    });
    expect(await db.value(`select count(*)::int from ${run.staging}`)).toBe(expected);
    expect(await db.value(`select count(distinct id)::int from ${run.staging}`)).toBe(expected);
    // The last byte that the server receives is COMMIT's: cut there, it was not received.
    expect(outcomes).toEqual(
      new Set(direction === "toClient" ? ["rolled back", "committed", "done"] : ["rolled back", "done"]),
    );
  });

  test("because the server ended the session in the middle of COPY", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const holder = await db.connect();
    await holder.query(`begin; lock table ${run.staging} in access exclusive mode`);
    const loading = run.load(run.batch(0, 1, 3)).catch((error: unknown) => error);
    const pid = await waitFor(() => db.value(loaderWaits), { what: "COPY to wait" });
    await db.query("select pg_terminate_backend($1)", [pid]);
    expect(await loading).toMatchObject({ code: "sink_unreachable" });
    await holder.query("rollback");
    holder.release();
    expect(await run.load(run.batch(0, 1, 3))).toBe(1);
    expect(await db.value(`select count(*)::int from ${run.staging}`)).toBe(3);
  });

  test("because the server ended the session between two statements", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const failure = await run.destinations
      .inTransaction(run.runId, async (client) => {
        const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
        await client.query(`insert into ${run.staging} values (1, 'lost')`);
        const ended = new Promise((resolve) => client.once("end", resolve));
        await db.query("select pg_terminate_backend($1)", [rows[0]!.pid]);
        await ended;
        await client.query("select 1");
      })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "sink_unreachable" });
    expect(await run.load(run.batch(0, 1, 1))).toBe(1);
    expect(await db.value(`select count(*)::int from ${run.staging}`)).toBe(1);
  });
});

describe("a connection that breaks while a run takes over a failed run's rows", () => {
  test.for([
    ["toClient", 41],
    ["toServer", 97],
  ] as const)("at any byte %s leaves them to one of the two, complete", async ([direction, stepBytes], { db }) => {
    const outcomes = await sweep(direction, [stepBytes, 3], async (_i, arm) => {
      await using failed = new TestRun(db.url);
      await failed.prepare();
      await failed.load(failed.batch(0, 1, 2));
      await using next = new TestRun(proxy.through(db.url));
      await using later = new TestRun(db.url, {}, next.runId);
      await warmUp(next);
      arm();
      const result = await next.prepare(failed).catch((error: unknown) => error);
      const isDone = result === true;
      if (!isDone) expect(result).toMatchObject({ code: "sink_unreachable" });
      const isFirst = !isDone && (await later.prepare(failed));
      expect(await db.value(`select count(*)::int from ${later.staging}`)).toBe(2);
      expect(await later.load(later.batch(0, 1, 2), later.batch(1, 3, 1))).toBe(1);
      expect(await failed.load(failed.batch(1, 3, 1))).toBe("closed");
      await later.discard(failed);
      expect(await db.stagingTables()).toBe(0);
      if (isDone) return "done";
      return isFirst ? "rolled back" : "committed";
    });
    expect(outcomes).toEqual(
      new Set(direction === "toClient" ? ["rolled back", "committed", "done"] : ["rolled back", "done"]),
    );
  });
});

// Hundreds of finalizes in sequence: the duration depends on the machine.
const sweepTimeoutMs = 120_000;

describe("a connection that breaks while finalizing", { timeout: sweepTimeoutMs }, () => {
  test.for([
    // Reading the catalogs returns much data; the relevant part comes at the end.
    ["append", "auto", [101, 11]],
    ["replace", "in_place", [101, 11]],
    ["replace", "auto", [1_009, 101, 11]],
  ] as const)("at any byte of the answers: %s, %s", async ([writeMode, replace_by, stepsBytes], { db }) => {
    const options = { writeMode, config: { replace_by } };
    await db.query("create table target (id bigint, name text)");
    await db.query("insert into target values (-1, 'before')");
    let rows = 1;
    const outcomes = await sweep("toClient", stepsBytes, async (i, arm) => {
      await using run = new TestRun(proxy.through(db.url), options);
      await using later = new TestRun(db.url, options, run.runId);
      await run.prepare();
      await run.load(run.batch(0, i * 2, 2));
      rows = writeMode === "replace" ? 2 : rows + 2;
      await warmUp(run);
      arm();
      const result = await run.finalize(2).catch((error: unknown) => error);
      const isCommitted = await db.value("select state = 'finalized' from datamantri.runs where run_id = $1", [
        run.runId,
      ]);
      expect(await later.finalize(2)).toBe(2);
      expect(await db.value("select count(*)::int from target")).toBe(rows);
      if (result === 2) return "done";
      expect(result).toMatchObject({ code: "sink_unreachable" });
      return isCommitted === true ? "committed" : "rolled back";
    });
    expect(outcomes).toEqual(new Set(["rolled back", "committed", "done"]));
    expect(await db.stagingTables()).toBe(0);
  });
});

describe("a connection that breaks while a run is undone", { timeout: sweepTimeoutMs }, () => {
  test.for([
    ["in_place", [101, 11]],
    ["swap", [1_009, 101, 11]],
  ] as const)("at any byte of the answers: %s", async ([replace_by, stepsBytes], { db }) => {
    const options = { writeMode: "replace", config: { replace_by, keep_previous: 1 } } as const;
    await db.query("create table target (id bigint, name text); insert into target values (-1, 'before')");
    const outcomes = await sweep("toClient", stepsBytes, async (_i, arm) => {
      await using undone = new TestRun(db.url, options);
      await undone.prepare();
      await undone.load(undone.batch(0, 1, 2));
      await undone.finalize(2);
      await using run = new TestRun(proxy.through(db.url), options);
      await using later = new TestRun(db.url, options, run.runId);
      await warmUp(run);
      arm();
      const result = await run.settleUndo(undone).catch((error: unknown) => error);
      const isCommitted = await db.value("select state = 'finalized' from datamantri.runs where run_id = $1", [
        run.runId,
      ]);
      const expected = isCommitted === true ? "-1" : "1,2";
      expect(await db.value("select string_agg(id::text, ',' order by id) from target")).toBe(expected);
      expect(await later.settleUndo(undone)).toBe(1);
      expect(await db.value("select string_agg(id::text, ',') from target")).toBe("-1");
      if (result === 1) return "done";
      expect(result).toMatchObject({ code: "sink_unreachable" });
      return isCommitted === true ? "committed" : "rolled back";
    });
    expect(outcomes).toEqual(new Set(["rolled back", "committed", "done"]));
    expect(await db.stagingTables()).toBe(0);
  });
});

describe("a frozen worker", () => {
  test("that holds a transaction open delays finalizing, then its rows count", async ({ db }) => {
    await using run = new TestRun(db.url);
    await using frozen = new TestRun(db.url, {}, run.runId);
    await run.prepare();
    const { promise: thaw, resolve: thawNow } = Promise.withResolvers<void>();
    const { promise: isFrozen, resolve: frozenNow } = Promise.withResolvers<void>();
    const working = frozen.destinations.inTransaction(run.runId, async (client) => {
      await client.query("select state from datamantri.runs where run_id = $1 for share", [run.runId]);
      await client.query(
        `insert into datamantri.batches (run_id, split, sequence, part, row_count, checksum) values ($1, 0, 0, 0, 2, 1)`,
        [run.runId],
      );
      await client.query(`insert into ${run.staging} values (1, 'a'), (2, 'b')`);
      frozenNow();
      await thaw;
    });
    await isFrozen;
    const finalizing = run.finalize(2);
    await waitFor(() => db.value(loaderWaits), { what: "finalizing to wait for the frozen worker" });
    thawNow();
    await working;
    expect(await finalizing).toBe(2);
    expect(await db.value("select count(*)::int from target")).toBe(2);
  });

  test("that wakes after its run was finalized by others loads nothing", async ({ db }) => {
    await using run = new TestRun(db.url);
    await using frozen = new TestRun(db.url, {}, run.runId);
    await run.prepare();
    await warmUp(frozen);
    const batch = run.batch(0, 1, 2);
    await run.load(batch);
    await run.finalize(2);
    expect(await frozen.load(batch)).toBe("closed");
    expect(await frozen.finalize(2)).toBe(2);
    expect(await frozen.prepare()).toBe(false);
    expect(await db.value("select count(*)::int from target")).toBe(2);
    expect(await db.stagingTables()).toBe(0);
  });
});
