import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect } from "vitest";

import { AckPolicy, DeliverPolicy, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";

import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;
let token: string;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  const { email, password, url } = product.access;
  const body = new URLSearchParams({ username: email, password });
  const login = await fetch(`${url}/api/v1/auth/login`, { method: "POST", body });
  token = ((await login.json()) as { access_token: string }).access_token;
});

const call = (path: string, { method = "GET", accept = "*/*" } = {}) =>
  fetch(product.access.url + path, { method, headers: { authorization: `Bearer ${token}`, accept } });

const read = async <View>(path: string) => (await (await call(path)).json()) as View;

const source = { dataset: "flights", table: "flights_200k" };

test("the API's stream of a run tells its life, and ends with it", async () => {
  const runId = await trigger(product, await createPipeline(product, { name: "watched", source, batchSize: 10_000 }));
  const response = await call(`/api/v1/runs/${runId}/events`, { accept: "text/event-stream" });
  const text = await response.text();
  const events = eventsOf(text);
  const types = events.map(({ type }) => type);
  expect([...new Set(types)]).toEqual([
    "run_queued",
    "run_planned",
    "run_prepared",
    "run_progressed",
    "run_finalized",
    "run_succeeded",
  ]);
  const counts = events.filter(({ type }) => type === "run_progressed").map(({ data }) => data.records_processed!);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  const run = await awaitEnd(product, runId);
  expect([counts.at(-1), events.at(-1)?.data.records_processed]).toEqual([run.records_total, run.records_total]);
  expect(text).toContain('event: closed\ndata: {"reason":"run_ended"}');
});

interface StreamedEvent {
  readonly type: string;
  readonly data: { readonly records_processed?: number };
}

const eventsOf = (text: string) =>
  [...text.matchAll(/^data: (\{"id".*)$/gm)].map(([, json]) => JSON.parse(json!) as StreamedEvent);

describe("while many read the same things", () => {
  test("who was told of an event reads what it tells", async () => {
    const pipelineId = await createPipeline(product, { name: "crowded", source, batchSize: 10_000 });
    const runId = await trigger(product, pipelineId);
    const run = `/api/v1/runs/${runId}`;
    const events = await call(`${run}/events`, { accept: "text/event-stream" });
    await using _crowd = keepReading([run, `/api/v1/runs?pipeline_id=${pipelineId}`]);
    let progressedTo = 0;
    let isTold = false;
    for await (const { type, data } of streamedEvents(events)) {
      if (type === "run_progressed") progressedTo = data.records_processed!;
      if (type !== "run_progressed" && type !== "run_succeeded") continue;
      const seen = await read<{ status: string; records_processed: number }>(run);
      expect(seen.records_processed).toBeGreaterThanOrEqual(progressedTo);
      if (type === "run_progressed") continue;
      expect(seen.status).toBe("success");
      const [listed] = await read<readonly { status: string }[]>(`/api/v1/runs?pipeline_id=${pipelineId}`);
      expect(listed).toMatchObject({ status: "success" });
      isTold = true;
    }
    expect(isTold).toBe(true);
  });

  test("who has changed something reads the change", async () => {
    const path = `/api/v1/pipelines/${await createPipeline(product, { name: "contended", source })}`;
    await using _crowd = keepReading([path]);
    for (const [action, isActive] of Array.from({ length: 10 }, (_, i) =>
      i % 2 ? ["resume", true] : ["pause", false],
    )) {
      expect((await call(`${path}/${action}`, { method: "POST" })).status).toBe(200);
      expect(await read(path)).toMatchObject({ is_active: isActive });
    }
  });
});

/** Twenty clients that ask again as soon as they were answered, until it is disposed of. */
function keepReading(paths: readonly string[]): AsyncDisposable {
  const over = new AbortController();
  const readers = Array.from({ length: 20 }, async (_, i) => {
    while (!over.signal.aborted) expect((await call(paths[i % paths.length]!)).status).toBe(200);
  });
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(readers);
    },
  };
}

async function* streamedEvents(response: Response): AsyncGenerator<StreamedEvent> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const frames = (text + chunk).split("\n\n");
    text = frames.pop()!;
    yield* eventsOf(frames.join("\n"));
  }
}

describe("a tap", () => {
  test("in ten lines hears a run's whole life", async () => {
    const example = join(import.meta.dirname, "examples", "tap.mjs");
    const tap = spawn(process.execPath, [example, product.access.natsTap!], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const heard = new Set<string>();
      const lines = createInterface(tap.stdout);
      const pipelineId = await createPipeline(product, { name: "tapped", source });
      lines.on("line", (line) => {
        const { name, pipelineId: of } = JSON.parse(line) as Record<string, string>;
        if (of === pipelineId) heard.add(name!);
      });
      // Runs until the first is heard from its beginning: a tap hears what happens while it is there.
      for (let isHeard = false; !isHeard; isHeard = heard.has("RunQueued") && heard.has("RunSucceeded")) {
        await awaitEnd(product, await trigger(product, pipelineId));
      }
      expect([...heard]).toEqual(
        expect.arrayContaining(["RunQueued", "RunPlanned", "BatchesLoaded", "RunFinalized", "RunSucceeded"]),
      );
    } finally {
      tap.kill();
    }
  });

  test("reads what it missed by a consumer of its own, from any time", async () => {
    const runId = await trigger(product, await createPipeline(product, { name: "missed", source }));
    const sinceMs = Date.now();
    await awaitEnd(product, runId);
    const connection = await connectAsTap();
    try {
      const jsm = await jetstreamManager(connection);
      const start = {
        deliver_policy: DeliverPolicy.StartTime,
        opt_start_time: new Date(sinceMs - 10_000).toISOString(),
      };
      await jsm.consumers.add("EVENTS", { durable_name: "mine", ack_policy: AckPolicy.Explicit, ...start });
      const consumer = await jsm.jetstream().consumers.get("EVENTS", "mine");
      const read = new Set<string>();
      while (!read.has("run_succeeded")) {
        for await (const message of await consumer.fetch({ max_messages: 10, expires: 2_000 })) {
          if (message.subject.includes(runId)) read.add(message.subject.split(".").at(-1)!);
          message.ack();
        }
      }
      expect([...read]).toEqual(
        expect.arrayContaining(["run_queued", "run_planned", "batches_loaded", "run_finalized"]),
      );
    } finally {
      await connection.close();
    }
  });
});

async function connectAsTap(): Promise<NatsConnection> {
  const { host, username, password } = new URL(product.access.natsTap!);
  return connect({ servers: host, user: username, pass: password });
}
