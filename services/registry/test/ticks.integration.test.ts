/** Ticks become occurrences: fired, late or skipped, each recorded once. */
import { describe, expect } from "vitest";
import { sql } from "kysely";

import { scheduledRunId } from "@datamantri/contracts";

import { admitHeld, readNow } from "../src/occurrences/early-ticks.ts";
import { notEarly, type TestRegistry } from "./test-registry.ts";
import { test, hour, now, requested_by, create, begin, tick, runOf, list, told, runCount } from "./test-occurrences.ts";

describe("a tick", () => {
  test("is recorded with its run, once however often it is delivered", async ({ registry, api }) => {
    const id = await create(registry);
    await Promise.all([tick(registry, id, hour(1)), tick(registry, id, hour(1)), tick(registry, id, hour(1))]);
    expect(await list(api, id)).toEqual([
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
    expect(await runCount(registry, id)).toBe(1);
  });

  test("that comes after a minute is late", async ({ registry, api }) => {
    const id = await create(registry, {}, new Date(Date.now() - 3_600_000));
    await tick(registry, id, new Date(Date.now() - 61_000));
    expect(await list(api, id)).toMatchObject([{ status: "late", reason: null, run_id: expect.any(String) as string }]);
  });

  test("that finds a run waiting is skipped, also when it is delivered again", async ({ registry, api }) => {
    const id = await create(registry);
    for (const due of [hour(1), hour(2), hour(3)]) await tick(registry, id, due);
    await runOf(registry, id, hour(1)).cancel();
    await runOf(registry, id, hour(2)).cancel();
    await tick(registry, id, hour(3));
    expect(await told(api, id)).toEqual(["01:00 fired", "02:00 fired", "03:00 skipped overlap"]);
    expect((await list(api, id))[0]!.run_id).toBeNull();
    expect(await runCount(registry, id)).toBe(2);
  });

  test("of a paused pipeline is skipped", async ({ registry, api }) => {
    const id = await create(registry);
    await api["pipelines.set_active"]({ id, is_active: false, requested_by });
    await begin(registry, id, hour(0));
    await tick(registry, id, hour(1));
    expect(await told(api, id)).toEqual(["01:00 skipped paused"]);
  });

  test("of a stream is not an occurrence", async ({ registry, api }) => {
    const source_config = { project: "p", dataset: "d", table: "t", read: "incremental", cursor_column: "at" } as const;
    const id = await create(registry, { mode: "stream", schedule: null, source_config });
    await tick(registry, id, hour(1));
    await registry.occurrenceCheck.check(now);
    expect(await list(api, id)).toEqual([]);
    expect(await runCount(registry, id)).toBe(1);
  });
});

// S3: with an older store of NATS, schedules fired that pipelines no longer had.
describe("S3: a tick of another version of the schedule", () => {
  const tickOf = (registry: TestRegistry, pipelineId: string, due: Date, version: number) =>
    registry.handle("Tick", { pipelineId, scheduledForMs: due.getTime(), version });
  const changeTo = (registry: TestRegistry, id: string, schedule: string) =>
    sql`
      update pipelines
      set configuration = jsonb_set(configuration::jsonb, '{schedule}', ${JSON.stringify(schedule)}::jsonb)::json,
        version = version + 1, schedule_version = version + 1
      where id = ${id}
    `.execute(registry.db);

  test("fires nothing and leaves no record, unless the present schedule is due then too", async ({ registry, api }) => {
    const id = await create(registry, { schedule: "0,30 * * * *" });
    await changeTo(registry, id, "0 * * * *");
    await tickOf(registry, id, hour(1, 30), 1);
    expect(await list(api, id)).toEqual([]);
    await tickOf(registry, id, hour(2), 1);
    expect(await told(api, id)).toEqual(["02:00 fired"]);
    await runOf(registry, id, hour(2)).cancel();
    await tickOf(registry, id, hour(3), 2);
    expect(await told(api, id)).toEqual(["02:00 fired", "03:00 fired"]);
  });

  test("of a scheduler that does not say it is taken for the present one", async ({ registry, api }) => {
    const id = await create(registry);
    await changeTo(registry, id, "0 * * * *");
    await tickOf(registry, id, hour(1), 0);
    expect(await told(api, id)).toEqual(["01:00 fired"]);
  });

  test("is one of a pipeline that was paused and resumed since", async ({ registry, api }) => {
    const id = await create(registry, { schedule: "7 * * * *" });
    for (const is_active of [false, true]) await api["pipelines.set_active"]({ id, is_active, requested_by });
    const { rows } = await sql<{ version: number; schedule_version: number }>`
      select version, schedule_version from pipelines where id = ${id}
    `.execute(registry.db);
    expect(rows[0]).toEqual({ version: 3, schedule_version: 3 });
    await begin(registry, id, hour(0));
    await tickOf(registry, id, hour(1), 1);
    expect(await list(api, id)).toEqual([]);
  });

  test("is not one of a pipeline of which only something else was changed", async ({ registry, api }) => {
    const id = await create(registry);
    await sql`update pipelines set version = version + 5 where id = ${id}`.execute(registry.db);
    await tickOf(registry, id, hour(1), 1);
    expect(await told(api, id)).toEqual(["01:00 fired"]);
  });
});

// S10: a scheduler whose clock is ahead ran the future.
describe("S10: a tick that comes before its due time by the database's clock", () => {
  test.afterEach(({ registry }) => void (registry.now = notEarly));

  const early = async (registry: TestRegistry, id: string, aheadMs: number, version = 0): Promise<void> => {
    registry.now = readNow;
    const scheduledForMs = Math.ceil(Date.now() / 1_000) * 1_000 + aheadMs;
    await registry.handle("Tick", { pipelineId: id, scheduledForMs, version });
  };
  const held = async (registry: TestRegistry, id: string) =>
    (await registry.db.selectFrom("early_ticks").select("scheduled_for").where("pipeline_id", "=", id).execute())
      .length;
  const makeDue = async (registry: TestRegistry, id: string) => {
    await registry.db
      .updateTable("early_ticks")
      .set({ scheduled_for: sql<Date>`clock_timestamp()` })
      .where("pipeline_id", "=", id)
      .execute();
    await admitHeld(registry.db, registry.bus);
  };

  test("makes no run before it is due, and then one", async ({ registry, api }) => {
    const id = await create(registry, {}, new Date(Date.now() - 3_600_000));
    for (let delivery = 0; delivery < 2; delivery++) await early(registry, id, 3_600_000);
    await admitHeld(registry.db, registry.bus);
    expect(await runCount(registry, id)).toBe(0);
    expect(await held(registry, id)).toBe(1);
    await makeDue(registry, id);
    expect(await list(api, id)).toMatchObject([{ status: "fired", reason: null }]);
    expect(await runCount(registry, id)).toBe(1);
    expect(await held(registry, id)).toBe(0);
  });

  test("within the usual difference of clocks is due", async ({ registry }) => {
    const id = await create(registry, {}, new Date(Date.now() - 3_600_000));
    await early(registry, id, 2_000);
    expect(await runCount(registry, id)).toBe(1);
  });

  test("has no second run after that of a scheduler that is in time", async ({ registry }) => {
    const id = await create(registry, {}, new Date(Date.now() - 3_600_000));
    const due = new Date(Date.now() - 1_000);
    await tick(registry, id, due);
    await registry.db.insertInto("early_ticks").values({ pipeline_id: id, scheduled_for: due }).execute();
    await runOf(registry, id, due).cancel();
    await admitHeld(registry.db, registry.bus);
    expect(await runCount(registry, id)).toBe(1);
    expect(await held(registry, id)).toBe(0);
  });

  test("of a schedule that is changed meanwhile fires nothing, although it is due after the change", async ({
    registry,
    api,
  }) => {
    // Due once a year, and never when the tick says.
    const id = await create(registry, { schedule: "0 0 1 1 *" }, new Date(Date.now() - 3_600_000));
    await early(registry, id, 3_600_000, 1);
    await sql`
      update pipelines set version = 2, schedule_version = 2, scheduled_since = clock_timestamp() - interval '1 minute'
      where id = ${id}
    `.execute(registry.db);
    await makeDue(registry, id);
    expect(await list(api, id)).toEqual([]);
    expect(await runCount(registry, id)).toBe(0);
    expect(await held(registry, id)).toBe(0);
  });

  test("more than a day ahead is dropped", async ({ registry }) => {
    const id = await create(registry, {}, new Date(Date.now() - 3_600_000));
    await early(registry, id, 2 * 86_400_000);
    expect(await held(registry, id)).toBe(0);
    expect(await runCount(registry, id)).toBe(0);
  });

  // All its ticks are early, and those of schedulers in time have the same ids.
  test("of a stream runs it", async ({ registry }) => {
    const source_config = { project: "p", dataset: "d", table: "t", read: "incremental", cursor_column: "at" } as const;
    const stream = await create(registry, { mode: "stream", schedule: null, source_config });
    await early(registry, stream, 3_600_000);
    expect(await held(registry, stream)).toBe(0);
    expect(await runCount(registry, stream)).toBe(1);
  });
});

describe("ticks that come together", () => {
  test("have the same outcomes as alone", async ({ registry, api }) => {
    const warehouse = { host: "db", port: 5_432, database: "w", user: "u" };
    const connection = await api["connections.create"]({
      connection: { name: `warehouse ${crypto.randomUUID()}`, kind: "postgres", config: warehouse },
      secret: null,
      requested_by,
    });
    const destination_config = { connection_id: connection.id, schema: "public", table: "t" };
    const [first, connected, paused, archived, waiting, decided, changed] = await Promise.all([
      create(registry),
      create(registry, { destination_config }),
      create(registry),
      create(registry),
      create(registry),
      create(registry),
      create(registry, {}, hour(2)),
    ]);
    await api["pipelines.set_active"]({ id: paused, is_active: false, requested_by });
    await begin(registry, paused, hour(0));
    await api["pipelines.archive"]({ id: archived, requested_by });
    for (const due of [hour(0, 20), hour(0, 40)]) await tick(registry, waiting, due);
    await tick(registry, decided, hour(1));
    // The first is in progress when the others come, so that these share a transaction.
    await Promise.all(
      [first, connected, paused, archived, waiting, decided, changed].flatMap((id) => [tick(registry, id, hour(1))]),
    );
    expect(
      await Promise.all([first, connected, paused, archived, waiting, decided, changed].map((id) => told(api, id))),
    ).toEqual([
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

  test("are all fired, in any number, and recorded exactly once", async ({ registry }) => {
    const ids = await Promise.all(Array.from({ length: 150 }, () => create(registry)));
    await Promise.all(ids.flatMap((id) => [tick(registry, id, hour(1)), tick(registry, id, hour(1))]));
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
