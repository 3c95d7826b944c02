/** Ticks become occurrences: fired, late or skipped, each recorded once. */
import { describe, expect } from "vitest";
import { scheduledRunId } from "@datamantri/contracts";
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
