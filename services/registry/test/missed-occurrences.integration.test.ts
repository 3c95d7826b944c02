/** Missed due times: found with the scheduler, and caught up by the pipeline's policy. */
import { describe, expect, inject } from "vitest";
import { encodeMessage, subjectOf } from "@datamantri/contracts";
import { publish } from "@datamantri/bus";
import { startNats } from "@datamantri/testkit";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";
import { test, hour, now, create, tick, runOf, list, told, runCount, all, last } from "./test-occurrences.ts";

describe("a due time that was not fired", () => {
  test("is missed, without a policy", async ({ registry, api }) => {
    const id = await create(registry);
    await tick(registry, id, hour(2));
    await registry.occurrenceCheck.check(now);
    const missed = ["01:00", "03:00", "04:00", "05:00"].map((time) => `${time} missed policy_none`);
    expect(await told(api, id)).toEqual([missed[0], "02:00 fired", ...missed.slice(1)]);
    expect(await runCount(registry, id)).toBe(1);
  });

  test("is not missed as long as its tick may wait for the jitter", async ({ registry, api }) => {
    const id = await create(registry, { schedule_jitter_seconds: 1_200 });
    // 05:00 was due ten minutes before; its tick may come until 05:20, and takes up to a minute.
    await registry.occurrenceCheck.check(now);
    expect((await told(api, id)).at(-1)).toBe("04:00 missed policy_none");
    await registry.occurrenceCheck.check(hour(5, 20));
    expect((await told(api, id)).at(-1)).toBe("04:00 missed policy_none");
    await registry.occurrenceCheck.check(hour(5, 40));
    expect((await told(api, id)).at(-1)).toBe("05:00 missed policy_none");
  });

  test("causes one run for all, with last", async ({ registry, api }) => {
    const id = await create(registry, { catch_up: last });
    await registry.occurrenceCheck.check(now);
    expect(await told(api, id)).toEqual([
      ...["01:00", "02:00", "03:00", "04:00"].map((time) => `${time} missed superseded`),
      "05:00 caught_up",
    ]);
    expect(await runOf(registry, id, hour(5)).view()).toMatchObject({
      cause: "schedule",
      scheduled_for: "2030-01-01T05:00:00.000Z",
      phase: "planning",
    });
    await registry.occurrenceCheck.check(hour(5, 20));
    expect(await runCount(registry, id)).toBe(1);
  });

  test("causes no run with last when a later one was fired, or a waiting run reads the same", async ({
    registry,
    api,
  }) => {
    const fired = await create(registry, { catch_up: last });
    await tick(registry, fired, hour(6));
    const waiting = await create(registry, { catch_up: last });
    for (const run of [new TestRun(registry, waiting), new TestRun(registry, waiting)]) await run.start();
    await registry.occurrenceCheck.check(now);
    expect((await told(api, fired)).slice(-2)).toEqual(["05:00 missed superseded", "06:00 fired"]);
    expect((await told(api, waiting)).at(-1)).toBe("05:00 skipped overlap");
    expect([await runCount(registry, fired), await runCount(registry, waiting)]).toEqual([1, 2]);
  });

  test("causes a run each with all, the oldest first", async ({ registry, api }) => {
    const id = await create(registry, { catch_up: all });
    await registry.occurrenceCheck.check(now);
    const times = [1, 2, 3, 4, 5];
    expect(await told(api, id)).toEqual(times.map((time) => `0${time}:00 caught_up`));
    for (const time of times) {
      const run = runOf(registry, id, hour(time));
      expect(await run.phase()).toBe("planning");
      await run.cancel();
    }
  });

  test("is ignored when it is older than the window", async ({ registry, api }) => {
    const id = await create(registry, { catch_up: { policy: "all", window_seconds: 3 * 3_600 } });
    await registry.occurrenceCheck.check(now);
    expect(await told(api, id)).toEqual([
      "01:00 missed outside_window",
      "02:00 missed outside_window",
      "03:00 caught_up",
      "04:00 caught_up",
      "05:00 caught_up",
    ]);
  });

  test("is ignored beyond a hundred waiting runs, and listed in pages", async ({ registry, api }) => {
    const id = await create(registry, { schedule: "* * * * *", catch_up: all }, hour(-5));
    await registry.occurrenceCheck.check(now);
    expect(await list(api, id)).toHaveLength(500);
    await registry.occurrenceCheck.check(now);
    const statuses = (await list(api, id)).map(({ status, reason }) => reason ?? status);
    expect(statuses).toHaveLength(609);
    expect(statuses.filter((status) => status === "caught_up")).toHaveLength(100);
    expect(statuses.filter((status) => status === "too_many_waiting")).toHaveLength(509);
  });

  test("is found once by two registries at once", async ({ registry, second, api }) => {
    const id = await create(registry, { catch_up: all });
    const ticks = [1, 2, 3].map((time) => tick(registry, id, hour(time)));
    await Promise.all([registry.occurrenceCheck.check(now), second.occurrenceCheck.check(now), ...ticks]);
    await registry.occurrenceCheck.check(hour(5, 20));
    const statuses = (await list(api, id)).map(({ status }) => status);
    expect(statuses).toHaveLength(5);
    expect(await runCount(registry, id)).toBe(statuses.filter((status) => status !== "skipped").length);
  });

  test("is not decided while its tick may be unread, and for a minute", async ({ registry, api }) => {
    const id = await create(registry, { catch_up: all });
    const payload = encodeMessage("Tick", { pipelineId: id, scheduledForMs: hour(5).getTime(), version: 0 });
    const { signal } = new AbortController();
    await publish(
      registry.bus,
      { subject: subjectOf("Tick", { pipelineId: id }), payload, messageId: `${id}@5` },
      { signal },
    );
    await registry.occurrenceCheck.check(now);
    expect(await list(api, id)).toEqual([]);
    await registry.bus.jsm.streams.purge("COMMANDS");
    await registry.occurrenceCheck.check(hour(5, 0));
    expect((await told(api, id)).at(-1)).toBe("04:00 caught_up");
  });

  test("has one run when its tick comes late", async ({ registry, api }) => {
    const id = await create(registry);
    await registry.occurrenceCheck.check(now);
    await tick(registry, id, hour(5));
    await tick(registry, id, hour(5));
    expect((await told(api, id)).at(-1)).toBe("05:00 fired");
    expect(await runCount(registry, id)).toBe(1);
    const caughtUp = await create(registry, { catch_up: last });
    await registry.occurrenceCheck.check(now);
    await runOf(registry, caughtUp, hour(5)).cancel();
    await tick(registry, caughtUp, hour(5));
    expect((await told(api, caughtUp)).at(-1)).toBe("05:00 caught_up");
    expect(await runCount(registry, caughtUp)).toBe(1);
  });

  test("is found when a scheduler answers again", async ({ registry, api }) => {
    const id = await create(registry, { catch_up: last });
    const silent = await startNats({ server: inject("natsServer") });
    const alone = await TestRegistry.open({ postgres: inject("postgres").url, nats: silent.url }, registry.database);
    await expect(alone.occurrenceCheck.check(now)).rejects.toMatchObject({ code: "bus_unavailable" });
    await alone[Symbol.asyncDispose]();
    await silent[Symbol.asyncDispose]();
    expect(await list(api, id)).toEqual([]);
    await registry.occurrenceCheck.check(now);
    expect((await told(api, id)).at(-1)).toBe("05:00 caught_up");
  });
});
