/** A row larger than a message is complete, or known to be lost, however often and concurrently it is stored. */
import { beforeEach, describe, expect, test } from "vitest";

import { objectSubject, type BatchKey } from "@datamantri/contracts";
import { waitFor, type TestNats } from "@datamantri/testkit";

import {
  BatchWindow,
  chunkBytes,
  ensureTopology,
  listObjectRuns,
  putObject,
  readObject,
  removeObject,
  removeRunObjects,
  type Bus,
} from "../src/index.ts";
import { natsOfTest, neverAborted, openTestBus, rowBatch, topology } from "./open-test-bus.ts";

let nats: TestNats;
let bus: Bus;

beforeEach(async () => {
  nats = await natsOfTest();
  bus = await openTestBus(nats.url, { service: "extractor" });
  await ensureTopology(bus, topology);
});

const keyOf = (runId: string, sequence = 0): BatchKey => ({ runId, split: 0, sequence, part: 0 });

/** Every chunk has different bytes; the last one is short. */
function row(chunkCount: number, seed = 1): Buffer {
  const bytes = Buffer.alloc((chunkCount - 1) * chunkBytes + 1_000);
  for (let chunk = 0; chunk < chunkCount; chunk++) bytes.fill(seed + chunk, chunk * chunkBytes);
  return bytes;
}

async function read(key: BatchKey, chunkCount: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readObject(bus, key, chunkCount)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const chunkCount = async (): Promise<number> => (await bus.jsm.streams.info("OBJECTS")).state.messages;

/** Limits the store to this many chunks. */
async function shrinkTo(chunks: number): Promise<void> {
  const { config } = await bus.jsm.streams.info("OBJECTS");
  await bus.jsm.streams.update("OBJECTS", { ...config, max_msgs: chunks });
}

describe("an object", () => {
  test("is read as it was stored, chunk by chunk", async () => {
    const bytes = row(12);
    expect(await putObject(bus, keyOf("r"), bytes, neverAborted)).toBe(12);
    expect((await read(keyOf("r"), 12)).equals(bytes)).toBe(true);
  });

  test("stored again, also concurrently, is the same object", async () => {
    const bytes = row(9);
    await Promise.all([
      putObject(bus, keyOf("r"), bytes, neverAborted),
      putObject(bus, keyOf("r"), bytes, neverAborted),
    ]);
    await putObject(bus, keyOf("r"), bytes, neverAborted);
    expect(await chunkCount()).toBe(9);
    expect((await read(keyOf("r"), 9)).equals(bytes)).toBe(true);
  });

  test("exists again when it is stored right after it was removed", async () => {
    const bytes = row(3);
    await putObject(bus, keyOf("r"), bytes, neverAborted);
    await removeObject(bus, keyOf("r"));
    await putObject(bus, keyOf("r"), bytes, neverAborted);
    expect((await read(keyOf("r"), 3)).equals(bytes)).toBe(true);
  });

  test.each([
    [
      "its first chunk",
      async () => void (await bus.jsm.streams.purge("OBJECTS", { filter: objectSubject(keyOf("r"), 0) })),
    ],
    [
      "its last chunk",
      async () => void (await bus.jsm.streams.purge("OBJECTS", { filter: objectSubject(keyOf("r"), 2) })),
    ],
    ["the whole store", async () => void (await bus.jsm.streams.delete("OBJECTS"))],
  ])("is known to be lost without %s", async (_, lose) => {
    await putObject(bus, keyOf("r"), row(3), neverAborted);
    await lose();
    await expect(read(keyOf("r"), 3)).rejects.toMatchObject({ code: "object_lost" });
  });

  test("is removed alone, with its run, or never", async () => {
    for (const run of ["a", "b"]) {
      for (const sequence of [0, 1]) await putObject(bus, keyOf(run, sequence), row(2), neverAborted);
    }
    await removeObject(bus, keyOf("a", 1));
    await expect(read(keyOf("a", 1), 2)).rejects.toMatchObject({ code: "object_lost" });
    expect((await read(keyOf("a", 0), 2)).equals(row(2))).toBe(true);
    expect(await listObjectRuns(bus)).toEqual(new Set(["a", "b"]));
    await removeRunObjects(bus, "a");
    await removeRunObjects(bus, "a");
    expect(await listObjectRuns(bus)).toEqual(new Set(["b"]));
    expect((await read(keyOf("b", 1), 2)).equals(row(2))).toBe(true);
  });
});

describe("a full store", () => {
  test("accepts rewrites of its content, and the next object when there is room", async () => {
    await shrinkTo(4);
    await putObject(bus, keyOf("r"), row(4), neverAborted);
    await putObject(bus, keyOf("r"), row(4), neverAborted);
    let isIn = false;
    const next = putObject(bus, keyOf("r", 1), row(2), neverAborted).then(() => (isIn = true));
    expect((await read(keyOf("r"), 4)).equals(row(4))).toBe(true);
    expect(isIn).toBe(false);
    await removeObject(bus, keyOf("r"));
    await next;
    expect((await read(keyOf("r", 1), 2)).equals(row(2))).toBe(true);
  });

  test("is not blocked by halves of two rows that wait for each other", async () => {
    await shrinkTo(9);
    const sequences = [0, 1];
    const putting = sequences.map((sequence) => putObject(bus, keyOf("r", sequence), row(8, sequence), neverAborted));
    // Like a loader, with the first complete one.
    const first = await Promise.race(putting.map((put, sequence) => put.then(() => sequence)));
    expect((await read(keyOf("r", first), 8)).equals(row(8, first))).toBe(true);
    await removeObject(bus, keyOf("r", first));
    await Promise.all(putting);
    expect((await read(keyOf("r", 1 - first), 8)).equals(row(8, 1 - first))).toBe(true);
  }, 120_000);

  test("does not delay the stop of a process that waits for it", async () => {
    await shrinkTo(1);
    const controller = new AbortController();
    const reason = new Error("the process is stopping");
    const waiting = putObject(bus, keyOf("r"), row(5), controller.signal);
    await waitFor(async () => (await chunkCount()) === 1, { what: "the store to be full" });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

test("a server that is killed in the middle finally has the complete object", async () => {
  const bytes = row(40);
  const putting = putObject(bus, keyOf("r"), bytes, neverAborted);
  await waitFor(async () => (await chunkCount()) > 4, { what: "some chunks" });
  await nats.kill("SIGKILL");
  await nats.restart();
  await putting;
  const whole = await waitFor(() => read(keyOf("r"), 40), { what: "the server" });
  expect(whole.equals(bytes)).toBe(true);
}, 60_000);

test("each time that a row was stored its batch is published: nobody else would remove it", async () => {
  const window = new BatchWindow(bus, neverAborted);
  const batch = { ...rowBatch("r", 0, 0), objectChunks: 2, objectBytes: 1 };
  for (let i = 0; i < 2; i++) await window.publish(batch, 1);
  for (let i = 0; i < 2; i++) await window.publish(rowBatch("r", 1), 1);
  await window.flush();
  expect((await bus.jsm.streams.info("BATCHES")).state.messages).toBe(3);
});
