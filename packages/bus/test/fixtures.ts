/** Fixtures of the consumer tests: a broker with new streams for each test. */
import { test as base } from "vitest";

import { ensureTopology } from "../src/index.ts";
import { TestBatches, TestTasks } from "./consuming.ts";
import { natsOfTest, openTestBus, topology } from "./open-test-bus.ts";

export const test = base
  .extend("nats", () => natsOfTest())
  .extend("bus", async ({ nats }) => {
    const bus = await openTestBus(nats.url, { service: "loader" });
    await ensureTopology(bus, topology);
    return bus;
  })
  .extend("tasks", ({ bus }) => new TestTasks(bus))
  .extend("loading", ({ bus }) => new TestBatches(bus));
