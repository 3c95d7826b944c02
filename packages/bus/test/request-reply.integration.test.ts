import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { PipelineError } from "@datamantri/runtime";
import { waitFor, type TestNats } from "@datamantri/testkit";

import {
  ensureTopology,
  listenFor,
  publish,
  publishEvent,
  request,
  serveRequests,
  type ApiHandlers,
  type Bus,
} from "../src/index.ts";
import { gate, neverAborted, openTestBus, startTestNats, stopTestNats, topology } from "./open-test-bus.ts";

interface TestApi {
  echo: [{ text: string }, { text: string }];
  fail: [{ code: string }, never];
  large: [{ bytes: number }, { text: string }];
  count: [Record<string, never>, { count: bigint }];
  nothing: [Record<string, never>, undefined];
}

let nats: TestNats;
let asker: Bus;

beforeAll(async () => {
  nats = await startTestNats();
  asker = await openTestBus(nats.url, { service: "gateway" });
});
afterAll(() => stopTestNats(nats));

const handlers: ApiHandlers<TestApi> = {
  echo: async ({ text }) => ({ text }),
  fail: ({ code }) =>
    Promise.reject(code === "bug" ? new TypeError("x") : new PipelineError(code as "not_found", `because ${code}`)),
  large: async ({ bytes }) => ({ text: "x".repeat(bytes) }),
  count: async () => ({ count: 1n }),
  nothing: async () => undefined,
};

async function serve(more: Partial<ApiHandlers<TestApi>> = {}): Promise<{ close(): Promise<void> }> {
  const bus = await openTestBus(nats.url, { service: "registry" });
  const server = serveRequests<TestApi>(bus, { ...handlers, ...more });
  onTestFinished(() => server.close());
  await server.listening;
  return server;
}

const ask = <Operation extends keyof TestApi>(operation: Operation, body: TestApi[Operation][0]) =>
  request<TestApi, Operation>(asker, "registry", operation, body as never);

describe("an operation", () => {
  test("that fails because a part of the product is away says so, and only then", async () => {
    await serve({
      fail: ({ code }) =>
        Promise.reject(new PipelineError("metadata_unavailable", "no", code === "away" ? { isOutage: true } : {})),
    });
    const away = { code: "metadata_unavailable", facts: { isOutage: true } };
    await expect(ask("fail", { code: "away" })).rejects.toMatchObject(away);
    await expect(ask("fail", { code: "bug" })).rejects.toMatchObject({ code: "metadata_unavailable", facts: {} });
  });

  test("answers", async () => {
    await serve();
    expect(await ask("echo", { text: "grüße" })).toEqual({ text: "grüße" });
    expect(await ask("nothing", {})).toBeUndefined();
  });

  test.each(["not_found", "request_invalid", "conflict", "metadata_unavailable"])(
    "that fails answers with its code: %s",
    async (code) => {
      await serve();
      const error = await ask("fail", { code }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PipelineError);
      expect(error).toMatchObject({ code, message: `because ${code}` });
    },
  );

  test("that fails by a bug is internal, and so is an unknown code", async () => {
    await serve();
    await expect(ask("fail", { code: "bug" })).rejects.toMatchObject({ code: "internal" });
    const replies = asker.control.subscribe("registry2.fail", {
      callback: (_failure, message) =>
        void message.respond(JSON.stringify({ error: { code: "toString", message: "odd" } })),
    });
    onTestFinished(() => replies.unsubscribe());
    const asked = request<TestApi, "fail">(asker, "registry2", "fail", { code: "" });
    await expect(asked).rejects.toMatchObject({ code: "internal", message: "odd" });
  });

  test.each(["unknown", "constructor", "toString", "__proto__", "echo.more"])(
    "that is invalid (%s) is not found",
    async (operation) => {
      await serve();
      await expect(ask(operation as "echo", { text: "" })).rejects.toMatchObject({
        code: "not_found",
        message: `no operation ${operation}`,
      });
    },
  );

  test("whose answer cannot be sent reports so, and the next one is answered", async () => {
    await serve();
    await expect(ask("large", { bytes: 9 * 2 ** 20 })).rejects.toMatchObject({ code: "internal" });
    await expect(ask("count", {})).rejects.toMatchObject({ code: "internal" });
    expect(await ask("echo", { text: "alive" })).toEqual({ text: "alive" });
  });

  test("with invalid JSON gets a reply too", async () => {
    await serve();
    const reply = await asker.control.request("registry.echo", "no json", { timeout: 5_000 });
    expect(reply.json()).toMatchObject({ error: { code: "internal" } });
  });

  test("without a responder fails at once, as retryable", async () => {
    const startedAt = performance.now();
    await expect(request<TestApi, "echo">(asker, "registry", "echo", { text: "" }, 60_000)).rejects.toMatchObject({
      code: "bus_unavailable",
      isRetryable: true,
      message: "the registry does not respond",
    });
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });
});

describe("several instances", () => {
  test("share the requests, and each request is answered by one", async () => {
    const answers = [0, 0];
    for (const index of [0, 1]) {
      await serve({
        echo: async ({ text }) => {
          answers[index]! += 1;
          return { text };
        },
      });
    }
    await Promise.all(Array.from({ length: 100 }, (_, i) => ask("echo", { text: String(i) })));
    expect(answers[0]! + answers[1]!).toBe(100);
    expect(Math.min(...answers)).toBeGreaterThan(0);
  });

  test("leave the requests to the others when one ends, after answering its own", async () => {
    const mayAnswer = gate();
    const asked = gate();
    const first = await serve({
      echo: async ({ text }) => {
        asked.open();
        await mayAnswer.opened;
        return { text: `first ${text}` };
      },
    });
    const answer = ask("echo", { text: "a" });
    await asked.opened;
    const closing = first.close();
    await serve({ echo: async ({ text }) => ({ text: `second ${text}` }) });
    await waitFor(async () => (await ask("echo", { text: "b" })).text === "second b", { what: "the second alone" });
    mayAnswer.open();
    expect(await answer).toEqual({ text: "first a" });
    await closing;
  });
});

describe("listening", () => {
  test("receives events of its kind as they are published, survives garbage, and ends", async () => {
    const registry = await openTestBus(nats.url, { service: "registry" });
    await ensureTopology(registry, topology);
    const heard: string[] = [];
    const listener = listenFor(asker, "RunCancelled", ({ runId }) => void heard.push(runId));
    await asker.control.flush();
    const cancelled = (runId: string) =>
      publishEvent(registry, "RunCancelled", { runId, pipelineId: "p", requestedBy: "me" }, `${runId}:c`, {
        signal: neverAborted,
      });
    const garbage = { subject: "event.run.p.r.run_cancelled", payload: Buffer.from("no protobuf"), messageId: "g" };
    await publish(registry, garbage, { signal: neverAborted });
    await publishEvent(registry, "RunPrepared", { runId: "other", pipelineId: "p" }, "o", { signal: neverAborted });
    await cancelled("first");
    await waitFor(() => heard.length > 0, { what: "the event" });
    await listener.close();
    await cancelled("second");
    await asker.control.flush();
    expect(heard).toEqual(["first"]);
  });
});
