/** The loader as it runs: tasks and batches come over NATS, events go back. */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";

import { BatchWindow, listObjectRuns, putObject, request } from "@datamantri/bus";
import { noRange, noWatermark, objectSubject, type LoaderApi } from "@datamantri/contracts";
import { testConfiguration } from "@datamantri/testkit";
import {
  createDatabase,
  startNats,
  startTcpProxy,
  TestService,
  waitFor,
  type TestDatabase,
  type TestNats,
} from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { TestBroker } from "./test-broker.ts";
import { Psql, TestRun, toConfig } from "./test-run.ts";

let nats: TestNats;
let broker: TestBroker;
let database: TestDatabase;
let psql: Psql;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  broker = await TestBroker.open(nats.url);
  database = await createDatabase(inject("postgres").url);
  psql = new Psql(database.url);
});

afterAll(async () => {
  await psql[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

afterEach(async () => {
  await waitFor(async () => (await psql.loaderSessions()) === 0, { what: "the loaders' sessions to end" });
  expect(await broker.unacknowledged()).toBe(0);
  await broker.bus.jsm.streams.purge("EVENTS");
});

const main = join(import.meta.dirname, "../src/main.ts");

const startLoader = (environment: Readonly<Record<string, string>> = {}) =>
  new TestService(main, { NATS_URL: nats.url, ...environment }).started();

/** A run that this file knows the destination of. */
function newRun(table: string, url = database.url, password = toConfig(url).password): TestRun {
  const run = new TestRun(url, { config: { table } });
  broker.destinations.set(run.runId, {
    configuration: testConfiguration({ destination_config: run.config }),
    password,
    digest_key: "key",
  });
  return run;
}

const idsOf = ({ runId, pipelineId }: TestRun) => ({ runId, pipelineId, attempt: 1 });

const prepare = (run: TestRun) =>
  broker.task("PrepareRun", {
    ...idsOf(run),
    columns: [...run.columns],
    schemaFingerprint: "f",
    rowCount: 1,
    resumedRunIds: [],
  });

const finalize = (run: TestRun, rowCount: number) =>
  broker.task("FinalizeRun", {
    ...idsOf(run),
    columns: [...run.columns],
    rowCount,
    takenAtMs: run.takenAtMs,
    watermark: noWatermark,
    range: noRange,
    sourceRowsHash: "",
    sourceColumns: [],
  });

async function eventsOf(run: TestRun, name: string) {
  return (await broker.events()).filter(({ subject, ...event }) => event.name === name && subject.includes(run.runId));
}

const awaitEvent = (run: TestRun, name: string, timeoutMs = 20_000) =>
  waitFor(async () => (await eventsOf(run, name)).at(-1), { what: name, timeoutMs });

const awaitRows = (run: TestRun, count: number, timeoutMs = 20_000) =>
  waitFor(async () => (await psql.value(`select count(*)::int from ${run.staging}`)) === count, {
    what: `${count} rows in the staging table`,
    timeoutMs,
  });

const distinctRows = (table: string) =>
  psql.query(`select count(*)::int, count(distinct id)::int as ids from ${table}`);

/** What a loader answers about the tests' server, under the name that is given. */
function ask(host: string) {
  const { config, password } = toConfig(database.url);
  const { port, database: name, user } = config;
  const asked = { config: { host, port, database: name, user, schema: "public" }, password, timeout_ms: 10_000 };
  return {
    check: () => request<LoaderApi, "check_destination">(broker.bus, "loader", "check_destination", asked),
    browse: () => request<LoaderApi, "browse_destination">(broker.bus, "loader", "browse_destination", asked),
  };
}

describe("a loader", () => {
  test("reaches only what its operator names, for runs, checks and browsing", async () => {
    await using loader = await startLoader({ DESTINATION_NETWORKS: "10.9.0.0/16, *.example.com" });
    const { host } = toConfig(database.url).config;
    const message = `${host} is blocked: the setting DESTINATION_NETWORKS does not allow it`;
    await using run = newRun("closed");
    await prepare(run);
    const { body } = await awaitEvent(run, "StepFailed");
    expect(body).toMatchObject({ code: "egress_refused", message });
    expect(await ask(host).check()).toMatchObject([{ check: "dns", ok: false, code: "egress_refused", message }]);
    await expect(ask(host).browse()).rejects.toMatchObject({ code: "egress_refused", message });
    // A name is judged by where it leads, and tells nobody where that is.
    const [dns] = await ask("localhost").check();
    expect(dns).toMatchObject({ ok: false, code: "egress_refused", message: expect.not.stringContaining("127.") });
    // A socket of this machine is in no network.
    await expect(ask("/var/run/postgresql").browse()).rejects.toMatchObject({ code: "egress_refused" });
    expect(await loader.kill("SIGTERM")).toBe(0);
  });

  test("reaches what its operator names", async () => {
    const { host } = toConfig(database.url).config;
    await using _loader = await startLoader({ DESTINATION_NETWORKS: `10.9.0.0/16,${host},127.0.0.0/8` });
    await using run = newRun("named");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    for (const name of [host, "localhost"]) {
      expect((await ask(name).check()).slice(0, 3)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
      expect((await ask(name).browse()).schemas).toContain("public");
    }
    await broker.task("DiscardRun", { ...idsOf(run), resumedRunIds: [] });
    await awaitEvent(run, "RunDiscarded");
  });

  test("does not start with a list that it cannot read", async () => {
    const loader = new TestService(main, { NATS_URL: nats.url, DESTINATION_NETWORKS: "10.9.0.0/33" });
    await expect(loader.started()).rejects.toThrow(/10\.9\.0\.0\/33.*is no network/);
  });

  test("prepares, loads and finalizes a run and says so in CloudEvents", async () => {
    await using loader = await startLoader();
    await using run = newRun("whole");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    const canary = "canary-4711";
    await broker.batch(run.batchOf(0, [tuple(bigint(1), text(canary)), tuple(bigint(2), text(canary))]));
    await awaitEvent(run, "BatchesLoaded");
    await finalize(run, 2);
    await awaitEvent(run, "RunFinalized");
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the acknowledgements" });

    const events = await broker.events();
    expect(events.map(({ name }) => name)).toEqual(["RunPrepared", "BatchesLoaded", "RunFinalized"]);
    expect(events[1]!.body).toEqual({
      runId: run.runId,
      pipelineId: run.pipelineId,
      batches: [{ split: 0, sequence: 0, part: 0, rowCount: 2, rejectedCount: 0 }],
      alreadyLoaded: 0,
    });
    for (const { subject, headers, name } of events) {
      const last = name.replaceAll(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
      expect(subject).toBe(`event.run.${run.pipelineId}.${run.runId}.${last}`);
      expect(headers).toMatchObject({
        "ce-specversion": "1.0",
        "ce-id": expect.stringContaining(`${run.runId}:${name}`) as string,
        "ce-type": `io.datamantri.run.${last}.v1`,
        "ce-source": "/datamantri/loader",
        "ce-subject": run.runId,
        "ce-pipelineid": run.pipelineId,
      });
    }
    expect(await distinctRows("whole")).toEqual([{ count: 2, ids: 2 }]);
    expect(await loader.kill("SIGTERM")).toBe(0);
    expect(loader.output).not.toContain(canary);
    expect(loader.output).not.toContain(toConfig(database.url).password);
  });

  test("discards a run", async () => {
    await using _loader = await startLoader();
    await using run = newRun("abandoned");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    await broker.batch(run.batch(0, 1, 2));
    await awaitEvent(run, "BatchesLoaded");
    await broker.task("DiscardRun", { ...idsOf(run), resumedRunIds: [] });
    await awaitEvent(run, "RunDiscarded");
    await broker.batch(run.batch(1, 3, 2));
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the late batch to be dropped" });
    expect(await eventsOf(run, "BatchesLoaded")).toHaveLength(1);
    expect(await psql.value("select to_regclass('abandoned')")).toBeNull();
    expect(await psql.stagingTables()).toBe(0);
  });

  test("says at once what a person must mend", async () => {
    await using loader = await startLoader();
    await using run = newRun("refused", database.url, "wrong-canary");
    await prepare(run);
    const { body } = await awaitEvent(run, "StepFailed");
    expect(body).toMatchObject({ step: "prepare", code: "sink_credentials_invalid" });
    expect(JSON.stringify(await broker.events()) + loader.output).not.toContain("wrong-canary");
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the acknowledgement" });
  });

  test("says that it waits for a destination that is away, and goes on when it is back", async () => {
    const { hostname, port } = new URL(database.url);
    await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    await using _loader = await startLoader();
    await using run = newRun("away", proxy.through(database.url));
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    proxy.mode = { kind: "reset" };
    await broker.batch(run.batch(0, 1, 2));
    expect((await awaitEvent(run, "StepDelayed")).body).toMatchObject({
      step: "load",
      code: "sink_unreachable",
      delivery: 1,
    });
    proxy.mode = { kind: "pass" };
    await awaitEvent(run, "BatchesLoaded");
    await finalize(run, 2);
    await awaitEvent(run, "RunFinalized");
    expect(await distinctRows("away")).toEqual([{ count: 2, ids: 2 }]);
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the acknowledgements" });
  });

  test("gives a corrupted batch up by name and fails the run", async () => {
    await using _loader = await startLoader();
    await using run = newRun("corrupted");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    const batch = run.batch(0, 1, 2);
    await broker.batch({ ...batch, checksum: batch.checksum ^ 1 });
    expect((await awaitEvent(run, "StepFailed")).body).toMatchObject({ step: "load", code: "message_malformed" });
    await broker.task("DiscardRun", { ...idsOf(run), resumedRunIds: [] });
    await awaitEvent(run, "RunDiscarded");
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the acknowledgements" });
  });
});

describe("a row in the object store", () => {
  const name = "large ".repeat(1_000_000);

  /** As an extractor does it. */
  async function send(run: TestRun): Promise<void> {
    const bytes = tuple(bigint(1), text(name));
    const { signal } = new AbortController();
    const batch = { ...run.batchOf(0, [Buffer.alloc(0)]), checksum: crc32(bytes), objectBytes: bytes.length };
    const objectChunks = await putObject(broker.bus, batch, bytes, signal);
    const window = new BatchWindow(broker.bus, signal);
    await window.publish({ ...batch, objectChunks }, 1);
    await window.flush();
  }

  /** What is acknowledged is gone; the consumers' own counts lag behind. */
  const isSettled = async (): Promise<boolean> => (await broker.bus.jsm.streams.info("BATCHES")).state.messages === 0;
  const objectRuns = () => listObjectRuns(broker.bus);

  test("is loaded and removed; put again by another extractor, it is only removed", async () => {
    await using _loader = await startLoader();
    await using run = newRun("large");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    for (let i = 0; i < 2; i++) {
      await send(run);
      await waitFor(isSettled, { what: "the acknowledgement" });
      expect(await objectRuns()).toEqual(new Set());
    }
    await finalize(run, 1);
    await awaitEvent(run, "RunFinalized");
    expect(await psql.value("select name = $1 from large", [name])).toBe(true);
    expect(await distinctRows("large")).toEqual([{ count: 1, ids: 1 }]);
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the task's acknowledgement" });
  });

  test("of a run that has ended is removed", async () => {
    await using _loader = await startLoader();
    await using run = newRun("large_late");
    await broker.task("DiscardRun", { ...idsOf(run), resumedRunIds: [] });
    await awaitEvent(run, "RunDiscarded");
    await send(run);
    await waitFor(isSettled, { what: "the acknowledgement" });
    expect(await objectRuns()).toEqual(new Set());
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the task's acknowledgement" });
  });

  test("of which the broker lost a chunk lets its batch go unreported, and is loaded when it comes again", async () => {
    await using run = newRun("large_lost");
    {
      await using _first = await startLoader();
      await prepare(run);
      await awaitEvent(run, "RunPrepared");
    }
    await send(run);
    const lost = { runId: run.runId, split: 0, sequence: 0, part: 0 };
    await broker.bus.jsm.streams.purge("OBJECTS", { filter: objectSubject(lost, 3) });
    await using _second = await startLoader();
    await waitFor(isSettled, { what: "the batch to be dropped", timeoutMs: 25_000 });
    expect(await eventsOf(run, "BatchesLoaded")).toEqual([]);
    expect(await eventsOf(run, "StepFailed")).toEqual([]);
    expect(await distinctRows(run.staging)).toEqual([{ count: 0, ids: 0 }]);
    await send(run);
    await awaitEvent(run, "BatchesLoaded");
    expect(await distinctRows(run.staging)).toEqual([{ count: 1, ids: 1 }]);
    await waitFor(isSettled, { what: "the acknowledgement" });
    expect(await objectRuns()).toEqual(new Set());
  });
});

describe("several loaders", () => {
  /** Batches of 200 rows, small groups: many transactions. */
  const batchCount = 60;
  const rowsOfRun = batchCount * 200;
  const environment = { SESSIONS: "1", GROUP_BYTES: "10000" };

  async function publishBatches(run: TestRun): Promise<void> {
    for (let i = 0; i < batchCount; i++) await broker.batch(run.batch(Math.floor(i / 6), i * 200, 200, i % 6));
  }

  test("share the batches of one run", async () => {
    await using _first = await startLoader(environment);
    await using _second = await startLoader(environment);
    await using run = newRun("shared");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    await publishBatches(run);
    await awaitRows(run, rowsOfRun);
    await finalize(run, rowsOfRun);
    await awaitEvent(run, "RunFinalized");
    expect(await distinctRows("shared")).toEqual([{ count: rowsOfRun, ids: rowsOfRun }]);
    const reports = await eventsOf(run, "BatchesLoaded");
    expect(new Set(reports.map(({ headers }) => headers["ce-instance"])).size).toBe(2);
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the acknowledgements" });
  });

  test("killed with SIGKILL in the middle: the rows are there once", { timeout: 90_000 }, async () => {
    await using run = newRun("killed");
    {
      await using first = await startLoader(environment);
      await prepare(run);
      await awaitEvent(run, "RunPrepared");
      const publishing = publishBatches(run);
      await waitFor(async () => Number(await psql.value(`select count(*) from ${run.staging}`)) > 1_000, {
        what: "some rows",
      });
      await first.kill("SIGKILL");
      await publishing;
    }
    await using _second = await startLoader(environment);
    await awaitRows(run, rowsOfRun, 60_000);
    await finalize(run, rowsOfRun);
    await awaitEvent(run, "RunFinalized");
    expect(await distinctRows("killed")).toEqual([{ count: rowsOfRun, ids: rowsOfRun }]);
    const reported = (await eventsOf(run, "BatchesLoaded")).flatMap(
      ({ body }) => (body as { batches: object[] }).batches,
    );
    expect(new Set(reported.map((batch) => JSON.stringify(batch))).size).toBe(batchCount);
    await waitFor(async () => (await broker.unacknowledged()) === 0, {
      what: "the acknowledgements",
      timeoutMs: 40_000,
    });
  });

  test("handed every batch again, loads none twice and reports each", async () => {
    await using _first = await startLoader(environment);
    await using _second = await startLoader(environment);
    await using run = newRun("again");
    await prepare(run);
    await awaitEvent(run, "RunPrepared");
    const batches = Array.from({ length: 12 }, (_, i) => run.batch(i, i * 10, 10));
    for (const attempt of [1, 2]) for (const batch of batches) await broker.batch(batch, attempt);
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "all batches to be handled" });
    expect(await distinctRows(run.staging)).toEqual([{ count: 120, ids: 120 }]);
    const reports = (await eventsOf(run, "BatchesLoaded")).map(({ body }) => body as { alreadyLoaded: number });
    expect(reports.some(({ alreadyLoaded }) => alreadyLoaded > 0)).toBe(true);
    await finalize(run, 120);
    await awaitEvent(run, "RunFinalized");
    await waitFor(async () => (await broker.unacknowledged()) === 0, { what: "the acknowledgement" });
  });
});
