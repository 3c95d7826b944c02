import { isDeepStrictEqual } from "node:util";

import { beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { scheduleSubject, schedulesBucket, type Schedule } from "@datamantri/contracts";
import { waitFor, type TestNats } from "@datamantri/testkit";

import {
  ensureTopology,
  publish,
  putSchedule,
  readSchedules,
  toScheduleMessage,
  watchSchedules,
  type Bus,
} from "../src/index.ts";
import { natsOfTest, neverAborted, openTestBus, topology } from "./open-test-bus.ts";

const stream = `KV_${schedulesBucket}`;

let nats: TestNats;
let bus: Bus;

beforeEach(async () => {
  nats = await natsOfTest();
  bus = await openTestBus(nats.url, { service: "scheduler" });
  await ensureTopology(bus, topology);
});

const schedule = (pipeline_id: string, version = 1, cron = "* * * * *"): Schedule => ({
  pipeline_id,
  cron,
  timezone: "UTC",
  version,
});

const put = (pipelineId: string, version = 1): Promise<void> =>
  publish(bus, toScheduleMessage(pipelineId, version, schedule(pipelineId, version)), { signal: neverAborted });

const remove = (pipelineId: string, version: number): Promise<void> =>
  publish(bus, toScheduleMessage(pipelineId, version, null), { signal: neverAborted });

class Watching {
  /** Each reported set of schedules: id → version. */
  readonly told: Record<string, number>[] = [];
  readonly #controller = new AbortController();
  readonly #working: Promise<void>;

  constructor(everyMs?: number) {
    const tell = (schedules: readonly Schedule[]) => {
      this.told.push(Object.fromEntries(schedules.map(({ pipeline_id, version }) => [pipeline_id, version])));
    };
    this.#working = watchSchedules(bus, this.#controller.signal, tell, everyMs);
    onTestFinished(() => this.stop());
  }

  get last(): Record<string, number> | undefined {
    return this.told.at(-1);
  }

  async shows(expected: Record<string, number>): Promise<void> {
    await waitFor(() => isDeepStrictEqual(this.last, expected), {
      what: JSON.stringify(expected),
      timeoutMs: 20_000,
    });
  }

  async stop(): Promise<void> {
    this.#controller.abort();
    await this.#working;
  }
}

async function watcherCount(): Promise<number> {
  const { state } = await bus.jsm.streams.info(stream);
  return state.consumer_count;
}

describe("watching", () => {
  test("reports all present schedules at once, not one by one", async () => {
    for (let i = 0; i < 50; i++) await put(`p${i}`);
    await remove("p0", 2);
    const watching = new Watching();
    await waitFor(() => watching.told.length > 0, { what: "the schedules" });
    expect(Object.keys(watching.told[0]!).length).toBe(49);
    expect(watching.told[0]).not.toHaveProperty("p0");
  });

  test("of an empty bucket reports that there are none, and then what comes", async () => {
    const watching = new Watching();
    await watching.shows({});
    await put("p");
    await watching.shows({ p: 1 });
  });

  test("reports changes, removals and the reconciler's writes", async () => {
    await put("a");
    const watching = new Watching();
    await watching.shows({ a: 1 });
    await put("a", 2);
    await watching.shows({ a: 2 });
    expect(await putSchedule(bus, "b", schedule("b", 7), 0)).toBe(true);
    await watching.shows({ a: 2, b: 7 });
    await remove("a", 3);
    await watching.shows({ b: 7 });
    const { revision } = (await readSchedules(bus)).get("b")!;
    expect(await putSchedule(bus, "b", schedule("b", 6), revision)).toBe(true);
    await watching.shows({ b: 6 });
    // Another process was faster.
    expect(await putSchedule(bus, "b", schedule("b", 5), revision)).toBe(false);
    expect(await putSchedule(bus, "b", null, (await readSchedules(bus)).get("b")!.revision)).toBe(true);
    await watching.shows({});
  });

  test("are read all at once, including removed and undecodable ones", async () => {
    expect(await readSchedules(bus)).toEqual(new Map());
    await put("a");
    await put("b");
    await remove("b", 2);
    await bus.js.publish(scheduleSubject("c"), "not json");
    const stored = await readSchedules(bus);
    expect([...stored].map(([id, { revision }]) => [id, revision])).toEqual([
      ["a", 1],
      ["b", 3],
      ["c", 4],
    ]);
    expect(stored.get("a")!.schedule).toEqual(schedule("a"));
    expect(stored.get("b")!.schedule).toBeUndefined();
    expect(stored.get("c")!.schedule).not.toBeUndefined();
  });

  test.each([
    ["no JSON", "not json"],
    ["null", "null"],
    ["no cron", JSON.stringify({ pipeline_id: "bad", timezone: "UTC", version: 1 })],
    ["no version", JSON.stringify({ pipeline_id: "bad", cron: "* * * * *", timezone: "UTC" })],
    ["another pipeline's", JSON.stringify(schedule("good"))],
  ])("skips an invalid schedule (%s)", async (_what, value) => {
    await bus.js.publish(scheduleSubject("bad"), value);
    await put("good");
    const watching = new Watching();
    await watching.shows({ good: 1 });
    await bus.js.publish(scheduleSubject("bad"), value);
    await put("good", 2);
    await watching.shows({ good: 2 });
  });

  test("requires the bucket", async () => {
    await bus.jsm.streams.delete(stream);
    await expect(watchSchedules(bus, neverAborted, () => undefined)).rejects.toMatchObject({ code: "bus_unavailable" });
  });

  test("ends when the process stops, and reports nothing more", async () => {
    const watching = new Watching(20);
    await watching.shows({});
    await watching.stop();
    const count = watching.told.length;
    await put("p");
    const another = new Watching();
    await another.shows({ p: 1 });
    expect(watching.told.length).toBe(count);
    await watchSchedules(bus, AbortSignal.abort(), () => expect.unreachable());
  });
});

describe("checking again", () => {
  test("creates no new consumer while the watch sees everything", async () => {
    await put("p");
    const watching = new Watching(10);
    await watching.shows({ p: 1 });
    for (let version = 2; version <= 20; version++) {
      await put("p", version);
      await watching.shows({ p: version });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await watcherCount()).toBeLessThanOrEqual(3);
  });

  test("never goes back or loses a schedule while many are written and removed", async () => {
    const watching = new Watching(10);
    const versions = new Map<string, number>();
    for (let i = 1; i <= 400; i++) {
      const id = `p${i % 5}`;
      await (i % 7 === 0 ? remove(id, i) : put(id, i));
      versions.set(id, i);
    }
    const left = [...versions].filter(([, version]) => version % 7 !== 0);
    await watching.shows(Object.fromEntries(left));
    // After a version was shown, an older one never follows.
    const newest: Record<string, number> = {};
    for (const shown of watching.told) {
      for (const [id, version] of Object.entries(shown)) {
        expect(version).toBeGreaterThanOrEqual(newest[id] ?? 0);
        newest[id] = version;
      }
    }
  });
});

describe("a broker that lost everything", () => {
  test("is handled: known schedules stay until the bucket is back, then its content is shown", async () => {
    for (let i = 0; i < 20; i++) await put(`p${i}`);
    const watching = new Watching(200);
    await waitFor(() => Object.keys(watching.last ?? {}).length === 20, { what: "the schedules" });
    await nats.wipe();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(Object.keys(watching.last!).length).toBe(20);
    await waitFor(() => ensureTopology(bus, topology), { what: "the server" });
    await putSchedule(bus, "p3", schedule("p3", 1), 0);
    await putSchedule(bus, "p4", schedule("p4", 2), 0);
    await watching.shows({ p3: 1, p4: 2 });
    await put("p5", 1);
    await watching.shows({ p3: 1, p4: 2, p5: 1 });
  });

  test("and a crashed one: changes are reported again after it", async () => {
    await put("p");
    const watching = new Watching(200);
    await watching.shows({ p: 1 });
    await nats.kill("SIGKILL");
    await nats.restart();
    await put("p", 2);
    await watching.shows({ p: 2 });
  });
});

describe("a schedule's message", () => {
  test("is stored once for a version, and a removal is a separate version", async () => {
    await put("p");
    await put("p");
    const { state } = await bus.jsm.streams.info(stream);
    expect(state.last_seq).toBe(1);
    await remove("p", 2);
    expect((await bus.jsm.streams.info(stream)).state).toMatchObject({ last_seq: 2, messages: 1 });
  });
});
