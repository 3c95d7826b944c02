import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { extractorPlans } from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";
import { waitFor, type TestNats } from "@datamantri/testkit";

import {
  announce,
  consume,
  ensureTopology,
  findInstances,
  listenForStops,
  request,
  serveRequests,
  type Announcement,
  type Bus,
} from "../src/index.ts";
import { emptied, gate, openTestBus, sendPlan, startTestNats, stopTestNats, topology } from "./open-test-bus.ts";

let nats: TestNats;
let asker: Bus;

beforeAll(async () => {
  nats = await startTestNats();
  asker = await openTestBus(nats.url, { service: "gateway" });
  await ensureTopology(asker, topology);
});
afterAll(() => stopTestNats(nats));

async function begin(service: ServiceName, metadata = {}): Promise<{ bus: Bus; announced: Announcement }> {
  const bus = await openTestBus(nats.url, { service });
  const announced = announce(bus, () => metadata);
  await announced.listening;
  onTestFinished(() => announced.close());
  return { bus, announced };
}

const find = (expected: readonly Announcement[] = [], timeoutMs = 1_000) =>
  findInstances(asker, { timeoutMs, expected: new Set(expected.map(({ id }) => id)) });

describe("a process that announced itself", () => {
  test("is found with the others until it closes", async () => {
    const one = await begin("loader", { group_bytes: "10" });
    const other = await begin("loader");
    const found = await find([one.announced, other.announced]);
    expect(found.map(({ id }) => id).toSorted()).toEqual([one.announced.id, other.announced.id].toSorted());
    expect(found.find(({ id }) => id === one.announced.id)).toEqual({
      service: "loader",
      id: one.announced.id,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      metadata: { node: process.version, group_bytes: "10" },
      endpoints: [],
    });
    const stopped: string[] = [];
    const listening = listenForStops(asker, (service, id) => stopped.push(`${service} ${id}`));
    onTestFinished(() => listening.close());
    await asker.control.flush();
    one.announced.close();
    await waitFor(() => stopped[0] === `loader ${one.announced.id}`, { what: "its last word" });
    expect((await find([other.announced])).map(({ id }) => id)).toEqual([other.announced.id]);
  });

  test("answers NATS' own questions, to all and to it alone", async () => {
    const { announced } = await begin("scheduler");
    const name = "datamantri-scheduler";
    for (const subject of [`$SRV.PING`, `$SRV.PING.${name}`, `$SRV.PING.${name}.${announced.id}`]) {
      const answer = (await asker.control.request(subject)).json();
      expect(answer).toMatchObject({ type: "io.nats.micro.v1.ping_response", name, id: announced.id });
    }
    const info = (await asker.control.request(`$SRV.INFO.${name}`)).json();
    expect(info).toMatchObject({ type: "io.nats.micro.v1.info_response", description: expect.any(String) });
  });

  test("reports its current work, its total and its last failure, by code", async () => {
    const { bus, announced } = await begin("extractor");
    const stop = new AbortController();
    const plans = gate();
    const working = consume(
      bus,
      [extractorPlans],
      {
        PlanRun: {
          maxDeliveries: 1,
          handle: async ({ runId }) => {
            await plans.opened;
            if (runId === "bad") throw new PipelineError("source_not_found", "no table secret_table");
          },
          failed: async () => undefined,
        },
      },
      { slots: 4, signal: stop.signal },
    );
    const figures = async () => (await find([announced])).find(({ id }) => id === announced.id)!.endpoints[0]!;
    await sendPlan(bus, "good");
    await sendPlan(bus, "bad");
    await waitFor(async () => (await figures()).busy === 2, { what: "both plans to be in hand" });
    expect(await figures()).toMatchObject({ name: "extractor-plans", slots: 4, done: 0, failed: 0 });
    plans.open();
    await emptied(bus, "TASKS");
    const ended = await figures();
    expect(ended).toMatchObject({ busy: 0, done: 2, failed: 1, lastError: "source_not_found" });
    expect(ended.durationMs).toBeGreaterThan(0);
    stop.abort();
    await working;
  });

  test("counts answered requests, and as failures only those that it should have answered", async () => {
    interface Api {
      fail: [{ code: "not_found" | "metadata_unavailable" }, never];
    }
    const { bus, announced } = await begin("registry");
    const server = serveRequests<Api>(bus, { fail: ({ code }) => Promise.reject(new PipelineError(code, "x")) });
    onTestFinished(() => server.close());
    await server.listening;
    for (const code of ["not_found", "metadata_unavailable"] as const) {
      await request<Api, "fail">(asker, "registry", "fail", { code }).catch(() => undefined);
    }
    const found = (await find([announced])).find(({ id }) => id === announced.id);
    expect(found!.endpoints).toMatchObject([
      { name: "requests", done: 2, failed: 1, lastError: "metadata_unavailable" },
    ]);
  });
});

describe("discovery", () => {
  test("waits for known instances, no longer than the timeout, and ignores foreign replies", async () => {
    const { announced } = await begin("loader");
    const stranger = asker.control.subscribe("$SRV.STATS.datamantri-loader", {
      callback: (_, message) => void message.respond("no JSON"),
    });
    const startedAt = performance.now();
    expect(await find([announced], 30_000)).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    const waited = performance.now();
    const silent = await findInstances(asker, { timeoutMs: 300, expected: new Set([announced.id, "silent"]) });
    expect(silent.map(({ id }) => id)).toEqual([announced.id]);
    expect(performance.now() - waited).toBeGreaterThanOrEqual(299);
    stranger.unsubscribe();
  });

  test("fails at once without a broker", async () => {
    const lonely = await startTestNats();
    const bus = await openTestBus(lonely.url, { service: "gateway" });
    await lonely[Symbol.asyncDispose]();
    await waitFor(
      async () => {
        const error = await findInstances(bus, { timeoutMs: 500, expected: new Set() }).catch(
          (thrown: unknown) => thrown,
        );
        return error instanceof PipelineError && error.code === "bus_unavailable";
      },
      { what: "the broker to be missed" },
    );
    await bus[Symbol.asyncDispose]();
  });
});
