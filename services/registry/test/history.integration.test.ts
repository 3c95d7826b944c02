/** The history of pipelines: every version, its author and its differences, and no secret. */
import { describe, expect } from "vitest";

import type { PipelineConfiguration, PipelineSecrets, PipelineView } from "@datamantri/api";

import { test, type Api } from "./fixtures.ts";
import { pipelineInput } from "./test-registry.ts";

const [ada, bob] = ["ada@example.com", "bob@example.com"];
const password = "canary-password";

async function create(
  api: Api,
  more: Partial<PipelineConfiguration> = {},
): Promise<{ input: PipelineConfiguration; made: PipelineView }> {
  const input = pipelineInput(more);
  const secrets = { destination_password: password };
  return { input, made: await api["pipelines.create"]({ pipeline: input, secrets, requested_by: ada }) };
}

const replace = (
  api: Api,
  id: string,
  pipeline: PipelineConfiguration,
  secrets: PipelineSecrets = {},
  version: number | null = null,
) => api["pipelines.replace"]({ id, version, pipeline, secrets, requested_by: bob });

const historyOf = async (api: Api, id: string) => (await api["pipelines.changes"]({ id, limit: 100 })).items;

describe("a pipeline that is applied under another name", () => {
  const apply = (api: Api, pipeline: PipelineConfiguration, previous_name?: string, dry_run = false) =>
    api["pipelines.apply"]({ pipeline, secrets: {}, requested_by: ada, dry_run, previous_name });

  test("keeps id, runs, watermark and pause; applied again, nothing changes", async ({ api, registry }) => {
    const { input, made } = await create(api, { schedule: "0 5 * * *" });
    const watermark = JSON.stringify({ kind: "integer", value: "7" });
    await registry.db.updateTable("pipelines").set({ watermark }).where("id", "=", made.id).execute();
    await api["pipelines.set_active"]({ id: made.id, is_active: false, requested_by: ada });
    const renamed = { ...input, name: `${input.name} renamed`, schedule: "0 6 * * *" };
    const changes = [
      { field: "name", before: input.name, after: renamed.name },
      { field: "schedule", before: "0 5 * * *", after: "0 6 * * *" },
    ];
    expect(await apply(api, renamed, input.name, true)).toMatchObject({ action: "renamed", changes });
    expect((await api["pipelines.get"]({ id: made.id })).name).toBe(input.name);
    expect(await apply(api, renamed, input.name)).toMatchObject({
      action: "renamed",
      changes,
      pipeline: { id: made.id, name: renamed.name, is_active: false },
    });
    const row = await registry.db
      .selectFrom("pipelines")
      .selectAll()
      .where("id", "=", made.id)
      .executeTakeFirstOrThrow();
    expect(row.watermark).toEqual({ kind: "integer", value: "7" });
    expect(await apply(api, renamed, input.name)).toMatchObject({ action: "unchanged", changes: [] });
  });

  test("is created if neither name exists, and refused if both do", async ({ api }) => {
    const { input } = await create(api);
    const other = { ...input, name: `${input.name} other` };
    expect(await apply(api, other, `${input.name} never`)).toMatchObject({ action: "created" });
    await expect(apply(api, other, input.name)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("both exist") as string,
    });
  });
});

describe("the history of a pipeline", () => {
  test("has every version, newest first, with author and differences", async ({ api }) => {
    const { input, made } = await create(api, { schedule: "0 5 * * *" });
    const { id } = made;
    await replace(api, id, {
      ...input,
      schedule: "0 6 * * *",
      source_config: { ...input.source_config, table: "other" },
    });
    await api["pipelines.set_active"]({ id, is_active: false, requested_by: ada });
    await api["pipelines.set_active"]({ id, is_active: true, requested_by: bob });
    const renamed = { ...input, description: "by a file" };
    await api["pipelines.apply"]({ pipeline: renamed, secrets: {}, requested_by: ada, dry_run: false });
    await api["pipelines.archive"]({ id, requested_by: bob });

    const history = await historyOf(api, id);
    expect(history.map(({ version, action, changed_by }) => [version, action, changed_by])).toEqual([
      [6, "archived", bob],
      [5, "applied", ada],
      [4, "resumed", bob],
      [3, "paused", ada],
      [2, "changed", bob],
      [1, "created", ada],
    ]);
    expect(history[4]!.changes).toEqual([
      { field: "source_config.table", before: "t", after: "other" },
      { field: "schedule", before: "0 5 * * *", after: "0 6 * * *" },
    ]);
    expect(history[1]!.changes).toContainEqual({ field: "description", before: null, after: "by a file" });
    for (const index of [0, 2, 3, 5]) expect(history[index]!.changes).toEqual([]);
    for (const { changed_at } of history) expect(Math.abs(Date.parse(changed_at) - Date.now())).toBeLessThan(60_000);
  });

  test("has every version also under concurrent changes", async ({ api }) => {
    const { input, made } = await create(api);
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 3 === 0
          ? api["pipelines.set_active"]({ id: made.id, is_active: index % 2 === 0, requested_by: bob })
          : replace(api, made.id, { ...input, description: `change ${index}` }),
      ),
    );
    const { version } = await api["pipelines.get"]({ id: made.id });
    const versions = (await historyOf(api, made.id)).map((change) => change.version);
    expect(versions).toEqual(Array.from({ length: version }, (_, index) => version - index));
    expect((await api["pipelines.version"]({ id: made.id, version })).restoring).toEqual([]);
  });

  test("has no entry for changes that had no effect, were refused or were only checked", async ({ api }) => {
    const { input, made } = await create(api);
    const { id } = made;
    await replace(api, id, input);
    await api["pipelines.set_active"]({ id, is_active: true, requested_by: bob });
    await expect(replace(api, id, { ...input, description: "late" }, {}, 7)).rejects.toMatchObject({
      code: "precondition_failed",
    });
    const { made: other } = await create(api);
    await expect(replace(api, id, { ...input, name: other.name })).rejects.toMatchObject({ code: "conflict" });
    const wanted = { ...input, description: "only asked" };
    await api["pipelines.apply"]({ pipeline: wanted, secrets: {}, requested_by: ada, dry_run: true });
    expect(await historyOf(api, id)).toHaveLength(1);
  });

  test("shows which secrets were set, replaced or removed, and contains none", async ({ registry, api }) => {
    const { input, made } = await create(api);
    const { id } = made;
    await replace(api, id, input, {
      source_credentials: '{"private_key":"canary-key"}',
      destination_password: password,
    });
    await replace(api, id, { ...input, description: "kept" });
    await replace(api, id, input, { destination_password: null });
    const connection = await api["connections.create"]({
      connection: { name: `c ${id}`, kind: "bigquery", config: { project: "p" } },
      secret: null,
      requested_by: ada,
    });
    // A connection has its own secret: the pipeline's is deleted.
    const source_config = { connection_id: connection.id, dataset: "d", table: "t" };
    await replace(api, id, { ...input, source_config });
    expect((await historyOf(api, id)).map(({ secrets_changed }) => secrets_changed)).toEqual([
      ["source_config.credentials"],
      ["destination_config.password"],
      [],
      ["source_config.credentials"],
      ["destination_config.password"],
    ]);
    const rows = await registry.db.selectFrom("pipeline_versions").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain("canary");
  });

  test("of a copy begins with the copy and its secrets; a repeat adds nothing", async ({ api }) => {
    const { made } = await create(api);
    const copy_id = crypto.randomUUID();
    for (const _ of [1, 2]) await api["pipelines.duplicate"]({ id: made.id, copy_id, requested_by: bob });
    expect(await historyOf(api, copy_id)).toMatchObject([
      { version: 1, action: "copied", changed_by: bob, secrets_changed: ["destination_config.password"] },
    ]);
    expect(await historyOf(api, made.id)).toHaveLength(1);
  });

  test("is paged, each change complete", async ({ api }) => {
    const { input, made } = await create(api);
    for (let i = 1; i <= 6; i++) await replace(api, made.id, { ...input, description: `version ${i + 1}` });
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await api["pipelines.changes"]({ id: made.id, limit: 3, cursor });
      seen.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(await historyOf(api, made.id));
    expect(seen.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(seen[2]!.changes).toEqual([{ field: "description", before: "version 4", after: "version 5" }]);
  });

  test("has pages that fit a message, whatever the size of the changes", async ({ api }) => {
    const queryOf = (letter: string) => ({ project: "p", query: letter.repeat(1_500_000) });
    const { input, made } = await create(api, { source_config: queryOf("a") });
    for (const letter of ["b", "c", "d"]) await replace(api, made.id, { ...input, source_config: queryOf(letter) });
    const first = await api["pipelines.changes"]({ id: made.id, limit: 100 });
    expect(first.items.map(({ version }) => version)).toEqual([4]);
    expect(first.next_cursor).toBe("4");
    const version = await api["pipelines.version"]({ id: made.id, version: 1 });
    expect(JSON.stringify(version).length).toBeLessThan(6 * 2 ** 20);
    const rest = await api["pipelines.changes"]({ id: made.id, limit: 100, cursor: "2" });
    expect(rest).toMatchObject({ items: [{ version: 1, changes: [] }], next_cursor: null });
  });

  test("of an unknown pipeline does not exist", async ({ api }) => {
    const unknown = api["pipelines.changes"]({ id: crypto.randomUUID(), limit: 10 });
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a version", () => {
  test("has its configuration and the differences that restoring would make; restored, it is the same as before", async ({
    api,
  }) => {
    const { input, made } = await create(api, { schedule: "0 5 * * *" });
    const { id } = made;
    const destination_config = { ...input.destination_config, key: ["id"] };
    await replace(api, id, { ...input, schedule: null, destination_config });
    const first = await api["pipelines.version"]({ id, version: 1 });
    expect(first).toMatchObject({
      version: 1,
      action: "created",
      restoring: [
        { field: "destination_config.key", before: ["id"], after: null },
        { field: "schedule", before: null, after: "0 5 * * *" },
      ],
    });
    const { version: _version, updated_at: _updatedAt, ...asMade } = made;
    expect(await replace(api, id, first.configuration)).toMatchObject({ ...asMade, version: 3 });
    expect((await api["pipelines.version"]({ id, version: 1 })).restoring).toEqual([]);
    await expect(api["pipelines.version"]({ id, version: 9 })).rejects.toMatchObject({ code: "not_found" });
  });
});
