/**
 * A finalize fails for good only after the destination's ledger has answered in the same delivery. Interleavings that made a
 * run fail whose rows were in the target, or changed the target of a run that had failed.
 */
import { describe, expect } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

const role = `outcome_${Math.random().toString(36).slice(2)}`;
const password = "only-for-tests";

test.beforeEach(async ({ db }) => {
  await db.query(`
    create role ${role} login password '${password}';
    grant create on database ${db.name} to ${role};
    grant all on schema public to ${role}`);
});
test.afterEach(async ({ db }) => {
  await db.query(`alter database ${db.name} allow_connections true`);
  await db.query(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`);
});

const asRole: RunOptions = { password, config: { user: role } };
const finalizeWaits = `
  select pid from pg_stat_activity
  where application_name = 'datamantri-loader' and wait_event_type = 'Lock' and datname = current_database()
`;
const rows = [tuple(bigint(1), text("a")), tuple(bigint(2), text("b"))];
const target = (db: TestDestination) => db.value("select string_agg(id || name, ',' order by id) from target");

async function loaded(url: string, options: RunOptions = asRole): Promise<TestRun> {
  const run = new TestRun(url, options);
  await run.prepare();
  await run.load(run.batchOf(0, rows));
  return run;
}

/** Takes the destination away from the loader, and gives it back. */
const takings: Readonly<Record<string, (name: string) => readonly [away: string, back: string]>> = {
  "the password is another one": () => [
    `alter role ${role} password 'rotated'`,
    `alter role ${role} password '${password}'`,
  ],
  "the user may not log in": () => [`alter role ${role} nologin`, `alter role ${role} login`],
  "the user may not connect": (name) => [
    `revoke connect on database ${name} from public`,
    `grant connect on database ${name} to public`,
  ],
  "the ledger may not be read": () => [
    `alter table datamantri.runs owner to current_user; revoke all on datamantri.runs from ${role}`,
    `alter table datamantri.runs owner to ${role}; grant all on datamantri.runs to ${role}`,
  ],
  "the ledger's schema may not be used": () => [
    `alter schema datamantri owner to current_user; revoke all on schema datamantri from ${role}`,
    `grant all on schema datamantri to ${role}`,
  ],
};

// S1: finalize commits, its report is lost, the destination is taken away, the task is delivered again.
describe("S1: rows that are in the target, of a run whose report was lost", () => {
  test.for(Object.entries(takings))("while %s, nobody says that it failed", async ([, take], { db }) => {
    await using run = await loaded(db.url);
    expect(await run.settle(2)).toBe(2);
    const [away, back] = take(db.name);
    await db.query(away);
    // Another loader, which has no session yet.
    await using other = new TestRun(db.url, asRole, run.runId);
    for (let delivery = 0; delivery < 2; delivery++) {
      await expect(other.settle(2)).rejects.toMatchObject({ code: "outcome_unknown", isRetryable: true });
    }
    await db.query(back);
    expect(await other.settle(2)).toBe(2);
    expect(await target(db)).toBe("1a,2b");
  });

  test("while its host may not be reached by the operator's rules, nobody says that it failed", async ({ db }) => {
    await using run = await loaded(db.url);
    expect(await run.settle(2)).toBe(2);
    await using other = new TestRun(
      db.url,
      { ...asRole, config: { ...asRole.config, host: "169.254.169.254" } },
      run.runId,
    );
    await expect(other.settle(2)).rejects.toMatchObject({ code: "outcome_unknown" });
  });

  test("nor of rows that are not in the target, which are then moved", async ({ db }) => {
    await using run = await loaded(db.url);
    await db.query(`alter role ${role} password 'rotated'`);
    await using other = new TestRun(db.url, asRole, run.runId);
    await expect(other.settle(2)).rejects.toMatchObject({ code: "outcome_unknown" });
    await db.query(`alter role ${role} password '${password}'`);
    expect(await other.settle(2)).toBe(2);
    expect(await target(db)).toBe("1a,2b");
  });

  test("nor when the rows were refused, and then the ledger cannot be told", async ({ db }) => {
    await db.query("create table target (id bigint, name text check (name <> 'b'))");
    await db.query(`grant all on target to ${role}`);
    await using run = await loaded(db.url);
    const holder = await db.connect();
    await holder.query("begin; lock table target in access exclusive mode");
    const refused = run.settle(2).catch((error: unknown) => error);
    await waitFor(() => db.value(finalizeWaits), { what: "finalize to wait for the target" });
    await db.query(`alter role ${role} password 'rotated'`);
    await holder.query("rollback");
    holder.release();
    expect(await refused).toMatchObject({ code: "outcome_unknown" });
    expect(await db.value("select failure from datamantri.runs")).toBeNull();
    await db.query(`alter role ${role} password '${password}'`);
    await expect(run.settle(2)).rejects.toMatchObject({ code: "sink_rejected" });
    expect(await db.value("select failure ->> 'code' from datamantri.runs")).toBe("sink_rejected");
  });
});

// S2: finalize fails for good, and its task comes again: its acknowledgement was lost, or NATS has an older store.
describe("S2: a run that has failed", () => {
  test("changes nothing when its task comes again, although its cause is gone", async ({ db }) => {
    await db.query("create table target (id bigint, name text check (name <> 'b'))");
    await db.query(`grant all on target to ${role}`);
    await using run = await loaded(db.url);
    const failure = { code: "sink_rejected", message: expect.stringContaining("target_name_check") as string };
    await expect(run.settle(2)).rejects.toMatchObject(failure);
    await db.query("alter table target drop constraint target_name_check");
    await using other = new TestRun(db.url, asRole, run.runId);
    await expect(other.settle(2)).rejects.toMatchObject(failure);
    expect(await target(db)).toBeNull();
  });

  test("keeps its rows for the run that resumes it, which is not fenced", async ({ db }) => {
    await db.query("create table target (id bigint, name text check (name <> 'b'))");
    await db.query(`grant all on target to ${role}`);
    await using run = await loaded(db.url);
    await expect(run.settle(2)).rejects.toMatchObject({ code: "sink_rejected" });
    await db.query("alter table target drop constraint target_name_check");
    await using next = new TestRun(db.url, asRole);
    await next.prepare(run);
    expect(await next.settle(2)).toBe(2);
    await expect(run.settle(2)).rejects.toMatchObject({ code: "run_closed" });
    expect(await target(db)).toBe("1a,2b");
  });

  test("of which another loader moves the rows meanwhile has succeeded", async ({ db }) => {
    await db.query(`
      create table target (id bigint, name text);
      grant all on target to ${role};
      create function hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(7); return new; end $$;
      create trigger hold before insert on target for each row execute function hold()`);
    await using run = await loaded(db.url);
    const holder = await db.connect();
    await holder.query("select pg_advisory_lock(7)");
    const moving = run.settle(2);
    await waitFor(() => db.value(finalizeWaits), { what: "finalize to be held up" });
    // This one fails on its own: its pipeline was given a key. Its fence waits for the other's transaction.
    const options = { ...asRole, writeMode: "merge" as const, config: { ...asRole.config, key: ["nope"] } };
    await using late = new TestRun(db.url, options, run.runId);
    const second = late.settle(2);
    await holder.query("select pg_advisory_unlock(7)");
    holder.release();
    expect(await moving).toBe(2);
    expect(await second).toBe(2);
    expect(await target(db)).toBe("1a,2b");
  });

  test("of a run that a loader of 0.2.0 has prepared is settled likewise", async ({ db }) => {
    await using run = await loaded(db.url);
    await db.query(`
      alter table datamantri.runs drop column failure;
      delete from datamantri.migrations where name like '0003%'`);
    expect(await run.settle(2)).toBe(2);
  });
});

// S15: a discarded row made finalize return in silence for ever.
test("S15: a run whose rows were discarded in the destination fails", async ({ db }) => {
  await using run = await loaded(db.url);
  await run.discard();
  await expect(run.settle(2)).rejects.toMatchObject({ code: "run_closed", isRetryable: false });
});
