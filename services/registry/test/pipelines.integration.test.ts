/** Pipelines, their schedules and their secrets. */
import { describe, expect } from "vitest";

import { toWriteMode } from "@datamantri/api";

import { keepSecrets } from "../src/pipelines/pipeline-secrets.ts";
import { test, type Api } from "./fixtures.ts";
import { pipelineInput } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const secrets = { source_credentials: '{"private_key":"canary-key"}', destination_password: "canary-password" };
const create = (api: Api, more: Parameters<typeof pipelineInput>[0] = {}) =>
  api["pipelines.create"]({ pipeline: pipelineInput(more), secrets, requested_by: "tester" });

describe("pipelines", () => {
  test("are returned as created, newest first", async ({ api }) => {
    const input = pipelineInput({ schedule: "0 5 * * *", timezone: "Europe/Berlin", mode: "replace", batch_size: 7 });
    const first = await api["pipelines.create"]({ pipeline: input, secrets, requested_by: "tester" });
    expect(first).toMatchObject({ ...input, is_active: true, version: 1 });
    const second = await create(api);
    const listed = await api["pipelines.list"]({ limit: 2 });
    expect(listed.items.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await api["pipelines.get"]({ id: first.id })).toEqual(first);
  });

  test("have a mapping, and a type report once a run is planned", async ({ registry, api }) => {
    const mapping = { structs: "flatten", columns: [{ source: "email", mask: { method: "hmac" } }] } as const;
    const mask_key = "canary mask key!";
    const input = pipelineInput({ mapping });
    const pipeline = await api["pipelines.create"]({ pipeline: input, secrets: { mask_key }, requested_by: "tester" });
    expect(pipeline.mapping).toEqual(mapping);
    expect(JSON.stringify(await api["pipelines.get"]({ id: pipeline.id }))).not.toContain("canary");
    expect((await create(api)).mapping).toBeNull();

    const { id } = pipeline;
    expect(await api["pipelines.type_report"]({ id })).toBeNull();
    const run = new TestRun(registry, id);
    await run.start();
    expect(await api["runs.source"]({ run_id: run.runId })).toMatchObject({ configuration: { mapping }, mask_key });
    const report = { columns: [], problems: [] };
    await run.planned({ typeReport: JSON.stringify(report) });
    expect(await api["pipelines.type_report"]({ id })).toEqual(report);
    await api["pipelines.archive"]({ id, requested_by: "tester" });
    await expect(api["pipelines.type_report"]({ id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("have unique names, until they are archived", async ({ api }) => {
    const { id, name } = await create(api);
    await expect(create(api, { name })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(name) as string,
    });
    await api["pipelines.archive"]({ id, requested_by: "tester" });
    await expect(api["pipelines.get"]({ id })).rejects.toMatchObject({ code: "not_found" });
    await expect(api["pipelines.archive"]({ id, requested_by: "tester" })).rejects.toMatchObject({ code: "not_found" });
    expect((await create(api, { name })).id).not.toBe(id);
  });

  test("write their schedule to the outbox, and remove it when archived", async ({ registry, api }) => {
    await registry.drainOutbox();
    const { id } = await create(api, { schedule: "*/5 * * * *" });
    await api["pipelines.archive"]({ id, requested_by: "tester" });
    const rows = await registry.db.selectFrom("outbox").selectAll().orderBy("id").execute();
    expect(rows.map(({ subject, message_id, headers }) => ({ subject, message_id, headers }))).toEqual([
      { subject: `$KV.schedules.${id}`, message_id: `${id}:v1`, headers: {} },
      { subject: `$KV.schedules.${id}`, message_id: `${id}:v2`, headers: { "KV-Operation": "DEL" } },
    ]);
    expect(JSON.parse(rows[0]!.payload.toString())).toMatchObject({ pipeline_id: id, cron: "*/5 * * * *", version: 1 });
  });

  test("give their secrets to a run's workers and to no other client", async ({ registry, api }) => {
    const { id } = await create(api);
    const run = new TestRun(registry, id);
    await run.start();
    expect(await api["runs.source"]({ run_id: run.runId })).toMatchObject({ credentials: secrets.source_credentials });
    expect(await api["runs.destination"]({ run_id: run.runId })).toMatchObject({
      password: "canary-password",
      configuration: { mode: "append" },
    });
    const views = [
      await api["pipelines.get"]({ id }),
      await api["pipelines.list"]({ limit: 500 }),
      await api["runs.get"]({ id: run.runId }),
      await api["runs.list"]({ pipeline_id: id, limit: 500 }),
    ];
    expect(JSON.stringify(views)).not.toMatch(/canary|secrets/);
  });

  test("keep the configuration of a run that began, and use a changed password at once", async ({ registry, api }) => {
    const { id } = await create(api);
    const run = new TestRun(registry, id);
    await run.start();
    const input = pipelineInput();
    const destination_config = { ...input.destination_config, table: "elsewhere" };
    const rotated = keepSecrets(input, {}, { destination_password: "rotated" });
    const changed = registry.sealer.seal("pipeline", id, rotated);
    await registry.db
      .updateTable("pipelines")
      .set({ secrets: changed, configuration: JSON.stringify({ ...input, destination_config }) })
      .where("id", "=", id)
      .execute();
    const destination = await api["runs.destination"]({ run_id: run.runId });
    expect(destination).toMatchObject({ password: "rotated", configuration: { destination_config: { table: "t" } } });
    expect((await api["runs.source"]({ run_id: run.runId })).credentials).toBeNull();
  });

  test("secrets copied to another pipeline's row do not open", async ({ registry, api }) => {
    const [one, two] = [await create(api), await create(api)];
    const { secrets: sealed } = await registry.db
      .selectFrom("pipelines")
      .select("secrets")
      .where("id", "=", one.id)
      .executeTakeFirstOrThrow();
    await registry.db.updateTable("pipelines").set({ secrets: sealed }).where("id", "=", two.id).execute();
    const run = new TestRun(registry, two.id);
    await run.start();
    await expect(api["runs.destination"]({ run_id: run.runId })).rejects.toMatchObject({ code: "config_invalid" });
  });

  test("return not_found for unknown ids", async ({ api }) => {
    const id = crypto.randomUUID();
    await expect(api["runs.get"]({ id })).rejects.toMatchObject({ code: "not_found" });
    await expect(api["runs.list"]({ pipeline_id: id, limit: 1 })).rejects.toMatchObject({ code: "not_found" });
    await expect(api["runs.source"]({ run_id: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(api["users.get"]({ id })).rejects.toMatchObject({ code: "not_found" });
    await expect(api["runs.get"]({ id: "nonsense" })).rejects.toMatchObject({ code: "request_invalid" });
  });
});

test("a run replaces existing rows only if requested", () => {
  const base = pipelineInput().destination_config;
  expect(toWriteMode({ mode: "append", destination_config: { ...base, write_mode: "replace" } })).toBe("append");
  expect(toWriteMode({ mode: "replace", destination_config: { ...base, write_mode: "append" } })).toBe("replace");
  expect(toWriteMode({ mode: "batch", destination_config: base })).toBe("append");
  expect(toWriteMode({ mode: "batch", destination_config: { ...base, write_mode: "replace" } })).toBe("replace");
});
