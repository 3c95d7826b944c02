/**
 * Secrets are bound to a server, and to how and as whom it is reached. Tests each secret with each part of its binding:
 * changing the part never gives the secret along, on any path that hands one out.
 */
import { describe, expect } from "vitest";

import type { BigQueryConnection, ConnectionInput, PipelineConfiguration, PostgresConnection } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";

import { bindingOf } from "../src/secrets/bound-secret.ts";
import { test, type Api } from "./fixtures.ts";
import { pipelineInput } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const requested_by = "tester";

/** A different value for every field in a binding. */
const others = { bigquery: otherOf("bigquery"), postgres: otherOf("postgres") };

function otherOf(kind: "bigquery" | "postgres"): Readonly<Record<string, string | number>> {
  const special: Readonly<Record<string, string | number>> = {
    port: 5_433,
    ssl_root_cert: "-----BEGIN CERTIFICATE-----",
  };
  return Object.fromEntries(accessNames(kind).map((name) => [name, special[name] ?? "elsewhere"]));
}

const source: BigQueryConnection = { project: "p", api_endpoint: "http://stand-in" };
const server: PostgresConnection = { host: "db", port: 5_432, database: "w", user: "u", ssl_mode: "verify-full" };

const sides = {
  bigquery: { config: "source_config", secret: "source_credentials", read: "runs.source" },
  postgres: { config: "destination_config", secret: "destination_password", read: "runs.destination" },
} as const;
type Kind = keyof typeof sides;

const cases = (Object.keys(others) as Kind[]).flatMap((kind) =>
  Object.entries(others[kind]).map(([field, value]) => [kind, field, { [field]: value }] as const),
);

function input(kind: Kind, change: object = {}): PipelineConfiguration {
  const { source_config, destination_config, ...base } = pipelineInput();
  return {
    ...base,
    name: "bound",
    source_config: { ...source_config, ...source, ...(kind === "bigquery" ? change : {}) },
    destination_config: { ...destination_config, ...server, ...(kind === "postgres" ? change : {}) },
  };
}

const connection = (kind: Kind, change: object = {}): ConnectionInput =>
  kind === "bigquery"
    ? { name: "bound", kind, config: { ...source, ...change } }
    : { name: "bound", kind, config: { ...server, ...change } };

/** The secret that a worker gets for a run. */
async function secretOf(api: Api, kind: Kind, run_id: string): Promise<string | null> {
  return kind === "bigquery"
    ? (await api["runs.source"]({ run_id })).credentials
    : (await api["runs.destination"]({ run_id })).password;
}

test("every part of a binding has a case", () => {
  for (const kind of Object.keys(others) as Kind[]) {
    expect(Object.keys(bindingOf(kind, {})).toSorted()).toEqual(Object.keys(others[kind]).toSorted());
  }
});

describe.for(cases)("a secret for %s, whose %s is changed", ([kind, field, change]) => {
  const { secret } = sides[kind];

  test("is required again in a pipeline, and is withheld from earlier runs", async ({ registry, api }) => {
    const create = { pipeline: input(kind), secrets: { [secret]: "canary" }, requested_by };
    const { id } = await api["pipelines.create"]({
      ...create,
      pipeline: { ...create.pipeline, name: crypto.randomUUID() },
    });
    const { name } = await api["pipelines.get"]({ id });
    const run = new TestRun(registry, id);
    await run.start();
    expect(await secretOf(api, kind, run.runId)).toBe("canary");
    const replace = (secrets: object) =>
      api["pipelines.replace"]({
        id,
        version: null,
        pipeline: { ...input(kind, change), name },
        secrets,
        requested_by,
      });
    const refusal = { code: "request_invalid", message: expect.stringContaining(`because ${field} changed`) as string };
    await expect(replace({})).rejects.toMatchObject(refusal);
    const changed = { ...input(kind, change), name };
    await expect(
      api["pipelines.apply"]({ pipeline: changed, secrets: {}, requested_by, dry_run: true }),
    ).rejects.toMatchObject(refusal);
    const { source_config, destination_config } = changed;
    const trying =
      kind === "bigquery"
        ? api["pipelines.source_credentials"]({ id, config: source_config as BigQueryConnection })
        : api["pipelines.destination_password"]({ id, config: destination_config as PostgresConnection });
    await expect(trying).rejects.toMatchObject(refusal);
    await replace({ [secret]: "another" });
    const moved = { code: "connection_moved", message: expect.stringContaining(field) as string };
    await expect(secretOf(api, kind, run.runId)).rejects.toMatchObject(moved);
  });

  test("S12: is required again in a connection, and is withheld from earlier runs", async ({ registry, api }) => {
    const name = crypto.randomUUID();
    const requested = { connection: { ...connection(kind), name }, secret: "canary", requested_by };
    const { id: connectionId } = await api["connections.create"](requested);
    const own = pipelineInput({ name });
    const { source_config, destination_config } = own;
    const { dataset, table } = source_config;
    const { schema, table: target } = destination_config;
    const pipeline =
      kind === "bigquery"
        ? { ...own, source_config: { connection_id: connectionId, dataset, table } }
        : { ...own, destination_config: { connection_id: connectionId, schema, table: target } };
    const { id } = await api["pipelines.create"]({ pipeline, secrets: {}, requested_by });
    const run = new TestRun(registry, id);
    await run.start();
    expect(await secretOf(api, kind, run.runId)).toBe("canary");
    const replace = (given?: string) =>
      api["connections.replace"]({
        id: connectionId,
        version: null,
        connection: { ...connection(kind, change), name },
        ...(given === undefined ? {} : { secret: given }),
      });
    await expect(replace()).rejects.toMatchObject({
      code: "request_invalid",
      message: expect.stringContaining(`because ${field} changed`) as string,
    });
    await replace("another");
    const moved = { code: "connection_moved", message: expect.stringContaining(field) as string };
    await expect(secretOf(api, kind, run.runId)).rejects.toMatchObject(moved);
  });
});

test("a secret stored without a binding is required again", async ({ registry, api }) => {
  const { id } = await registry.createPipeline({}, { destination_password: "canary" });
  const run = new TestRun(registry, id);
  await run.start();
  const secrets = registry.sealer.seal("pipeline", id, { destination_password: "canary" });
  await registry.db.updateTable("pipelines").set({ secrets }).where("id", "=", id).execute();
  await expect(secretOf(api, "postgres", run.runId)).rejects.toMatchObject({ code: "connection_moved" });
});

test("a run gets no secret of its pipeline when the pipeline now uses a connection", async ({ registry, api }) => {
  const made = await registry.createPipeline({}, { destination_password: "canary" });
  const run = new TestRun(registry, made.id);
  await run.start();
  const requested = {
    connection: { ...connection("postgres"), name: crypto.randomUUID() },
    secret: "other",
    requested_by,
  };
  const { id: connection_id } = await api["connections.create"](requested);
  const { name } = await api["pipelines.get"]({ id: made.id });
  const pipeline = pipelineInput({ name, destination_config: { connection_id, schema: "public", table: "t" } });
  await api["pipelines.replace"]({ id: made.id, version: null, pipeline, secrets: {}, requested_by });
  await expect(secretOf(api, "postgres", run.runId)).rejects.toMatchObject({
    code: "connection_moved",
    message: expect.stringContaining("connection_id") as string,
  });
});
