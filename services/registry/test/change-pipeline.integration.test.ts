/** Changes of pipelines: concurrency, secrets and schedules. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import type {
  BigQueryConnection,
  PipelineConfiguration,
  PipelineSecrets,
  PipelineView,
  PostgresConnection,
} from "@datamantri/api";

import { test, type Api } from "./fixtures.ts";
import { pipelineInput, TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const requested_by = "tester";
const secrets = { source_credentials: '{"private_key":"old"}', destination_password: "old" };

async function create(
  api: Api,
  more: Partial<PipelineConfiguration> = {},
): Promise<{ input: PipelineConfiguration; made: PipelineView }> {
  const input = pipelineInput(more);
  return { input, made: await api["pipelines.create"]({ pipeline: input, secrets, requested_by }) };
}

const replace = (
  api: Api,
  id: string,
  pipeline: PipelineConfiguration,
  secrets: PipelineSecrets = {},
  version: number | null = null,
) => api["pipelines.replace"]({ id, version, pipeline, secrets, requested_by });

/** The secrets that workers of a new run would get. */
async function secretsOf(registry: TestRegistry, api: Api, pipelineId: string) {
  const run = new TestRun(registry, pipelineId);
  await run.start();
  const { credentials } = await api["runs.source"]({ run_id: run.runId });
  const { password } = await api["runs.destination"]({ run_id: run.runId });
  return { source_credentials: credentials, destination_password: password };
}

async function schedules(registry: TestRegistry): Promise<unknown[]> {
  const rows = await registry.db.selectFrom("outbox").selectAll().orderBy("id").execute();
  await registry.db.deleteFrom("outbox").execute();
  return rows
    .filter(({ subject }) => subject.startsWith("$KV.schedules."))
    .map(({ payload }) => (payload.length === 0 ? null : (JSON.parse(payload.toString()) as { cron: string }).cron));
}

describe("a pipeline that is replaced", () => {
  test("has the sent configuration, the next version and its new schedule", async ({ registry, api }) => {
    const { input, made } = await create(api, { schedule: "0 5 * * *" });
    await schedules(registry);
    const next = { ...input, description: "new", schedule: "0 6 * * *" };
    const changed = await replace(api, made.id, next, {}, 1);
    expect(changed).toMatchObject({ ...next, id: made.id, version: 2, created_at: made.created_at });
    expect(await schedules(registry)).toEqual(["0 6 * * *"]);
  });

  test("refuses a change based on an older version, also when both come at once", async ({ api }) => {
    const { input, made } = await create(api);
    const changes = ["a", "b", "c"].map((description) => replace(api, made.id, { ...input, description }, {}, 1));
    const outcomes = await Promise.allSettled(changes);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "precondition_failed" });
    }
    expect((await api["pipelines.get"]({ id: made.id })).version).toBe(2);
  });

  test("stays the same, including its version, when nothing differs", async ({ api }) => {
    const { input, made } = await create(api, {
      destination_config: { ...pipelineInput().destination_config, key: ["id"] },
    });
    expect(await replace(api, made.id, input)).toEqual(made);
    expect(await replace(api, made.id, input, { destination_password: "new" })).toMatchObject({ version: 2 });
    const mapping = { columns: [{ source: "id", name: "order_id" }] };
    expect(await replace(api, made.id, { ...input, mapping })).toMatchObject({ mapping, version: 3 });
    expect(await replace(api, made.id, { ...input, mapping })).toMatchObject({ version: 3 });
  });

  test("keeps omitted secrets, replaces given ones, and deletes null ones", async ({ registry, api }) => {
    const { input, made } = await create(api);
    await replace(api, made.id, { ...input, description: "x" });
    expect(await secretsOf(registry, api, made.id)).toEqual(secrets);
    await replace(api, made.id, input, { destination_password: "new" });
    expect(await secretsOf(registry, api, made.id)).toEqual({ ...secrets, destination_password: "new" });
    await replace(api, made.id, input, { source_credentials: null });
    expect(await secretsOf(registry, api, made.id)).toEqual({ source_credentials: null, destination_password: "new" });
  });

  test("gives workers that test its servers the stored secrets, for the servers they are bound to", async ({ api }) => {
    const { input, made } = await create(api);
    const { id } = made;
    const credentials = api["pipelines.source_credentials"];
    const password = api["pipelines.destination_password"];
    const server = input.destination_config as PostgresConnection;
    const source = input.source_config as BigQueryConnection;
    expect(await credentials({ id, config: source })).toEqual({ credentials: secrets.source_credentials });
    expect(await password({ id, config: server })).toEqual({ password: secrets.destination_password });
    const nobody = crypto.randomUUID();
    await expect(password({ id: nobody, config: server })).rejects.toMatchObject({ code: "not_found" });
    await replace(api, id, input, { destination_password: null });
    expect(await password({ id, config: server })).toEqual({ password: null });
    await api["pipelines.archive"]({ id, requested_by });
    await expect(credentials({ id, config: source })).rejects.toMatchObject({ code: "not_found" });
  });

  test("starts over with another source or target, and resumes otherwise", async ({ registry, api }) => {
    const { input, made } = await create(api);
    const watermark = { column: "at", type: "DATE", value: "2026-01-01" };
    const stored = async () => {
      const query = registry.db.selectFrom("pipelines").select("watermark").where("id", "=", made.id);
      return (await query.executeTakeFirstOrThrow()).watermark;
    };
    const set = () =>
      registry.db
        .updateTable("pipelines")
        .set({ watermark: JSON.stringify(watermark) })
        .where("id", "=", made.id)
        .execute();
    await set();
    await replace(api, made.id, { ...input, description: "x" });
    expect(await stored()).toEqual(watermark);
    await replace(api, made.id, { ...input, source_config: { ...input.source_config, table: "other" } });
    expect(await stored()).toBeNull();
    await set();
    await replace(api, made.id, { ...input, destination_config: { ...input.destination_config, table: "other" } });
    expect(await stored()).toBeNull();
  });

  test("cannot take another pipeline's name, nor revive a deleted one", async ({ api }) => {
    const [{ input, made }, other] = [await create(api), await create(api)];
    await expect(replace(api, made.id, { ...input, name: other.made.name })).rejects.toMatchObject({
      code: "conflict",
    });
    await api["pipelines.archive"]({ id: made.id, requested_by });
    await expect(replace(api, made.id, input)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a pipeline that is paused", () => {
  const setActive = (api: Api, id: string, is_active: boolean) =>
    api["pipelines.set_active"]({ id, is_active, requested_by });

  test("leaves its schedule and returns to it; repeats change nothing", async ({ registry, api }) => {
    const { made } = await create(api, { schedule: "0 5 * * *" });
    await schedules(registry);
    expect(await setActive(api, made.id, false)).toMatchObject({ is_active: false, version: 2 });
    expect(await setActive(api, made.id, false)).toMatchObject({ version: 2 });
    expect(await setActive(api, made.id, true)).toMatchObject({ is_active: true, version: 3 });
    expect(await schedules(registry)).toEqual([null, "0 5 * * *"]);
  });

  test("ignores a tick in transit, and runs on demand", async ({ registry, api }) => {
    const { made } = await create(api, { schedule: "0 5 * * *" });
    await setActive(api, made.id, false);
    await registry.handle("Tick", { pipelineId: made.id, scheduledForMs: Date.UTC(2030, 0, 1), version: 0 });
    const run = new TestRun(registry, made.id);
    await run.start();
    const { items } = await api["runs.list"]({ pipeline_id: made.id, limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([run.runId]);
  });

  test("is not scheduled again by a change", async ({ registry, api }) => {
    const { input, made } = await create(api, { schedule: "0 5 * * *" });
    await setActive(api, made.id, false);
    await schedules(registry);
    expect(await replace(api, made.id, { ...input, schedule: "0 7 * * *" })).toMatchObject({ is_active: false });
    expect(await schedules(registry)).toEqual([null]);
  });
});

describe("a copy", () => {
  const duplicate = (api: Api, id: string, name?: string) => api["pipelines.duplicate"]({ id, name, requested_by });

  test("has everything of the original except its name and an active schedule", async ({ registry, api }) => {
    const { input, made } = await create(api, { schedule: "0 5 * * *" });
    await schedules(registry);
    const copy = await duplicate(api, made.id);
    expect(copy).toMatchObject({ ...input, name: `${input.name} (copy)`, is_active: false, version: 1 });
    expect(await schedules(registry)).toEqual([]);
    expect(await secretsOf(registry, api, copy.id)).toEqual(secrets);
    expect((await duplicate(api, made.id)).name).toBe(`${input.name} (copy 2)`);
  });

  test("cannot have a taken name", async ({ api }) => {
    const { made } = await create(api);
    await expect(duplicate(api, made.id, made.name)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the list of pipelines", () => {
  test("is paged without gaps or repeats, also for equal times, while others are created and deleted", async ({
    registry,
    api,
  }) => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await create(api, { mode: "replace", description: "of the parts" })).made);
    await registry.db.executeQuery(
      registry.db
        .updateTable("pipelines")
        .set({ created_at: new Date(0) } as never)
        .where(sql`configuration ->> 'description'`, "=", "of the parts")
        .compile(),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api["pipelines.list"]({ limit: 2, cursor, q: "OF THE PARTS" });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor ?? undefined;
      await api["pipelines.archive"]({ id: seen[0]!, requested_by }).catch(() => undefined);
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    expect(new Set(seen).size).toBe(5);
  });

  test("is filtered by state, mode and literal text", async ({ api }) => {
    const { made } = await create(api, { name: "50%_of\\it", mode: "history" });
    await create(api, { name: "50 of it", mode: "history" });
    const listed = async (filter: object) =>
      (await api["pipelines.list"]({ limit: 100, ...filter })).items.map(({ name }) => name);
    expect(await listed({ q: "%_OF\\" })).toEqual([made.name]);
    expect(await listed({ mode: "history" })).toEqual(["50 of it", made.name]);
    await api["pipelines.set_active"]({ id: made.id, is_active: false, requested_by });
    expect(await listed({ mode: "history", status: "active" })).toEqual(["50 of it"]);
    expect(await listed({ mode: "history", status: "paused" })).toEqual([made.name]);
  });
});
