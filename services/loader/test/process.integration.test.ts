/** The loader as a process: tasks and batches come over NATS, events go back. */
import { expect } from "vitest";

import { startTcpProxy } from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { loadersTest as test } from "./fixtures.ts";
import { toConfig } from "./test-run.ts";

test("reaches only addresses that its operator allows, for runs, checks and browsing", async ({ loaders, db }) => {
  await using loader = await loaders.start({ DESTINATION_NETWORKS: "10.9.0.0/16, *.example.com" });
  const { host } = toConfig(db.url).config;
  const message = `${host} is blocked: the setting DESTINATION_NETWORKS does not allow it`;
  await using run = loaders.newRun("closed");
  await loaders.prepare(run);
  const { body } = await loaders.awaitEvent(run, "StepFailed");
  expect(body).toMatchObject({ code: "egress_refused", message });
  expect(await loaders.ask(host).check()).toMatchObject([{ check: "dns", ok: false, code: "egress_refused", message }]);
  await expect(loaders.ask(host).browse()).rejects.toMatchObject({ code: "egress_refused", message });
  // A name is checked by its address, which is not shown.
  const [dns] = await loaders.ask("localhost").check();
  expect(dns).toMatchObject({ ok: false, code: "egress_refused", message: expect.not.stringContaining("127.") });
  // A socket of this machine is in no network.
  await expect(loaders.ask("/var/run/postgresql").browse()).rejects.toMatchObject({ code: "egress_refused" });
  expect(await loader.kill("SIGTERM")).toBe(0);
});

test("reaches the addresses that its operator allows", async ({ loaders, db }) => {
  const { host } = toConfig(db.url).config;
  await using _loader = await loaders.start({ DESTINATION_NETWORKS: `10.9.0.0/16,${host},127.0.0.0/8` });
  await using run = loaders.newRun("named");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  for (const name of [host, "localhost"]) {
    expect((await loaders.ask(name).check()).slice(0, 3)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    expect((await loaders.ask(name).browse()).schemas).toContain("public");
  }
  await loaders.discard(run);
});

test("does not start with an invalid list", async ({ loaders }) => {
  await expect(loaders.start({ DESTINATION_NETWORKS: "10.9.0.0/33" })).rejects.toThrow(
    /10\.9\.0\.0\/33.*is not a network or host/,
  );
});

test("prepares, loads and finalizes a run and reports it in CloudEvents", async ({ loaders, broker, db }) => {
  await using loader = await loaders.start();
  await using run = loaders.newRun("whole");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  const canary = "canary-4711";
  await broker.batch(run.batchOf(0, [tuple(bigint(1), text(canary)), tuple(bigint(2), text(canary))]));
  await loaders.awaitEvent(run, "BatchesLoaded");
  await loaders.finalize(run, 2);
  await loaders.settled();

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
  expect(await loaders.distinctRows("whole")).toEqual([{ count: 2, ids: 2 }]);
  expect(await loader.kill("SIGTERM")).toBe(0);
  expect(loader.output).not.toContain(canary);
  expect(loader.output).not.toContain(toConfig(db.url).password);
});

test("discards a run", async ({ loaders, broker, db }) => {
  await using _loader = await loaders.start();
  await using run = loaders.newRun("abandoned");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  await broker.batch(run.batch(0, 1, 2));
  await loaders.awaitEvent(run, "BatchesLoaded");
  await loaders.discard(run);
  await broker.batch(run.batch(1, 3, 2));
  await loaders.settled();
  expect(await loaders.eventsOf(run, "BatchesLoaded")).toHaveLength(1);
  expect(await db.value("select to_regclass('abandoned')")).toBeNull();
  expect(await db.stagingTables()).toBe(0);
});

test("a discard waits until the destination takes the password", async ({ loaders, broker, db }) => {
  await using _loader = await loaders.start();
  await using run = loaders.newRun("kept", db.url, "rotated");
  const discarded = loaders.discard(run);
  const { body } = await loaders.awaitEvent(run, "StepDelayed");
  expect(body).toMatchObject({ step: "discard", code: "sink_credentials_invalid" });
  const { password } = toConfig(db.url);
  broker.destinations.set(run.runId, { ...broker.destinations.get(run.runId)!, password });
  await discarded;
  await loaders.settled();
});

test("reports at once what a person must fix", async ({ loaders, broker, db }) => {
  await using loader = await loaders.start();
  await using run = loaders.newRun("refused", db.url, "wrong-canary");
  await loaders.prepare(run);
  const { body } = await loaders.awaitEvent(run, "StepFailed");
  expect(body).toMatchObject({ step: "prepare", code: "sink_credentials_invalid" });
  expect(JSON.stringify(await broker.events()) + loader.output).not.toContain("wrong-canary");
  await loaders.settled();
});

test("reports that it waits for an unreachable destination, and continues when it is back", async ({
  loaders,
  broker,
  db,
}) => {
  const { hostname, port } = new URL(db.url);
  await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  await using _loader = await loaders.start();
  await using run = loaders.newRun("away", proxy.through(db.url));
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  proxy.mode = { kind: "reset" };
  await broker.batch(run.batch(0, 1, 2));
  expect((await loaders.awaitEvent(run, "StepDelayed")).body).toMatchObject({
    step: "load",
    code: "sink_unreachable",
    delivery: 1,
  });
  proxy.mode = { kind: "pass" };
  await loaders.awaitEvent(run, "BatchesLoaded");
  await loaders.finalize(run, 2);
  expect(await loaders.distinctRows("away")).toEqual([{ count: 2, ids: 2 }]);
  await loaders.settled();
});

test("names and gives up a corrupted batch, and fails the run", async ({ loaders, broker }) => {
  await using _loader = await loaders.start();
  await using run = loaders.newRun("corrupted");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  const batch = run.batch(0, 1, 2);
  await broker.batch({ ...batch, checksum: batch.checksum ^ 1 });
  expect((await loaders.awaitEvent(run, "StepFailed")).body).toMatchObject({
    step: "load",
    code: "message_malformed",
  });
  await loaders.discard(run);
  await loaders.settled();
});
