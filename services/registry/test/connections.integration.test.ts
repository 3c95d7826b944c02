/** Stored connections: what pipelines and runs see of them, and who gets their secrets. */
import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect } from "vitest";

import type { ConnectionInput, ConnectionView, PipelineView } from "@datamantri/api";
import { Secret } from "@datamantri/runtime";

import { answerAll } from "./answer-all.ts";
import { rewrapSecrets } from "../src/secrets/rewrap-secrets.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { test, type Api } from "./fixtures.ts";
import { key, TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const requested_by = "tester";
const server = { host: "db", port: 5_432, database: "w", user: "u" };

function postgres(more: Partial<typeof server> = {}, name = `connection ${randomUUID()}`): ConnectionInput {
  return { name, kind: "postgres", config: { ...server, ...more } };
}

function bigQuery(project = "p", name = `connection ${randomUUID()}`): ConnectionInput {
  return { name, kind: "bigquery", config: { project, api_endpoint: "http://stand-in" } };
}

const create = (api: Api, connection: ConnectionInput, secret: string | null = "canary") =>
  api["connections.create"]({ connection, secret, requested_by });

const replace = (
  api: Api,
  id: string,
  connection: ConnectionInput,
  secret?: string | null,
  version: number | null = null,
) => api["connections.replace"]({ id, version, connection, secret });

interface Both {
  readonly source: ConnectionView;
  readonly destination: ConnectionView;
  readonly pipeline: PipelineView;
}

/** A pipeline whose two sides are stored connections. */
async function createBoth(registry: TestRegistry, api: Api): Promise<Both> {
  const [source, destination] = [await create(api, bigQuery(), "key"), await create(api, postgres(), "password")];
  const pipeline = await registry.createPipeline({
    source_config: { connection_id: source.id, dataset: "d", table: "t" },
    destination_config: { connection_id: destination.id, schema: "public", table: "t" },
  });
  return { source, destination, pipeline };
}

const inputOf = ({ name, kind, config }: ConnectionView) => ({ name, kind, config }) as ConnectionInput;

describe("a stored connection", () => {
  test("is shown without its secret, which only workers get", async ({ api }) => {
    const made = await create(api, postgres());
    const views = [made, await api["connections.get"]({ id: made.id }), await api["connections.list"]({})];
    expect(JSON.stringify(views)).not.toMatch(/canary|secrets/);
    const { config } = made;
    expect(await api["connections.destination"]({ id: made.id })).toEqual({ config, password: "canary" });
    await expect(api["connections.source"]({ id: made.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("has a unique name, which is free again after deletion", async ({ api }) => {
    const input = postgres();
    const { id } = await create(api, input);
    await expect(create(api, input)).rejects.toMatchObject({ code: "conflict" });
    await api["connections.delete"]({ id });
    await create(api, input);
    await expect(api["connections.get"]({ id })).rejects.toMatchObject({ code: "not_found" });
    await expect(api["connections.destination"]({ id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is changed only at its current version, and stays the same without a difference", async ({ api }) => {
    const made = await create(api, postgres());
    const input = inputOf(made);
    expect(await replace(api, made.id, input)).toEqual(made);
    expect(await replace(api, made.id, input, "canary")).toEqual(made);
    const changes = ["a", "b"].map((user) => replace(api, made.id, postgres({ user }), user, 1));
    const outcomes = await Promise.allSettled(changes);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(replace(api, made.id, input, undefined, 1)).rejects.toMatchObject({ code: "precondition_failed" });
    await expect(replace(api, made.id, bigQuery())).rejects.toMatchObject({ code: "request_invalid" });
  });

  test("keeps, changes and deletes its secret, and never sends a stored one to another server", async ({ api }) => {
    const made = await create(api, postgres());
    const password = async () => (await api["connections.destination"]({ id: made.id })).password;
    await replace(api, made.id, { ...postgres(), name: `${made.name}, renamed` });
    expect(await password()).toBe("canary");
    await replace(api, made.id, postgres({ host: "elsewhere" }), "new");
    expect(await password()).toBe("new");
    await replace(api, made.id, postgres({ host: "elsewhere" }), null);
    expect(await password()).toBeNull();
    await replace(api, made.id, postgres());
  });
});

describe("a pipeline with stored connections", () => {
  test("stores only its own fields; its runs have all fields as of their admission", async ({ registry, api }) => {
    const { source, destination, pipeline } = await createBoth(registry, api);
    expect(pipeline.source_config).toEqual({ connection_id: source.id, dataset: "d", table: "t" });
    const run = new TestRun(registry, pipeline.id);
    await run.start();
    await replace(api, destination.id, { ...postgres(), name: destination.name }, "rotated");
    expect(await api["runs.source"]({ run_id: run.runId })).toMatchObject({
      configuration: { source_config: { project: "p", api_endpoint: "http://stand-in", dataset: "d", table: "t" } },
      credentials: "key",
    });
    // A rotated password works at once.
    expect(await api["runs.destination"]({ run_id: run.runId })).toMatchObject({
      configuration: { destination_config: { ...server, schema: "public", table: "t" } },
      password: "rotated",
    });
  });

  test("gives a run no secret that is bound to another server", async ({ registry, api }) => {
    const { destination, pipeline } = await createBoth(registry, api);
    const run = new TestRun(registry, pipeline.id);
    await run.start();
    await replace(api, destination.id, postgres({ host: "elsewhere" }), "for elsewhere");
    await expect(api["runs.destination"]({ run_id: run.runId })).rejects.toMatchObject({ code: "connection_moved" });
    const later = new TestRun(registry, (await createBoth(registry, api)).pipeline.id);
    await later.start();
    expect((await api["runs.destination"]({ run_id: later.runId })).password).toBe("password");
  });

  test("keeps its connections from being deleted until it is deleted itself", async ({ registry, api }) => {
    const { source, destination, pipeline } = await createBoth(registry, api);
    for (const { id } of [source, destination]) {
      await expect(api["connections.delete"]({ id })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining(`"${pipeline.name}"`) as string,
      });
    }
    const run = new TestRun(registry, pipeline.id);
    await run.start();
    await api["pipelines.archive"]({ id: pipeline.id, requested_by });
    await api["connections.delete"]({ id: destination.id });
    // The run in progress continues.
    expect((await api["runs.destination"]({ run_id: run.runId })).password).toBe("password");
  });

  test("is not created with a connection that is deleted, unknown or of the other kind", async ({ registry, api }) => {
    const [source, destination] = [await create(api, bigQuery()), await create(api, postgres())];
    await api["connections.delete"]({ id: source.id });
    for (const connection_id of [source.id, destination.id, randomUUID()]) {
      await expect(
        registry.createPipeline({ source_config: { connection_id, dataset: "d", table: "t" } }),
      ).rejects.toMatchObject({
        code: "request_invalid",
        message: expect.stringMatching(/^source_config\.connection_id/) as string,
      });
    }
  });

  test("is created before its connection is deleted, or not at all", async ({ registry, api }) => {
    const attempts = Array.from({ length: 5 }, async () => {
      const { id } = await create(api, bigQuery());
      const [made, deleted] = await Promise.allSettled([
        registry.createPipeline({ source_config: { connection_id: id, dataset: "d", table: "t" } }),
        api["connections.delete"]({ id }),
      ]);
      expect([made.status, deleted.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    });
    await Promise.all(attempts);
  });

  const watermark = { column: "at", type: "DATE", value: "2026-01-01" };

  async function watermarkOf(registry: TestRegistry, { id }: PipelineView) {
    const query = registry.db.selectFrom("pipelines").select("watermark").where("id", "=", id);
    return (await query.executeTakeFirstOrThrow()).watermark;
  }

  async function setWatermark(registry: TestRegistry, { id }: PipelineView): Promise<void> {
    const row = { watermark: JSON.stringify(watermark) };
    await registry.db.updateTable("pipelines").set(row).where("id", "=", id).execute();
  }

  test("starts over when a connection leads elsewhere, and resumes otherwise", async ({ registry, api }) => {
    const { source, destination, pipeline } = await createBoth(registry, api);
    await setWatermark(registry, pipeline);
    await replace(api, destination.id, postgres({ user: "other" }), "password");
    expect(await watermarkOf(registry, pipeline)).toEqual(watermark);
    await replace(api, destination.id, postgres({ database: "other" }), "password");
    expect(await watermarkOf(registry, pipeline)).toBeNull();
    await setWatermark(registry, pipeline);
    await replace(api, source.id, bigQuery("other"), "key");
    expect(await watermarkOf(registry, pipeline)).toBeNull();
  });

  test("ignores the watermark of a run that was admitted before its connection moved", async ({ registry, api }) => {
    const { source, pipeline } = await createBoth(registry, api);
    const run = await new TestRun(registry, pipeline.id).reach("finalizing");
    await replace(api, source.id, bigQuery("other"), "key");
    await run.finalized({ watermark });
    expect(await run.phase()).toBe("success");
    expect(await watermarkOf(registry, pipeline)).toBeNull();
    const next = await new TestRun(registry, pipeline.id).reach("finalizing");
    await next.finalized({ watermark });
    expect(await watermarkOf(registry, pipeline)).toEqual(watermark);
  });

  test("resumes from its watermark when its own fields become a connection to the same server", async ({
    registry,
    api,
  }) => {
    const made = await registry.createPipeline({}, { destination_password: "typed" });
    await setWatermark(registry, made);
    const destination = await create(api, postgres(), "stored");
    const changed = await api["pipelines.replace"]({
      id: made.id,
      version: null,
      pipeline: {
        ...toInput(made),
        destination_config: { connection_id: destination.id, schema: "public", table: "t" },
      },
      secrets: {},
      requested_by,
    });
    expect(await watermarkOf(registry, changed)).toEqual(watermark);
    const run = new TestRun(registry, made.id);
    await run.start();
    expect((await api["runs.destination"]({ run_id: run.runId })).password).toBe("stored");
    // The typed-in secret was deleted, so going back requires it again.
    const back = await api["pipelines.replace"]({
      id: made.id,
      version: null,
      pipeline: toInput(made),
      secrets: {},
      requested_by,
    });
    const typed = new TestRun(registry, back.id);
    await typed.start();
    expect((await api["runs.destination"]({ run_id: typed.runId })).password).toBeNull();
  });
});

function toInput(view: PipelineView) {
  const {
    id: _id,
    is_active: _active,
    status: _status,
    version: _version,
    created_at: _at,
    updated_at: _changed,
    ...input
  } = view;
  return input;
}

test("secrets are sealed with the first key at start; one that no key opens is named, and nothing changes", async ({
  registry,
  api,
}) => {
  const { destination } = await createBoth(registry, api);
  const next = new Secret(randomBytes(32).toString("base64"));
  await expect(rewrapSecrets(registry.db, new Sealer(next))).rejects.toMatchObject({
    code: "config_invalid",
    message: expect.stringMatching(/^no key in SECRETS_KEY decrypts \d+ secrets?: /) as string,
  });
  const both = new Sealer(new Secret(`${next.reveal()},${key.reveal()}`));
  expect(await rewrapSecrets(registry.db, both)).toBeGreaterThan(2);
  expect(await rewrapSecrets(registry.db, both)).toBe(0);
  const later = answerAll(registry, new Sealer(next));
  expect((await later["connections.destination"]({ id: destination.id })).password).toBe("password");
  expect(await rewrapSecrets(registry.db, new Sealer(next))).toBe(0);
});
