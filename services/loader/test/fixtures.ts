/** Fixtures of the loader's tests. */
import { expect, inject, test as base } from "vitest";

import { startNats } from "@datamantri/testkit";

import { TestBroker } from "./test-broker.ts";
import { TestDestination } from "./test-destination.ts";
import { TestLoaders } from "./test-loaders.ts";

interface Cleanup {
  readonly onCleanup: (cleanup: () => PromiseLike<void>) => void;
}

// vitest reads from the pattern which fixtures a function needs.
// oxlint-disable-next-line no-empty-pattern
async function openDestination({}: object, { onCleanup }: Cleanup): Promise<TestDestination> {
  const db = await TestDestination.open(inject("postgres").url);
  onCleanup(async () => {
    try {
      await db.assertNoLoaderSessions();
    } finally {
      await db[Symbol.asyncDispose]();
    }
  });
  return db;
}

/** An empty destination for each test; afterwards no loader may have a session in it. */
export const test = base.extend("db", openDestination);

/** One destination for all tests of a file. */
export const fileTest = base.extend("db", { scope: "file" }, openDestination);

/** Loader processes with one broker and one destination for all tests of a file; no test may leave work. */
export const loadersTest = fileTest
  // oxlint-disable-next-line no-empty-pattern
  .extend("nats", { scope: "file" }, async ({}, { onCleanup }) => {
    const nats = await startNats({ server: inject("natsServer") });
    onCleanup(() => nats[Symbol.asyncDispose]());
    return nats;
  })
  .extend("broker", { scope: "file" }, async ({ nats }, { onCleanup }) => {
    const broker = await TestBroker.open(nats.url);
    onCleanup(() => broker[Symbol.asyncDispose]());
    return broker;
  })
  .extend("loaders", async ({ nats, broker, db }, { onCleanup }) => {
    onCleanup(async () => {
      await db.assertNoLoaderSessions();
      expect(await broker.unacknowledged()).toBe(0);
      await broker.bus.jsm.streams.purge("EVENTS");
    });
    return new TestLoaders(nats.url, broker, db);
  });
