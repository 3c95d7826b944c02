/** The bucket of schedules equals the database. */
import { describe, expect } from "vitest";

import { readSchedules } from "@datamantri/bus";
import { scheduleSubject } from "@datamantri/contracts";

import { isolatedTest as test } from "./fixtures.ts";
import { flushOutbox } from "./flush-outbox.ts";
import type { TestRegistry } from "./test-registry.ts";

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

describe("the bucket of schedules", () => {
  /** The bucket's schedules by pipeline. */
  const read = async (registry: TestRegistry) =>
    new Map([...(await readSchedules(registry.bus))].map(([id, { schedule }]) => [id, schedule]));

  test("is restored from the database after any change", async ({ registry }) => {
    const [forged, removed, kept] = await Promise.all(
      ["0 5 * * *", "0 6 * * *", "0 7 * * *"].map((schedule) => registry.createPipeline({ schedule })),
    );
    await flushOutbox(registry);
    const before = await read(registry);
    expect(before.size).toBe(3);
    const { bus } = registry;
    const forgery = { pipeline_id: forged!.id, cron: "0 0 1 1 *", timezone: "UTC", version: 1_000_000 };
    await bus.js.publish(scheduleSubject(forged!.id), JSON.stringify(forgery));
    await bus.js.publish(scheduleSubject(removed!.id), "");
    await bus.js.publish(scheduleSubject("nobody's"), JSON.stringify({ ...forgery, pipeline_id: "nobody's" }));
    const revision = (await readSchedules(bus)).get(kept!.id)!.revision;
    await registry.reconciler.reconcile();
    const after = await read(registry);
    expect(after.get("nobody's")).toBeUndefined();
    for (const [id, schedule] of before) expect(after.get(id)).toEqual(schedule);
    expect((await readSchedules(bus)).get(kept!.id)!.revision).toBe(revision);
  });

  test("is not touched where the outbox has unpublished changes", async ({ registry }) => {
    const { id } = await registry.createPipeline({ schedule: "0 5 * * *" });
    await registry.reconciler.reconcile();
    expect((await read(registry)).has(id)).toBe(false);
    await flushOutbox(registry);
    expect((await read(registry)).get(id)).toMatchObject({ cron: "0 5 * * *" });
  });
});
