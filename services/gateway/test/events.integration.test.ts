import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { ensureTopology } from "@datamantri/bus";
import type { RunDetail } from "@datamantri/api";
import { startNats, startTcpProxy, waitFor, type TestNats } from "@datamantri/testkit";

import { followSocket, followSse, nothingSeen, readSocket, readSse } from "./event-client.ts";
import { EventGateway, shortSeconds } from "./event-gateway.ts";
import { upgrade } from "./upgrade.ts";

let nats: TestNats;
/** The gateway remembers only a few kilobytes, so most repeated reads come from the stream. */
let gateway: EventGateway;
let token: string;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  gateway = await EventGateway.open(nats.url, { ringBytes: 4_000 });
  token = await gateway.token();
});

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await nats?.[Symbol.asyncDispose]();
});

/** Publishes a whole life of a run, between events of others. @returns the ids of its events, in order */
async function live(run: RunDetail, progressCount: number): Promise<string[]> {
  const other = gateway.startRun();
  const ids: string[] = [];
  const say: EventGateway["say"] = async (name, whose, event) => {
    const eventId = randomUUID();
    ids.push(eventId);
    await gateway.say(name, whose, event, eventId);
  };
  await say("RunQueued", run, {
    cause: "manual",
    triggeredBy: "tester",
    scheduledForMs: 0,
    resumedRunId: "",
    resumedRowCount: 0,
  });
  await say("RunPrepared", run, {});
  for (let i = 1; i <= progressCount; i++) {
    await say("RunProgressed", run, { loadedRowCount: i, rowCount: progressCount });
    await gateway.say("RunProgressed", other, { loadedRowCount: i, rowCount: progressCount });
    // An internal event, which clients must not see.
    await gateway.say("BatchesLoaded", run, { batches: [], alreadyLoaded: 0 });
  }
  gateway.runs.set(run.id, { ...run, status: "success", end_time: new Date().toISOString() });
  await say("RunSucceeded", run, { rowCount: progressCount });
  return ids;
}

describe("a client that is disconnected at random and reconnects", () => {
  test.each([
    ["SSE", followSse, (id: string) => `/api/v1/runs/${id}/events`],
    ["WebSocket", followSocket, (id: string) => `/api/v1/ws?run_id=${id}`],
  ])("receives exactly the run's events, in order, over %s", async (_name, follow, pathOf) => {
    await using proxy = await startTcpProxy({ host: "127.0.0.1", port: Number(new URL(gateway.url).port) });
    const run = gateway.startRun();
    const seen = nothingSeen();
    const following = follow(proxy.through(gateway.url).replace(/\/$/, "") + pathOf(run.id), token, seen);
    const cutting = new AbortController();
    const cut = setInterval(() => {
      const byteCount = 100 + Math.floor(Math.random() * 4_000);
      if (proxy.mode.kind === "pass" && !cutting.signal.aborted) {
        proxy.mode = { kind: "cutAfterBytes", byteCount, direction: "toClient" };
      }
    }, 5);
    const ids = await live(run, 150);
    clearInterval(cut);
    proxy.mode = { kind: "pass" };
    await following;
    expect(seen.events.map((event) => event.event_id)).toEqual(ids);
    expect(seen.resets).toEqual([]);
    expect(seen.cuts).toBeGreaterThan(3);
    expect(seen.events.at(-1)).toMatchObject({
      type: "run_succeeded",
      run_id: run.id,
      data: { records_processed: 150 },
    });
  });
});

describe("a stream", () => {
  test("of all runs begins now, and resumes after the last id", async () => {
    const seen = nothingSeen();
    const url = `${gateway.url}/api/v1/events`;
    const run = gateway.startRun();
    await gateway.say("RunPrepared", run, {}, "before");
    const first = readSse(url, token, seen, () => seen.events.length === 1);
    await waitFor(() => seen.lastId, { what: "the stream to begin" });
    await gateway.say("StepFailed", run, { step: "prepare", code: "sink_full", message: "no" }, "first");
    await first.catch(() => undefined);
    await gateway.say("RunDiscarded", run, {}, "second");
    await readSse(url, token, seen, () => seen.events.length === 2).catch(() => undefined);
    expect(seen.events.map((event) => event.event_id)).toEqual(["first", "second"]);
    expect(seen.events[0]).toMatchObject({ type: "step_failed", data: { step: "prepare", error_code: "sink_full" } });
  });

  test("of one pipeline has its runs only", async () => {
    const seen = nothingSeen();
    const [run, other] = [gateway.startRun(), gateway.startRun()];
    const url = `${gateway.url}/api/v1/events?pipeline_id=${run.pipeline_id}`;
    const reading = readSse(url, token, seen, () => seen.events.length === 1);
    await waitFor(() => seen.lastId, { what: "the stream to begin" });
    await gateway.say("RunPrepared", other, {});
    await gateway.say("RunPrepared", run, {});
    await reading.catch(() => undefined);
    expect(seen.events.map((event) => event.run_id)).toEqual([run.id]);
  });

  test("of an ended run ends too, and a client that reconnects learns that there is no more", async () => {
    const run = gateway.startRun();
    await live(run, 1);
    const seen = nothingSeen();
    const url = `${gateway.url}/api/v1/runs/${run.id}/events`;
    expect(await readSse(url, token, seen)).toBe(200);
    expect(seen.events.map(({ type }) => type)).toEqual([
      "run_queued",
      "run_prepared",
      "run_progressed",
      "run_succeeded",
    ]);
    expect(seen.closes).toEqual(["run_ended"]);
    expect(await readSse(url, token, seen)).toBe(204);
    const socket = nothingSeen(seen.lastId);
    expect(await readSocket(`${gateway.url}/api/v1/ws?run_id=${run.id}`, token, socket)).toBe(1000);
    expect(socket.events).toEqual([]);
  });

  test("of an old run whose events expired is empty", async () => {
    const run = gateway.startRun({ status: "failed", end_time: "2026-01-01T00:00:00.000Z" });
    expect(await readSse(`${gateway.url}/api/v1/runs/${run.id}/events`, token, nothingSeen())).toBe(204);
  });

  test("resets a client that sends an invalid id", async () => {
    const run = gateway.startRun();
    await live(run, 1);
    for (const lastId of ["nonsense", "zzzz-7"]) {
      const seen = nothingSeen(lastId);
      await readSse(`${gateway.url}/api/v1/runs/${run.id}/events`, token, seen);
      expect(seen.resets).toHaveLength(1);
      expect(seen.events.map(({ type }) => type)).toEqual([
        "run_queued",
        "run_prepared",
        "run_progressed",
        "run_succeeded",
      ]);
    }
  });

  test("sends heartbeats while no event occurs", async () => {
    const response = await fetch(`${gateway.url}/api/v1/events?pipeline_id=${randomUUID()}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(": heartbeat\n\n")) break;
    }
    expect(text).toMatch(/^retry: 2000\n\nid: [0-9a-z]+-\d+\nevent: ready\n/);
  });
});

describe("unauthenticated clients", () => {
  const paths = ["/api/v1/events", `/api/v1/runs/${randomUUID()}/events`, "/api/v1/ws"];

  test.each(paths)("receive nothing at %s", async (path) => {
    expect((await fetch(gateway.url + path)).status).toBe(401);
    expect(await upgrade(gateway.url, path, {})).toBe(401);
    expect(
      await upgrade(gateway.url, path, { "sec-websocket-protocol": "datamantri.events.v1, bearer.no.to.ken" }),
    ).toBe(401);
    // Tokens are not accepted in URLs: they would be logged.
    expect((await fetch(`${gateway.url}${path}?access_token=${token}&token=${token}`)).status).toBe(401);
  });

  test("pages of other sites cannot open a WebSocket", async () => {
    const authorization = `Bearer ${token}`;
    expect(await upgrade(gateway.url, "/api/v1/ws", { authorization, origin: "https://evil.example" })).toBe(403);
    expect(await upgrade(gateway.url, "/api/v1/ws", { authorization, origin: "null" })).toBe(403);
    expect(await upgrade(gateway.url, "/api/v1/ws", { authorization, origin: gateway.url })).toBe(101);
    expect((await fetch(`${gateway.url}/api/v1/ws`, { headers: { authorization } })).status).toBe(400);
  });

  test("a token that expires ends its streams", async () => {
    const [sse, socket] = [nothingSeen(), nothingSeen()];
    const short = await gateway.token(shortSeconds);
    const reading = readSse(`${gateway.url}/api/v1/events`, short, sse);
    expect(await readSocket(`${gateway.url}/api/v1/ws`, short, socket)).toBe(4401);
    await reading;
    expect(sse.closes).toEqual(["unauthenticated"]);
  });

  test("a WebSocket client that sends messages is disconnected", async () => {
    const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/api/v1/ws`, [
      "datamantri.events.v1",
      `bearer.${token}`,
    ]);
    socket.addEventListener("message", () => socket.send("hello"), { once: true });
    const code = await new Promise((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
    expect([code, socket.protocol]).toEqual([1008, "datamantri.events.v1"]);
  });
});

describe("a slow client", () => {
  test("delays nobody: it is disconnected, and can resume", async () => {
    await using slow = await EventGateway.open(nats.url, { stallMs: 300, maxStreams: 1, runs: gateway.runs });
    const run = slow.startRun();
    const socket = connect(Number(new URL(slow.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(
      `GET /api/v1/runs/${run.id}/events HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\nauthorization: Bearer ${await slow.token()}\r\n\r\n`,
    );
    socket.pause();
    await waitFor(() => slow.streams.openCount === 1, { what: "the stream to open" });
    const url = `${slow.url}/api/v1/runs/${run.id}/events`;
    expect(await readSse(url, await slow.token(), nothingSeen())).toBe(503);
    // More than the buffers of two sockets take.
    const failure = { step: "read", code: "internal", message: "x".repeat(20_000) };
    const count = 700;
    for (let i = 0; i < count; i++) await slow.say("StepFailed", run, failure);
    await waitFor(() => slow.streams.openCount === 0, { what: "the slow client to be cut off", timeoutMs: 20_000 });
    socket.destroy();
    await slow.say("RunFailed", run, { code: "internal", message: "no" });
    const seen = nothingSeen();
    slow.runs.set(run.id, { ...run, status: "failed", end_time: new Date().toISOString() });
    await followSse(url, await slow.token(), seen);
    expect(seen.events.map(({ type }) => type)).toEqual([...Array<string>(count).fill("step_failed"), "run_failed"]);
  });

  test("and every stream that ends frees its place", async () => {
    await waitFor(() => gateway.streams.openCount === 0, { what: "the streams of the other tests to be closed" });
  });
});

describe("when the broker loses its events", () => {
  test("clients are reset, and receive later events", async () => {
    const seen = nothingSeen();
    const reading = readSse(`${gateway.url}/api/v1/events`, token, seen, () => seen.events.length > 0);
    await waitFor(() => seen.lastId, { what: "the stream to begin" });
    const before = seen.lastId!;
    await nats.wipe();
    await waitFor(() => ensureTopology(gateway.bus, { maxBatchMessages: 10, replicas: 1 }).then(() => true), {
      what: "the streams to be made again",
    });
    await gateway.say("RunPrepared", gateway.startRun(), {}, "after");
    await reading.catch(() => undefined);
    expect(seen.resets).toEqual(["stream_recreated"]);
    expect(seen.events.map((event) => event.event_id)).toEqual(["after"]);
    const late = nothingSeen(before);
    await readSse(`${gateway.url}/api/v1/events`, token, late, () => late.resets.length > 0).catch(() => undefined);
    expect(late.resets).toEqual(["stream_recreated"]);
  });
});
