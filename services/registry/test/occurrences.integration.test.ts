/** Occurrences after changes of the schedule or of the clocks, and lists of occurrences. */
import { describe, expect } from "vitest";
import { pipelineInput } from "./test-registry.ts";
import { test, hour, now, requested_by, create, begin, tick, list, told, runCount, all } from "./test-occurrences.ts";

describe("the past is never fired", () => {
  test.for([
    ["a changed schedule", { schedule: "30 * * * *" }],
    ["a changed time zone", { timezone: "Asia/Kolkata" }],
  ] as const)("by %s", async ([_what, change], { registry, api }) => {
    const input = pipelineInput({ schedule: "0 * * * *", catch_up: all });
    const { id } = await api["pipelines.create"]({ pipeline: input, secrets: {}, requested_by });
    const before = new Date(Date.now() - 10 * 3_600_000);
    await begin(registry, id, before);
    await api["pipelines.replace"]({ id, version: null, pipeline: { ...input, ...change }, secrets: {}, requested_by });
    await registry.occurrenceCheck.check(new Date());
    await tick(registry, id, new Date(Date.now() - 3_600_000));
    expect((await list(api, id)).map(({ status, reason }) => ({ status, reason }))).toEqual([
      { status: "skipped", reason: "schedule_changed" },
    ]);
    expect(await runCount(registry, id)).toBe(0);
  });

  test("by other changes either, which keep missed occurrences", async ({ registry, api }) => {
    const input = pipelineInput({ schedule: "0 * * * *" });
    const { id } = await api["pipelines.create"]({ pipeline: input, secrets: {}, requested_by });
    await begin(registry, id, hour(3, 30));
    await tick(registry, id, hour(4));
    const changed = { ...input, description: "new", catch_up: all };
    await api["pipelines.replace"]({ id, version: null, pipeline: changed, secrets: {}, requested_by });
    await registry.occurrenceCheck.check(now);
    expect(await told(api, id)).toEqual(["04:00 fired", "05:00 caught_up"]);
  });

  test("by the end of a pause", async ({ registry, api }) => {
    const id = await create(registry, { catch_up: all }, new Date(Date.now() - 10 * 3_600_000));
    await api["pipelines.set_active"]({ id, is_active: false, requested_by });
    await begin(registry, id, new Date(Date.now() - 10 * 3_600_000));
    await registry.occurrenceCheck.check(new Date());
    await api["pipelines.set_active"]({ id, is_active: true, requested_by });
    await registry.occurrenceCheck.check(new Date());
    expect(await list(api, id)).toEqual([]);
    expect(await runCount(registry, id)).toBe(0);
  });
});

test("clock changes are named", async ({ registry, api }) => {
  const berlin = { timezone: "Europe/Berlin" };
  const night = (day: number, hours: number, minutes = 0) => new Date(Date.UTC(2030, 2, day, hours, minutes));
  const moved = await create(registry, { ...berlin, schedule: "30 2 * * *" }, night(30, 12));
  const leftOut = await create(registry, { ...berlin, schedule: "0,30 2 * * *", catch_up: all }, night(30, 12));
  await tick(registry, moved, night(31, 1));
  await registry.occurrenceCheck.check(night(31, 5));
  expect(await told(api, moved)).toEqual(["01:00 fired moved"]);
  expect(await told(api, leftOut)).toEqual(["01:00 skipped clock_gap left_out"]);
  expect(await runCount(registry, leftOut)).toBe(0);
});

test("the list continues after a cursor and filters by status; the oldest are deleted", async ({ registry, api }) => {
  const id = await create(registry);
  await tick(registry, id, hour(3));
  await registry.occurrenceCheck.check(now);
  const first = await api["pipelines.occurrences"]({ id, limit: 3 });
  const rest = await api["pipelines.occurrences"]({ id, limit: 3, cursor: first.next_cursor! });
  expect([...first.items, ...rest.items]).toEqual(await list(api, id));
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
  const left = (await list(api, id)).map(({ scheduled_for }) => scheduled_for);
  expect(left).toContain(young!.toISOString());
  expect(left).not.toContain(old!.toISOString());
});
