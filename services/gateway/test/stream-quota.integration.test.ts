/** Limit of event streams for one user; every stream that ends frees its place. */
import { randomUUID } from "node:crypto";
import { describe, expect, inject, test as base } from "vitest";

import { startNats, waitFor } from "@datamantri/testkit";

import { nothingSeen, readSse } from "./event-client.ts";
import { apiKey, EventGateway, otherUser, shortSeconds } from "./event-gateway.ts";
import { attemptUpgrade, upgrade } from "./upgrade.ts";

const quota = 3;

const test = base
  // vitest reads from the pattern which fixtures a function needs.
  // oxlint-disable-next-line no-empty-pattern
  .extend("nats", { scope: "file" }, async ({}, { onCleanup }) => {
    const nats = await startNats({ server: inject("natsServer") });
    onCleanup(() => nats[Symbol.asyncDispose]());
    return nats;
  })
  .extend("gateway", async ({ nats }, { onCleanup }) => {
    // A WebSocket that does not answer a ping before the next one is disconnected: that must not happen while a test
    // counts.
    const options = { maxStreamsPerUser: quota, ringBytes: 1_000, heartbeatMs: 5_000 };
    const gateway = await EventGateway.open(nats.url, options);
    onCleanup(() => gateway[Symbol.asyncDispose]());
    return gateway;
  });

interface Opened {
  readonly status: number;
  readonly response: Response;
  readonly close: () => void;
}

async function openSse(gateway: EventGateway, token: string, lastEventId?: string): Promise<Opened> {
  const stop = new AbortController();
  const response = await fetch(`${gateway.url}/api/v1/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    signal: stop.signal,
  });
  return { status: response.status, response, close: () => stop.abort() };
}

/** The client answers the gateway's pings, or is disconnected. Its status is 0 when it is refused. */
async function openSocket(gateway: EventGateway, token: string, query = ""): Promise<Omit<Opened, "response">> {
  const url = `${gateway.url.replace("http", "ws")}/api/v1/ws${query}`;
  const socket = new WebSocket(url, ["datamantri.events.v1", `bearer.${token}`]);
  const status = await new Promise<number>((resolve) => {
    socket.addEventListener("open", () => resolve(101));
    socket.addEventListener("error", () => resolve(0));
  });
  return { status, close: () => socket.close() };
}

const untilFree = (gateway: EventGateway) =>
  waitFor(() => gateway.streams.openCount === 0, { what: "every stream to be closed" });

describe("a user's event streams", () => {
  test("are counted over all their sessions and keys; one too many is 429, and no other user is refused", async ({
    gateway,
  }) => {
    const opened = [await openSse(gateway, await gateway.token()), await openSse(gateway, apiKey)];
    const socket = await openSocket(gateway, await gateway.token());
    expect([...opened.map(({ status }) => status), socket.status]).toEqual([200, 200, 101]);

    const refused = await openSse(gateway, await gateway.token());
    expect(refused.status).toBe(429);
    expect(Number(refused.response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.response.json()).toMatchObject({
      code: "too_many_user_streams",
      solution: expect.stringContaining("EVENT_STREAMS_PER_USER") as string,
    });
    const upgrading = await attemptUpgrade(gateway.url, "/api/v1/ws", { authorization: `Bearer ${apiKey}` });
    expect([upgrading.status, upgrading.head]).toEqual([429, expect.stringMatching(/retry-after: \d+/i)]);
    upgrading.socket.destroy();

    const others = await openSse(gateway, await gateway.token(600, otherUser));
    expect(others.status).toBe(200);

    opened[0]!.close();
    await waitFor(() => gateway.streams.openCount === 3, { what: "the closed stream to make room" });
    const again = await openSocket(gateway, await gateway.token());
    expect(again.status).toBe(101);
    for (const { close } of [...opened, others, socket, again]) close();
    await untilFree(gateway);
  });

  test.for(["SSE", "WebSocket"])(
    "do not exceed the limit when requested concurrently, over %s",
    async (kind, { gateway }) => {
      const token = await gateway.token();
      await openSse(gateway, token).then(({ close }) => close());
      await untilFree(gateway);
      const attempts = await Promise.all(
        Array.from({ length: 20 }, async () => {
          if (kind === "SSE") return openSse(gateway, token);
          return openSocket(gateway, token, `?run_id=${gateway.startRun().id}`);
        }),
      );
      const statuses = attempts.map(({ status }) => status);
      const [open, refused] = kind === "SSE" ? [200, 429] : [101, 0];
      expect(Map.groupBy(statuses, (status) => status).get(open)).toHaveLength(quota);
      expect(Map.groupBy(statuses, (status) => status).get(refused)).toHaveLength(20 - quota);
      for (const { close } of attempts) close();
      await untilFree(gateway);
    },
  );
});

describe("a place is freed", () => {
  test("when a WebSocket is refused after it was taken, or never upgraded", async ({ gateway }) => {
    const authorization = `Bearer ${await gateway.token()}`;
    for (let round = 0; round < quota + 1; round++) {
      expect(await upgrade(gateway.url, `/api/v1/ws?run_id=${randomUUID()}`, { authorization })).toBe(404);
      // ws refuses the handshake: https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2
      expect(await upgrade(gateway.url, "/api/v1/ws", { authorization, "sec-websocket-version": "12" })).not.toBe(101);
      expect((await fetch(`${gateway.url}/api/v1/ws`, { headers: { authorization } })).status).toBe(400);
      await untilFree(gateway);
    }
  });

  test("when the gateway fails before the first byte, also on a connection that stays open", async ({ gateway }) => {
    const token = await gateway.token();
    const epoch = Date.parse((await gateway.bus.jsm.streams.info("EVENTS")).created).toString(36);
    const run = gateway.startRun();
    const failure = { step: "read", code: "internal", message: "x".repeat(1_000) } as const;
    for (let index = 0; index < 5; index++) await gateway.say("StepFailed", run, failure);
    // More than the gateway remembers: to resume it has to read from NATS.
    const seen = nothingSeen(`${epoch}-0`);
    const isEnough = () => seen.events.filter(({ run_id }) => run_id === run.id).length === 5;
    await readSse(`${gateway.url}/api/v1/events`, token, seen, isEnough).catch(() => undefined);
    await untilFree(gateway);
    await gateway.bus.jsm.streams.delete("EVENTS");
    for (let round = 0; round < quota + 1; round++) {
      const failed = await openSse(gateway, token, `${epoch}-0`);
      expect(failed.status).toBe(503);
      await failed.response.text();
      await untilFree(gateway);
    }
  });

  test("when the user may no longer see the events", async ({ gateway }) => {
    const short = await gateway.token(shortSeconds);
    const { response } = await openSse(gateway, short);
    expect((await openSocket(gateway, short)).status).toBe(101);
    await response.text();
    await untilFree(gateway);
  });
});

test("a client that disconnects before its stream begins takes no place", async ({ nats }) => {
  const registryAnswers = Promise.withResolvers<void>();
  const beforeRun = () => registryAnswers.promise;
  await using gateway = await EventGateway.open(nats.url, { maxStreamsPerUser: quota, beforeRun, heartbeatMs: 5_000 });
  const token = await gateway.token();
  const run = gateway.startRun();
  const stop = new AbortController();
  const headers = { accept: "text/event-stream", authorization: `Bearer ${token}` };
  const asked = fetch(`${gateway.url}/api/v1/runs/${run.id}/events`, { headers, signal: stop.signal });
  const upgrading = attemptUpgrade(gateway.url, `/api/v1/ws?run_id=${run.id}`, { authorization: `Bearer ${token}` });
  upgrading.catch(() => undefined);
  await waitFor(() => gateway.streams.openCount === 1, { what: "the WebSocket to take its place" });
  stop.abort();
  await asked.catch(() => undefined);
  registryAnswers.resolve();
  const { status, socket } = await upgrading;
  expect(status).toBe(101);
  socket.destroy();
  await untilFree(gateway);
  expect((await openSse(gateway, token)).status).toBe(200);
});
