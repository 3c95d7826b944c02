/** Fixtures of the consumer tests: one broker per file, new streams per test. */
import { inject, test as base } from "vitest";

import { startNats } from "@datamantri/testkit";

import { ensureTopology } from "../src/index.ts";
import { TestBatches, TestTasks } from "./consuming.ts";
import { openTestBus, topology } from "./open-test-bus.ts";

export const test = base
  // vitest reads from the pattern which fixtures a function needs.
  // oxlint-disable-next-line no-empty-pattern
  .extend("nats", { scope: "file" }, async ({}, { onCleanup }) => {
    const nats = await startNats({ server: inject("natsServer") });
    onCleanup(() => nats[Symbol.asyncDispose]());
    return nats;
  })
  .extend("connection", { scope: "file" }, ({ nats }) => openTestBus(nats.url, { service: "loader" }))
  .extend("bus", async ({ connection }) => {
    for await (const name of connection.jsm.streams.names()) await connection.jsm.streams.delete(name);
    await ensureTopology(connection, topology);
    return connection;
  })
  .extend("tasks", ({ bus }) => new TestTasks(bus))
  .extend("loading", ({ bus }) => new TestBatches(bus));
