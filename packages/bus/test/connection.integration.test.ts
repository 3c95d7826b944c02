import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { Secret, type PipelineError } from "@datamantri/runtime";
import { startNats, startTcpProxy, waitFor, type TestNats } from "@datamantri/testkit";

import { ensureTopology, openBus } from "../src/index.ts";
import { neverAborted, log, openTestBus, sendPlan, stopTestNats, topology } from "./open-test-bus.ts";

let storeDir: string;
let nats: TestNats;

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), "datamantri-test-connection-"));
  nats = await startNats({ server: inject("natsServer"), storeDir });
});
afterAll(async () => {
  await stopTestNats(nats);
  await rm(storeDir, { recursive: true, force: true });
});

const open = (url: string, onClosed: (error: PipelineError) => void = () => undefined) =>
  openBus({ url: new Secret(url), service: "loader", log, onClosed, signal: neverAborted });

describe("an address", () => {
  test.each([
    "localhost:4222",
    "nats.example.com:4222",
    "127.0.0.1:4222",
    "http://user:hunter2@localhost:4222",
    "nats://",
    "",
    "nats://good:4222,bad:4222",
    "nats://user:hunter2%@localhost:4222",
  ])("that is invalid (%s) is refused without being shown", async (url) => {
    const error = await open(url).catch((thrown: unknown) => thrown as PipelineError);
    expect(error).toMatchObject({ code: "config_invalid", message: expect.stringContaining("NATS_URL") });
    expect((error as PipelineError).message).not.toContain("hunter2");
  });

  test("may be several, one of which answers", async () => {
    const nobody = await startTcpProxy({ host: "127.0.0.1", port: nats.port });
    await nobody[Symbol.asyncDispose]();
    const bus = await openTestBus(`${nats.url},nats://127.0.0.1:${nobody.port}`);
    await bus.control.flush();
  });
});

test("wrong credentials are refused, and not shown", async () => {
  const url = new URL(nats.url);
  url.password = "hunter2";
  const error = await open(url.href).catch((thrown: unknown) => thrown as PipelineError);
  expect(error).toMatchObject({ code: "bus_credentials_invalid", message: expect.stringMatching(/authorization/i) });
  expect(JSON.stringify(error) + (error as PipelineError).message).not.toContain("hunter2");
});

test("waits for a server that is not up yet", async () => {
  await nats.kill("SIGKILL");
  const opening = openTestBus(nats.url);
  await nats.restart();
  const bus = await opening;
  await bus.control.flush();
});

test("a cut connection reconnects by itself and is not reported as closed", async () => {
  await using proxy = await startTcpProxy({ host: "127.0.0.1", port: nats.port });
  const closed: PipelineError[] = [];
  await using bus = await open(proxy.through(nats.url), (error) => closed.push(error));
  await ensureTopology(bus, topology);
  proxy.mode = { kind: "reset" };
  await waitFor(() => proxy.connectionCount > 4, { what: "tries to connect" });
  proxy.mode = { kind: "pass" };
  await sendPlan(bus, "after-the-cut");
  expect(closed).toEqual([]);
});

test("a connection that closed for good is reported, unless the process is stopping", async () => {
  const closed: PipelineError[] = [];
  const stopping = new AbortController();
  const bus = await openTestBus(nats.url, { onClosed: (error) => closed.push(error), signal: stopping.signal });
  await bus.bulk.close();
  await waitFor(() => closed.length > 0, { what: "onClosed" });
  expect(closed).toMatchObject([{ code: "bus_unavailable", isRetryable: true }]);
  stopping.abort();
  await bus[Symbol.asyncDispose]();
  expect(closed.length).toBe(1);
});

test("revoked credentials close the connection for good", async ({ skip }) => {
  if (nats.pid === undefined) skip("the container's configuration cannot be changed");
  const closed: PipelineError[] = [];
  const bus = await openTestBus(nats.url, { onClosed: (error) => closed.push(error) });
  const path = join(storeDir, "nats-server.conf");
  const configuration = await readFile(path, "utf8");
  await writeFile(path, configuration.replace(/^(nats_datamantri_password): .*/m, '$1: "changed"'));
  await nats.restart();
  await waitFor(() => closed.length === 2, { what: "both connections to close" });
  expect([bus.control.isClosed(), bus.bulk.isClosed()]).toEqual([true, true]);
  await writeFile(path, configuration);
  await nats.restart();
});

test("closing ends although the server is down, and leaves no connection that retries", async () => {
  const bus = await open(nats.url);
  await nats.kill("SIGKILL");
  await bus[Symbol.asyncDispose]();
  expect([bus.control.isClosed(), bus.bulk.isClosed()]).toEqual([true, true]);
  await nats.restart();
});
