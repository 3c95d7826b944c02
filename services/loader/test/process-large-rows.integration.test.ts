/** The loader as a process: rows larger than a message come through the object store. */
import { crc32 } from "node:zlib";
import { expect } from "vitest";

import { BatchWindow, listObjectRuns, putObject } from "@datamantri/bus";
import { objectSubject } from "@datamantri/contracts";
import { waitFor } from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { loadersTest as test } from "./fixtures.ts";
import type { TestBroker } from "./test-broker.ts";
import type { TestRun } from "./test-run.ts";

const name = "large ".repeat(1_000_000);

/** As an extractor does. */
async function send({ bus }: TestBroker, run: TestRun): Promise<void> {
  const bytes = tuple(bigint(1), text(name));
  const { signal } = new AbortController();
  const batch = { ...run.batchOf(0, [Buffer.alloc(0)]), checksum: crc32(bytes), objectBytes: bytes.length };
  const objectChunks = await putObject(bus, batch, bytes, signal);
  const window = new BatchWindow(bus, signal);
  await window.publish({ ...batch, objectChunks }, 1);
  await window.flush();
}

/** Acknowledged messages are deleted; the consumers' own counts lag behind. */
async function batchesSettled({ bus }: TestBroker, timeoutMs = 10_000): Promise<void> {
  const isEmpty = async () => (await bus.jsm.streams.info("BATCHES")).state.messages === 0;
  await waitFor(isEmpty, { what: "the batches to be acknowledged", timeoutMs });
}

test("is loaded and removed; stored again by another extractor, it is only removed", async ({
  loaders,
  broker,
  db,
}) => {
  await using _loader = await loaders.start();
  await using run = loaders.newRun("large");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  for (let i = 0; i < 2; i++) {
    await send(broker, run);
    await batchesSettled(broker);
    expect(await listObjectRuns(broker.bus)).toEqual(new Set());
  }
  await loaders.finalize(run, 1);
  expect(await db.value("select name = $1 from large", [name])).toBe(true);
  expect(await loaders.distinctRows("large")).toEqual([{ count: 1, ids: 1 }]);
  await loaders.settled();
});

test("of an ended run is removed", async ({ loaders, broker }) => {
  await using _loader = await loaders.start();
  await using run = loaders.newRun("large_late");
  await loaders.discard(run);
  await send(broker, run);
  await batchesSettled(broker);
  expect(await listObjectRuns(broker.bus)).toEqual(new Set());
  await loaders.settled();
});

test("with a lost chunk leaves its batch unreported, and is loaded when it comes again", async ({
  loaders,
  broker,
}) => {
  await using run = loaders.newRun("large_lost");
  {
    await using _first = await loaders.start();
    await loaders.prepare(run);
    await loaders.awaitEvent(run, "RunPrepared");
  }
  await send(broker, run);
  const lost = { runId: run.runId, split: 0, sequence: 0, part: 0 };
  await broker.bus.jsm.streams.purge("OBJECTS", { filter: objectSubject(lost, 3) });
  await using _second = await loaders.start();
  await batchesSettled(broker, 25_000);
  expect(await loaders.eventsOf(run, "BatchesLoaded")).toEqual([]);
  expect(await loaders.eventsOf(run, "StepFailed")).toEqual([]);
  expect(await loaders.distinctRows(run.staging)).toEqual([{ count: 0, ids: 0 }]);
  await send(broker, run);
  await loaders.awaitEvent(run, "BatchesLoaded");
  expect(await loaders.distinctRows(run.staging)).toEqual([{ count: 1, ids: 1 }]);
  await batchesSettled(broker);
  expect(await listObjectRuns(broker.bus)).toEqual(new Set());
});
