// Real schedulers: processes that are killed, a broker that crashes, and one stored tick for each due second.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import { consume, ensureTopology, openBus, publish, request, toScheduleMessage, type Bus } from "@datamantri/bus";
import { registryCommands, type Schedule, type SchedulerApi } from "@datamantri/contracts";
import { openLog, Secret } from "@datamantri/runtime";
import { startNats, waitFor, type TestNats } from "@datamantri/testkit";

const everySecond: Schedule = { pipeline_id: "p1", cron: "* * * * * *", timezone: "UTC", version: 1 };
const main = join(import.meta.dirname, "../src/main.ts");

let nats: TestNats;
let bus: Bus;
let stopping: AbortController;
let consumption: AbortController;
let consuming: Promise<void>;
let children: ChildProcess[];
/** Ticks that the registry would get, in order: pipeline and time. */
let ticks: { readonly pipelineId: string; readonly scheduledForMs: number }[];

beforeEach(async () => {
  [stopping, consumption] = [new AbortController(), new AbortController()];
  [children, ticks] = [[], []];
  nats = await startNats({ server: inject("natsServer") });
  const options = { url: new Secret(nats.url), log: openLog("test", "silent"), onClosed: () => undefined };
  bus = await openBus({ ...options, service: "registry", signal: stopping.signal });
  await ensureTopology(bus, { maxBatchMessages: 10, replicas: 1 });
  const onTick = { maxDeliveries: 1, handle: async (tick: (typeof ticks)[number]) => void ticks.push(tick) };
  consuming = consume(bus, [registryCommands], { Tick: onTick }, { slots: 1, signal: consumption.signal });
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  stopping.abort();
  consumption.abort();
  await consuming;
  await bus[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

async function startScheduler(): Promise<ChildProcess> {
  const child = fork(main, { env: { NATS_URL: nats.url, LOG_LEVEL: "warn" }, silent: true });
  children.push(child);
  await once(child, "message");
  return child;
}

const write = (schedule: Schedule): Promise<void> =>
  publish(bus, toScheduleMessage(schedule.pipeline_id, schedule.version, schedule), { signal: stopping.signal });

const ticked = (count: number): Promise<true> =>
  waitFor(() => ticks.length >= count, { what: `${count} ticks`, timeoutMs: 25_000 });

/** Every second from the first tick to the last has one tick. */
function expectOnePerSecond(): void {
  const seconds = ticks.map(({ scheduledForMs }) => scheduledForMs).toSorted((a, b) => a - b);
  expect(seconds.map((ms) => ms - seconds[0]!)).toEqual(seconds.map((_, i) => i * 1_000));
  expect(seconds[0]! % 1_000).toBe(0);
}

describe("two schedulers", () => {
  test("publish each due second once; killing one loses none", async () => {
    await write(everySecond);
    const [first, second] = await Promise.all([startScheduler(), startScheduler()]);
    await ticked(4);
    first.kill("SIGKILL");
    const seen = ticks.length;
    await ticked(seen + 4);
    const third = await startScheduler();
    second.kill("SIGKILL");
    await ticked(seen + 8);
    third.kill("SIGTERM");
    expect(await once(third, "exit")).toEqual([0, null]);
    expectOnePerSecond();
    for (const { pipelineId } of ticks) expect(pipelineId).toBe("p1");
  });

  test("store one message for both, on the pipeline's subject, with an id of the time", async () => {
    consumption.abort();
    await consuming;
    await write(everySecond);
    await Promise.all([startScheduler(), startScheduler()]);
    const state = await waitFor(
      async () => {
        const info = await bus.jsm.streams.info("COMMANDS", { subjects_filter: ">" });
        return info.state.messages >= 4 ? info.state : undefined;
      },
      { what: "ticks" },
    );
    expect(Object.keys(state.subjects ?? {})).toEqual(["tick.p1"]);
    const message = await bus.jsm.streams.getMessage("COMMANDS", { seq: state.first_seq });
    expect(message?.header.get("Nats-Msg-Id")).toMatch(/^p1@\d+000#/);
  });
});

describe("a scheduler", () => {
  test("follows new, changed and removed schedules", async () => {
    await startScheduler();
    await write(everySecond);
    await write({ ...everySecond, pipeline_id: "p2", cron: "0 0 1 1 *" });
    await ticked(2);
    await write({ ...everySecond, version: 2, cron: "0 0 1 1 *" });
    await write({ ...everySecond, pipeline_id: "p3" });
    await waitFor(() => ticks.some(({ pipelineId }) => pipelineId === "p3"), { what: "p3" });
    const before = ticks.filter(({ pipelineId }) => pipelineId === "p1").length;
    await ticked(ticks.length + 2);
    expect(ticks.filter(({ pipelineId }) => pipelineId === "p1").length).toBe(before);
    await publish(bus, toScheduleMessage("p3", 2, null), { signal: stopping.signal });
    await write({ ...everySecond, pipeline_id: "p4" });
    await waitFor(() => ticks.some(({ pipelineId }) => pipelineId === "p4"), { what: "p4" });
    const removed = ticks.filter(({ pipelineId }) => pipelineId === "p3").length;
    await ticked(ticks.length + 2);
    expect(ticks.filter(({ pipelineId }) => pipelineId === "p3").length).toBe(removed);
    expect(ticks.some(({ pipelineId }) => pipelineId === "p2")).toBe(false);
  });

  test("publishes afterwards what was due while the broker was down", async () => {
    await write(everySecond);
    await startScheduler();
    await ticked(2);
    await nats.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await nats.restart();
    const back = Date.now();
    await waitFor(() => ticks.some(({ scheduledForMs }) => scheduledForMs > back + 1_000), {
      what: "new ticks",
      timeoutMs: 25_000,
    });
    await waitFor(() => expectOnePerSecond() === undefined, { what: "the late ones", timeoutMs: 25_000 });
  });

  test("starts before the registry has created anything", async () => {
    await bus.jsm.streams.delete("BATCHES");
    const starting = startScheduler();
    await ensureTopology(bus, { maxBatchMessages: 10, replicas: 1 });
    await starting;
    await write(everySecond);
    await ticked(1);
  });

  test("previews what it will fire, and reports errors in a schedule", async () => {
    await startScheduler();
    const preview = (cron: string, count = 3) =>
      request<SchedulerApi, "preview">(bus, "scheduler", "preview", { cron, timezone: "Europe/Berlin", count });
    const { next } = await preview("0 6 * * *");
    expect(next.length).toBe(3);
    for (const time of next) expect(time).toMatch(/T0[45]:00:00\.000Z$/);
    expect((await preview("* * * * *", 1_000_000)).next.length).toBe(100);
    expect((await preview("* * * * *", -1)).next).toEqual([]);
    await expect(preview("61 * * * *")).rejects.toMatchObject({
      code: "request_invalid",
      message: expect.stringContaining("minute"),
    });
  });

  test("returns past due times, the oldest first and limited", async () => {
    await startScheduler();
    const due = (until: string) =>
      request<SchedulerApi, "due">(bus, "scheduler", "due", {
        cron: "* * * * *",
        timezone: "UTC",
        after: "2027-01-01T00:00:00.000Z",
        until,
      });
    expect(await due("2027-01-01T00:01:30.000Z")).toEqual({
      due: [{ at: "2027-01-01T00:01:00.000Z", clock_change: null }],
      covered_until: "2027-01-01T00:01:30.000Z",
      is_complete: true,
    });
    const part = await due("2028-01-01T00:00:00.000Z");
    expect(part).toMatchObject({ covered_until: "2027-01-01T08:20:00.000Z", is_complete: false });
    expect(part.due).toHaveLength(500);
  });
});
