/** What becomes of due times: a real scheduler tells when they were, ticks come or do not. */
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";

import { encodeMessage, scheduledRunId, subjectOf } from "@datamantri/contracts";
import type { PipelineConfiguration } from "@datamantri/resources";
import { publish } from "@datamantri/bus";
import { startNats, TestService, type TestNats } from "@datamantri/testkit";

import { answerRequests } from "../src/requests/answer-requests.ts";
import { pipelineInput, TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

let nats: TestNats;
let scheduler: TestService;
let registry: TestRegistry;
let second: TestRegistry;
let api: ReturnType<typeof answerRequests>;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  registry = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url });
  second = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url }, registry.database);
  api = answerRequests(registry, registry.sealer);
  // Tells due times; it never ticks by itself, because nobody publishes the schedules here.
  scheduler = new TestService(join(import.meta.dirname, "../../scheduler/src/main.ts"), { NATS_URL: nats.url });
  await scheduler.started();
});
afterAll(async () => {
  await scheduler[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await registry.db.updateTable("pipelines").set({ archived_at: new Date() }).execute();
});

/** Of a day when all is well and nothing is old. */
const hour = (hours: number, minutes = 0): Date => new Date(Date.UTC(2030, 0, 1, hours, minutes));
const now = hour(5, 10);
const requested_by = "tester";

async function create(more: Partial<PipelineConfiguration> = {}, since = hour(0)): Promise<string> {
  const { id } = await registry.createPipeline({ schedule: "0 * * * *", ...more });
  await begin(id, since);
  return id;
}

/** As if its schedule were in force since then, and nothing was looked at yet. */
async function begin(id: string, since: Date): Promise<void> {
  const past = { scheduled_since: since, checked_until: since };
  await registry.db.updateTable("pipelines").set(past).where("id", "=", id).execute();
}

const tick = (pipelineId: string, due: Date) => registry.handle("Tick", { pipelineId, scheduledForMs: due.getTime() });
const runOf = (id: string, due: Date) => new TestRun(registry, id, scheduledRunId(id, due.getTime()));
const list = async (id: string) => (await api["pipelines.occurrences"]({ id, limit: 1_000 })).items;

/** Oldest first, such as `02:00 missed policy_none`. */
async function told(id: string): Promise<string[]> {
  return (await list(id))
    .map(({ scheduled_for, status, reason, clock_change }) =>
      [scheduled_for.slice(11, 16), status, reason, clock_change].filter((part) => part !== null).join(" "),
    )
    .toReversed();
}

async function runCount(pipelineId: string): Promise<number> {
  const rows = await registry.db.selectFrom("runs").select("id").where("pipeline_id", "=", pipelineId).execute();
  return rows.length;
}

const all = { policy: "all", window_seconds: 86_400 } as const;
const last = { policy: "last", window_seconds: 86_400 } as const;

describe("a tick", () => {
  test("is recorded with its run, once however often it comes", async () => {
    const id = await create();
    await Promise.all([tick(id, hour(1)), tick(id, hour(1)), tick(id, hour(1))]);
    expect(await list(id)).toEqual([
      {
        pipeline_id: id,
        scheduled_for: "2030-01-01T01:00:00.000Z",
        status: "fired",
        reason: null,
        clock_change: null,
        run_id: scheduledRunId(id, hour(1).getTime()),
        recorded_at: expect.any(String) as string,
      },
    ]);
    expect(await runCount(id)).toBe(1);
  });

  test("that comes after a minute is late", async () => {
    const id = await create({}, new Date(Date.now() - 3_600_000));
    await tick(id, new Date(Date.now() - 61_000));
    expect(await list(id)).toMatchObject([{ status: "late", reason: null, run_id: expect.any(String) as string }]);
  });

  test("that finds a run waiting is skipped, and stays so when it comes again", async () => {
    const id = await create();
    for (const due of [hour(1), hour(2), hour(3)]) await tick(id, due);
    await runOf(id, hour(1)).cancel();
    await runOf(id, hour(2)).cancel();
    await tick(id, hour(3));
    expect(await told(id)).toEqual(["01:00 fired", "02:00 fired", "03:00 skipped overlap"]);
    expect((await list(id))[0]!.run_id).toBeNull();
    expect(await runCount(id)).toBe(2);
  });

  test("of a paused pipeline is skipped", async () => {
    const id = await create();
    await api["pipelines.set_active"]({ id, is_active: false, requested_by });
    await begin(id, hour(0));
    await tick(id, hour(1));
    expect(await told(id)).toEqual(["01:00 skipped paused"]);
  });

  test("of a stream is no occurrence", async () => {
    const source_config = { project: "p", dataset: "d", table: "t", read: "incremental", cursor_column: "at" } as const;
    const id = await create({ mode: "stream", schedule: null, source_config });
    await tick(id, hour(1));
    await registry.occurrenceCheck.check(now);
    expect(await list(id)).toEqual([]);
    expect(await runCount(id)).toBe(1);
  });
});

describe("ticks that come together", () => {
  test("have each what they would have alone", async () => {
    const warehouse = { host: "db", port: 5_432, database: "w", user: "u" };
    const connection = await api["connections.create"]({
      connection: { name: `warehouse ${crypto.randomUUID()}`, kind: "postgres", config: warehouse },
      secret: null,
      requested_by,
    });
    const destination_config = { connection_id: connection.id, schema: "public", table: "t" };
    const [first, connected, paused, archived, waiting, decided, changed] = await Promise.all([
      create(),
      create({ destination_config }),
      create(),
      create(),
      create(),
      create(),
      create({}, hour(2)),
    ]);
    await api["pipelines.set_active"]({ id: paused, is_active: false, requested_by });
    await begin(paused, hour(0));
    await api["pipelines.archive"]({ id: archived, requested_by });
    for (const due of [hour(0, 20), hour(0, 40)]) await tick(waiting, due);
    await tick(decided, hour(1));
    // The first is under way when the others come, so that these share a transaction.
    await Promise.all(
      [first, connected, paused, archived, waiting, decided, changed].flatMap((id) => [tick(id, hour(1))]),
    );
    expect(await Promise.all([first, connected, paused, archived, waiting, decided, changed].map(told))).toEqual([
      ["01:00 fired"],
      ["01:00 fired"],
      ["01:00 skipped paused"],
      [],
      ["00:20 fired", "00:40 fired", "01:00 skipped overlap"],
      ["01:00 fired"],
      ["01:00 skipped schedule_changed"],
    ]);
    const runs = await registry.db
      .selectFrom("runs")
      .select(["pipeline_id", "state", "configuration"])
      .where("scheduled_for", "=", hour(1))
      .where("pipeline_id", "in", [first, connected, decided])
      .execute();
    expect(runs.map(({ state }) => state)).toEqual(["planning", "planning", "planning"]);
    const ofConnected = runs.find(({ pipeline_id }) => pipeline_id === connected);
    expect(ofConnected?.configuration.destination_config).toMatchObject(warehouse);
  });

  test("are all fired, in any number, and nothing is told twice or not at all", async () => {
    const ids = await Promise.all(Array.from({ length: 150 }, () => create()));
    await Promise.all(ids.flatMap((id) => [tick(id, hour(1)), tick(id, hour(1))]));
    const runs = await registry.db.selectFrom("runs").selectAll().where("pipeline_id", "in", ids).execute();
    expect(runs.map(({ pipeline_id }) => pipeline_id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(["planning"]));
    const told = await registry.db
      .selectFrom("run_events")
      .select("run_id")
      .where(
        "run_id",
        "in",
        runs.map(({ id }) => id),
      )
      .execute();
    expect(told).toHaveLength(150);
  });
});

describe("what nobody fired", () => {
  test("is missed, without a policy", async () => {
    const id = await create();
    await tick(id, hour(2));
    await registry.occurrenceCheck.check(now);
    const missed = ["01:00", "03:00", "04:00", "05:00"].map((time) => `${time} missed policy_none`);
    expect(await told(id)).toEqual([missed[0], "02:00 fired", ...missed.slice(1)]);
    expect(await runCount(id)).toBe(1);
  });

  test("is run once for all, with last", async () => {
    const id = await create({ catch_up: last });
    await registry.occurrenceCheck.check(now);
    expect(await told(id)).toEqual([
      ...["01:00", "02:00", "03:00", "04:00"].map((time) => `${time} missed superseded`),
      "05:00 caught_up",
    ]);
    expect(await runOf(id, hour(5)).view()).toMatchObject({
      cause: "schedule",
      scheduled_for: "2030-01-01T05:00:00.000Z",
      phase: "planning",
    });
    await registry.occurrenceCheck.check(hour(5, 20));
    expect(await runCount(id)).toBe(1);
  });

  test("is not run with last when a later one was fired, or a run waits that reads the same", async () => {
    const fired = await create({ catch_up: last });
    await tick(fired, hour(6));
    const waiting = await create({ catch_up: last });
    for (const run of [new TestRun(registry, waiting), new TestRun(registry, waiting)]) await run.start();
    await registry.occurrenceCheck.check(now);
    expect((await told(fired)).slice(-2)).toEqual(["05:00 missed superseded", "06:00 fired"]);
    expect((await told(waiting)).at(-1)).toBe("05:00 skipped overlap");
    expect([await runCount(fired), await runCount(waiting)]).toEqual([1, 2]);
  });

  test("is run one after the other with all, the oldest first", async () => {
    const id = await create({ catch_up: all });
    await registry.occurrenceCheck.check(now);
    const times = [1, 2, 3, 4, 5];
    expect(await told(id)).toEqual(times.map((time) => `0${time}:00 caught_up`));
    for (const time of times) {
      const run = runOf(id, hour(time));
      expect(await run.phase()).toBe("planning");
      await run.cancel();
    }
  });

  test("is left when it is older than the window", async () => {
    const id = await create({ catch_up: { policy: "all", window_seconds: 3 * 3_600 } });
    await registry.occurrenceCheck.check(now);
    expect(await told(id)).toEqual([
      "01:00 missed outside_window",
      "02:00 missed outside_window",
      "03:00 caught_up",
      "04:00 caught_up",
      "05:00 caught_up",
    ]);
  });

  test("is left beyond a hundred runs that wait, and listed in parts when it is much", async () => {
    const id = await create({ schedule: "* * * * *", catch_up: all }, hour(-5));
    await registry.occurrenceCheck.check(now);
    expect(await list(id)).toHaveLength(500);
    await registry.occurrenceCheck.check(now);
    const statuses = (await list(id)).map(({ status, reason }) => reason ?? status);
    expect(statuses).toHaveLength(609);
    expect(statuses.filter((status) => status === "caught_up")).toHaveLength(100);
    expect(statuses.filter((status) => status === "too_many_waiting")).toHaveLength(509);
  });

  test("is found once by two registries at once", async () => {
    const id = await create({ catch_up: all });
    const ticks = [1, 2, 3].map((time) => tick(id, hour(time)));
    await Promise.all([registry.occurrenceCheck.check(now), second.occurrenceCheck.check(now), ...ticks]);
    await registry.occurrenceCheck.check(hour(5, 20));
    const statuses = (await list(id)).map(({ status }) => status);
    expect(statuses).toHaveLength(5);
    expect(await runCount(id)).toBe(statuses.filter((status) => status !== "skipped").length);
  });

  test("waits while a tick of it may be unread, and for a minute", async () => {
    const id = await create({ catch_up: all });
    const payload = encodeMessage("Tick", { pipelineId: id, scheduledForMs: hour(5).getTime() });
    const { signal } = new AbortController();
    await publish(
      registry.bus,
      { subject: subjectOf("Tick", { pipelineId: id }), payload, messageId: `${id}@5` },
      { signal },
    );
    await registry.occurrenceCheck.check(now);
    expect(await list(id)).toEqual([]);
    await registry.bus.jsm.streams.purge("COMMANDS");
    await registry.occurrenceCheck.check(hour(5, 0));
    expect((await told(id)).at(-1)).toBe("04:00 caught_up");
  });

  test("and is told late after all is run once", async () => {
    const id = await create();
    await registry.occurrenceCheck.check(now);
    await tick(id, hour(5));
    await tick(id, hour(5));
    expect((await told(id)).at(-1)).toBe("05:00 fired");
    expect(await runCount(id)).toBe(1);
    const caughtUp = await create({ catch_up: last });
    await registry.occurrenceCheck.check(now);
    await runOf(caughtUp, hour(5)).cancel();
    await tick(caughtUp, hour(5));
    expect((await told(caughtUp)).at(-1)).toBe("05:00 caught_up");
    expect(await runCount(caughtUp)).toBe(1);
  });

  test("while no scheduler answers is found when one does", async () => {
    const id = await create({ catch_up: last });
    const silent = await startNats({ server: inject("natsServer") });
    const alone = await TestRegistry.open({ postgres: inject("postgres").url, nats: silent.url }, registry.database);
    await expect(alone.occurrenceCheck.check(now)).rejects.toMatchObject({ code: "bus_unavailable" });
    await alone[Symbol.asyncDispose]();
    await silent[Symbol.asyncDispose]();
    expect(await list(id)).toEqual([]);
    await registry.occurrenceCheck.check(now);
    expect((await told(id)).at(-1)).toBe("05:00 caught_up");
  });
});

describe("the past is never fired", () => {
  test.each([
    ["a changed schedule", { schedule: "30 * * * *" }],
    ["a changed time zone", { timezone: "Asia/Kolkata" }],
  ])("by %s", async (_what, change) => {
    const input = pipelineInput({ schedule: "0 * * * *", catch_up: all });
    const { id } = await api["pipelines.create"]({ pipeline: input, secrets: {}, requested_by });
    const before = new Date(Date.now() - 10 * 3_600_000);
    await begin(id, before);
    await api["pipelines.replace"]({ id, version: null, pipeline: { ...input, ...change }, secrets: {}, requested_by });
    await registry.occurrenceCheck.check();
    await tick(id, new Date(Date.now() - 3_600_000));
    expect((await list(id)).map(({ status, reason }) => ({ status, reason }))).toEqual([
      { status: "skipped", reason: "schedule_changed" },
    ]);
    expect(await runCount(id)).toBe(0);
  });

  test("by other changes either, which keep what was missed", async () => {
    const input = pipelineInput({ schedule: "0 * * * *" });
    const { id } = await api["pipelines.create"]({ pipeline: input, secrets: {}, requested_by });
    await begin(id, hour(3, 30));
    await tick(id, hour(4));
    const changed = { ...input, description: "new", catch_up: all };
    await api["pipelines.replace"]({ id, version: null, pipeline: changed, secrets: {}, requested_by });
    await registry.occurrenceCheck.check(now);
    expect(await told(id)).toEqual(["04:00 fired", "05:00 caught_up"]);
  });

  test("by a pause that ends", async () => {
    const id = await create({ catch_up: all }, new Date(Date.now() - 10 * 3_600_000));
    await api["pipelines.set_active"]({ id, is_active: false, requested_by });
    await begin(id, new Date(Date.now() - 10 * 3_600_000));
    await registry.occurrenceCheck.check();
    await api["pipelines.set_active"]({ id, is_active: true, requested_by });
    await registry.occurrenceCheck.check();
    expect(await list(id)).toEqual([]);
    expect(await runCount(id)).toBe(0);
  });
});

test("changes of the clocks are named", async () => {
  const berlin = { timezone: "Europe/Berlin" };
  const night = (day: number, hours: number, minutes = 0) => new Date(Date.UTC(2030, 2, day, hours, minutes));
  const moved = await create({ ...berlin, schedule: "30 2 * * *" }, night(30, 12));
  const leftOut = await create({ ...berlin, schedule: "0,30 2 * * *", catch_up: all }, night(30, 12));
  await tick(moved, night(31, 1));
  await registry.occurrenceCheck.check(night(31, 5));
  expect(await told(moved)).toEqual(["01:00 fired moved"]);
  expect(await told(leftOut)).toEqual(["01:00 skipped clock_gap left_out"]);
  expect(await runCount(leftOut)).toBe(0);
});

test("the list goes on after a cursor and chooses by status; the oldest are forgotten", async () => {
  const id = await create();
  await tick(id, hour(3));
  await registry.occurrenceCheck.check(now);
  const first = await api["pipelines.occurrences"]({ id, limit: 3 });
  const rest = await api["pipelines.occurrences"]({ id, limit: 3, cursor: first.next_cursor! });
  expect([...first.items, ...rest.items]).toEqual(await list(id));
  expect(rest).toMatchObject({ items: [{}, {}], next_cursor: null });
  const fired = await api["pipelines.occurrences"]({ id, limit: 3, status: "fired" });
  expect(fired.items).toMatchObject([{ scheduled_for: hour(3).toISOString() }]);
  const unknown = { id: crypto.randomUUID(), limit: 3 };
  await expect(api["pipelines.occurrences"](unknown)).rejects.toMatchObject({ code: "not_found" });

  const [old, young] = [91, 89].map((days) => new Date(Date.now() - days * 86_400_000));
  const times = { status: "missed", reason: null, clock_change: null } as const;
  await registry.db
    .insertInto("occurrences")
    .values([old!, young!].map((scheduled_for) => ({ pipeline_id: id, scheduled_for, ...times })))
    .execute();
  await registry.occurrenceCheck.check(now);
  const left = (await list(id)).map(({ scheduled_for }) => scheduled_for);
  expect(left).toContain(young!.toISOString());
  expect(left).not.toContain(old!.toISOString());
});
