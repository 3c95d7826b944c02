/** Pipelines, versions and runs stored before an option existed: every reader gets the option's default. */
import { sql } from "kysely";
import { expect } from "vitest";

import { pipelineDefaults } from "@datamantri/api/values";

import { test } from "./fixtures.ts";
import { pipelineInput, type TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const requested_by = "tester";

/** Stores rows as before there were options with a default, except for the mode, which is also a column of runs. */
async function forgetOptions({ db }: TestRegistry): Promise<void> {
  const names = Object.keys(pipelineDefaults).filter((name) => name !== "mode");
  for (const table of ["pipelines", "pipeline_versions", "runs"]) {
    const older = sql`(configuration::jsonb - ${names}::text[])::json`;
    await sql`update ${sql.table(table)} set configuration = ${older}`.execute(db);
  }
}

test("an option missing in a stored pipeline has its default, and setting it to that changes nothing", async ({
  registry,
  api,
}) => {
  const input = pipelineInput({ mode: "batch" });
  const { id } = await api["pipelines.create"]({ pipeline: input, secrets: {}, requested_by });
  const run = new TestRun(registry, id);
  await run.start();
  await forgetOptions(registry);

  expect(await api["pipelines.get"]({ id })).toMatchObject(pipelineDefaults);
  expect((await api["pipelines.list"]({ limit: 100 })).items).toContainEqual(expect.objectContaining(pipelineDefaults));
  expect((await api["pipelines.version"]({ id, version: 1 })).configuration).toMatchObject(pipelineDefaults);
  for (const side of ["runs.source", "runs.destination"] as const) {
    expect((await api[side]({ run_id: run.runId })).configuration).toMatchObject(pipelineDefaults);
  }

  const again = { id, version: null, pipeline: input, secrets: {}, requested_by };
  expect(await api["pipelines.replace"](again)).toMatchObject({ version: 1 });
  const applied = await api["pipelines.apply"]({ pipeline: input, secrets: {}, requested_by, dry_run: false });
  expect(applied).toMatchObject({ action: "unchanged", changes: [] });
  const changed = { ...input, description: "new" };
  expect(await api["pipelines.replace"]({ ...again, pipeline: changed })).toMatchObject({ version: 2 });
  const { items } = await api["pipelines.changes"]({ id, limit: 10 });
  expect(items.map(({ changes }) => changes)).toEqual([[{ field: "description", before: null, after: "new" }], []]);
});

test("only a difference creates a version", async ({ api }) => {
  const input = pipelineInput();
  const { id } = await api["pipelines.create"]({ pipeline: input, secrets: {}, requested_by });
  // Nested options are never null (CONTRIBUTING.md); the history shows no difference between null and absent.
  const destination_config = { ...input.destination_config, verification: null } as never;
  const pipeline = { ...input, destination_config };
  const made = await api["pipelines.replace"]({ id, version: null, pipeline, secrets: {}, requested_by });
  expect(made.version).toBe(1);
});
