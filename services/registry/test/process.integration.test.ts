/** The registry as a process: commands, ticks and events come over NATS, tasks and events go out. */
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import { countUnacknowledged } from "@datamantri/bus";
import { registryCommands, registryEvents, scheduledRunId } from "@datamantri/contracts";
import { createDatabase, startNats, TestService, waitFor, type TestDatabase, type TestNats } from "@datamantri/testkit";

import { pipelineInput } from "./test-registry.ts";
import { startCommand } from "./test-run.ts";
import { TestWorkers } from "./test-workers.ts";

let nats: TestNats;
let database: TestDatabase;
let workers: TestWorkers;
let services: TestService[];

const main = join(import.meta.dirname, "../src/main.ts");
const adminPassword = "canary-admin-password";
const secrets = { source_credentials: '{"private_key":"canary-key"}', destination_password: "canary-password" };
const sealingKey = randomBytes(32).toString("base64");

beforeEach(async () => {
  nats = await startNats({ server: inject("natsServer") });
  database = await createDatabase(inject("postgres").url);
  workers = await TestWorkers.open(nats.url);
  services = [];
});
afterEach(async () => {
  await Promise.all(services.map((service) => service[Symbol.asyncDispose]()));
  await workers[Symbol.asyncDispose]();
  await waitFor(async () => (await query(`select pid ${ofRegistries}`)).length === 0, {
    what: "the registries' sessions to end",
  });
  await database[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

/** Sessions of this test's registries; other tests use the same server. */
const ofRegistries = `
  from pg_stat_activity where application_name = 'datamantri-registry' and datname = current_database()
`;

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function spawn(more: Readonly<Record<string, string>> = {}): TestService {
  const service = new TestService(main, {
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    SECRETS_KEY: sealingKey,
    ADMIN_EMAIL: "admin@example.com",
    ADMIN_PASSWORD: adminPassword,
    BATCHES_MAX_MESSAGES: "100",
    RECONCILE_SECONDS: "1",
    ...more,
  });
  services.push(service);
  return service;
}

const createPipeline = (schedule: string | null = null) =>
  workers.ask("pipelines.create", { pipeline: pipelineInput({ schedule }), secrets, requested_by: "tester" });

async function startRun(pipelineId: string): Promise<string> {
  const runId = randomUUID();
  await workers.command("StartRun", startCommand({ runId, pipelineId }));
  return runId;
}

const awaitQuiet = () =>
  waitFor(
    async () => {
      const counts = await Promise.all(
        [registryCommands, registryEvents].map((spec) => countUnacknowledged(workers.bus, spec)),
      );
      return counts.every((count) => count === 0);
    },
    { what: "every message to be acknowledged" },
  );

/** Every stored message as text. */
async function everythingStored(): Promise<string> {
  const texts = [];
  for await (const { config, state } of workers.bus.jsm.streams.list()) {
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await workers.bus.jsm.streams.getMessage(config.name, { seq }).catch(() => null);
      if (message)
        texts.push(
          message.subject,
          Buffer.from(message.data).toString("latin1"),
          JSON.stringify(message.header.keys().map((key) => message.header.get(key))),
        );
    }
  }
  return texts.join("\n");
}

describe("a registry", () => {
  test("goes on while a newer version migrates its database, and does not start again on it", async () => {
    const registry = await spawn().started();
    const { id: pipelineId } = await createPipeline();
    await workers.work();
    await query(`
      alter table runs add column of_a_newer_version text not null default 'x';
      insert into migrations (name, checksum) values ('9998-newer', ''), ('9999-newest', '')
    `);
    await workers.awaitRun(await startRun(pipelineId), "success");
    expect(await registry.kill("SIGTERM")).toBe(0);

    const again = spawn();
    // EX_CONFIG of sysexits.h: starting it again would not help.
    expect(await again.ended()).toBe(78);
    expect(again.output).toContain(
      "The metadata database was migrated by a newer version (migration 9999-newest). Run that version or newer.",
    );
    expect(again.output).not.toMatch(/corrupt|"stack"/);
    expect(await query("select name from migrations where name > '9'")).toHaveLength(2);
  });

  test("takes a run through its life, and sends no secret out", async () => {
    const registry = await spawn().started();
    const { id: pipelineId } = await createPipeline("0 5 * * *");
    await workers.work();
    const runId = await startRun(pipelineId);
    const run = await workers.awaitRun(runId, "success");
    expect(run).toMatchObject({ status: "success", records_processed: 150, records_total: 150 });
    const failing = await startRun(randomUUID());
    await workers.say("StepFailed", { runId: failing, pipelineId, step: "load", code: "sink_full", message: "x" });
    await awaitQuiet();
    expect(workers.done.toSorted()).toEqual(["FinalizeRun", "PlanRun", "PrepareRun", "ReadSplit", "ReadSplit"]);

    expect(await workers.askSecret("runs.destination", { run_id: runId })).toMatchObject({
      password: "canary-password",
    });
    const login = await workers.ask("sessions.open", {
      email: "ADMIN@example.com",
      password: adminPassword,
      kind: "refresh",
      user_agent: null,
      caller: {
        actor: {
          kind: "anonymous",
          id: null,
          name: "",
        },
        address: "127.0.0.1",
        request_id: null,
      },
    });
    expect(login).toMatchObject({ outcome: "ok", user: { role: "admin" } });
    const views = JSON.stringify([
      login,
      await workers.ask("pipelines.list", { limit: 100 }),
      await workers.ask("pipelines.get", { id: pipelineId }),
      await workers.ask("runs.list", { pipeline_id: pipelineId, limit: 100 }),
      run,
    ]);
    const tables = ["users", "pipelines", "runs", "run_events", "outbox", "streams"];
    const rows = await Promise.all(tables.map((table) => query(`select ${table}::text as row from ${table}`)));
    const stored = await everythingStored();
    expect(stored).toContain(runId);
    expect(await registry.kill("SIGTERM")).toBe(0);
    for (const text of [views, JSON.stringify(rows), stored, registry.output]) expect(text).not.toMatch(/canary/);
    expect(registry.output).not.toContain(sealingKey);
  });

  test("does not start when its keys do not open the stored secrets, and reseals them with the first key that does", async () => {
    const first = await spawn().started();
    const { id, name } = await createPipeline();
    expect(await first.kill("SIGTERM")).toBe(0);
    const next = randomBytes(32).toString("base64");
    const refused = spawn({ SECRETS_KEY: next });
    await waitFor(() => refused.output.includes("no key in SECRETS_KEY decrypts 1 secret:"), {
      what: "the registry to refuse",
    });
    expect(refused.output).toContain(name);
    await refused[Symbol.asyncDispose]();
    const second = await spawn({ SECRETS_KEY: `${next},${sealingKey}` }).started();
    expect(await second.kill("SIGTERM")).toBe(0);
    await spawn({ SECRETS_KEY: next }).started();
    expect(await workers.ask("pipelines.get", { id })).toMatchObject({ id });
  });

  test("started twice at the same time on an empty database: one schema, one first user, one run per tick", async () => {
    await Promise.all([spawn().started(), spawn().started()]);
    expect(await query("select count(*)::int from users")).toEqual([{ count: 1 }]);
    const { id: pipelineId } = await createPipeline("0 5 * * *");
    await workers.work();
    // After the schedule was made, and due by any clock that is nearly right.
    const due = Date.now() + 2_000;
    await Promise.all([1, 2, 3, 4].map(() => workers.command("Tick", { pipelineId, scheduledForMs: due, version: 0 })));
    await workers.awaitRun(scheduledRunId(pipelineId, due), "success");
    await awaitQuiet();
    expect((await workers.ask("runs.list", { pipeline_id: pipelineId, limit: 10 })).items).toHaveLength(1);
    expect(workers.done.filter((name) => name === "PlanRun")).toHaveLength(1);
  });

  test("killed with SIGKILL loses no message sent meanwhile", async () => {
    const first = await spawn().started();
    const { id: pipelineId } = await createPipeline();
    const one = await startRun(pipelineId);
    await workers.awaitRun(one, "planning");
    const two = await startRun(pipelineId);
    await workers.awaitRun(two, "queued");
    await awaitQuiet();
    await first.kill("SIGKILL");
    await workers.work();
    await waitFor(() => workers.done.includes("PlanRun"), { what: "the plan to be made meanwhile" });
    await workers.command("CancelRun", { runId: two, requestedBy: "tester", requestId: "" });
    await spawn().started();
    await workers.awaitRun(one, "success");
    await workers.awaitRun(two, "cancelled");
    await awaitQuiet();
  });

  test("continues after its database ended every session", async () => {
    const registry = await spawn().started();
    const { id: pipelineId } = await createPipeline();
    await query(`select pg_terminate_backend(pid) ${ofRegistries}`);
    await workers.work();
    await workers.awaitRun(await startRun(pipelineId), "success");
    expect(await registry.kill("SIGTERM")).toBe(0);
  });

  test("restores the broker's streams, schedules and a run's lost work", { timeout: 60_000 }, async () => {
    await spawn().started();
    const { id: pipelineId } = await createPipeline("0 5 * * *");
    const runId = await startRun(pipelineId);
    await workers.awaitRun(runId, "planning");
    await nats.wipe();
    await workers.work();
    await workers.awaitRun(runId, "success", 40_000);
    const schedule = await workers.bus.jsm.streams.getMessage("KV_schedules", {
      last_by_subj: `$KV.schedules.${pipelineId}`,
    });
    expect(schedule?.json()).toMatchObject({ pipeline_id: pipelineId, cron: "0 5 * * *" });
  });

  test("reports every invalid setting and exits with 78", async () => {
    const wrong = spawn({ SECRETS_KEY: "short", NATS_URL: nats.url });
    await expect(wrong.started()).rejects.toThrow("SECRETS_KEY must be 32 bytes in base64");
    expect(await wrong.kill("SIGKILL")).toBe(78);
    const missing = spawn({ DATABASE_URL: "", SECRETS_KEY: "" });
    await expect(missing.started()).rejects.toThrow(/DATABASE_URL is missing.*SECRETS_KEY is missing/);
    expect(await missing.kill("SIGKILL")).toBe(78);
  });
});
