/** Fixtures of the consumer tests: a broker with new streams for each test. */
import { onTestFinished, test as base } from "vitest";

import { ensureTopology } from "../src/index.ts";
import { TestBatches, TestTasks } from "./consuming.ts";
import { openTestBus, startTestNats, stopTestNats, topology } from "./open-test-bus.ts";

export const test = base
  // vitest reads from the pattern which fixtures a function needs.
  // oxlint-disable-next-line no-empty-pattern
  .extend("nats", async ({}) => {
    const nats = await startTestNats();
    // The first to be told so ends last: what a test leaves open still has its broker.
    onTestFinished(() => stopTestNats(nats));
    return nats;
  })
  .extend("bus", async ({ nats }) => {
    const bus = await openTestBus(nats.url, { service: "loader" });
    await ensureTopology(bus, topology);
    return bus;
  })
  .extend("tasks", ({ bus }) => new TestTasks(bus))
  .extend("loading", ({ bus }) => new TestBatches(bus));
