/** S3, S4: an older state of NATS, or of the metadata database, is brought back while everything else goes on. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import { putSchedule, readEventStream, readGeneration, readSchedules } from "@datamantri/bus";
import { natsLayout, waitFor } from "@datamantri/testkit";

import { compareGenerations } from "../src/reconcile/compare-generations.ts";
import { answerAll } from "./answer-all.ts";
import { isolatedTest as test } from "./fixtures.ts";
import { flushOutbox } from "./flush-outbox.ts";
import type { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

async function pass(registry: TestRegistry): Promise<void> {
  await registry.reconciler.reconcile();
  await compareGenerations(registry.db, registry.bus);
}

/** Once NATS answers again. */
const reconciled = (registry: TestRegistry) =>
  waitFor(
    () =>
      pass(registry).then(
        () => true,
        () => false,
      ),
    { what: "a pass of the reconciler", timeoutMs: 30_000 },
  );

const epoch = async (registry: TestRegistry) => (await readEventStream(registry.bus)).epoch;
const rolledBackAt = async (registry: TestRegistry) => (await answerAll(registry)["system.read"]({})).rolled_back_at;

describe.skipIf(natsLayout() !== "start")("an older store of NATS", () => {
  test("S4: is found out again if the registry that found it out could not store that", async ({ nats, registry }) => {
    await pass(registry);
    const bringBack = await nats.save!();
    for (let i = 0; i < 3; i++) await reconciled(registry);
    await bringBack();
    const { db, bus } = registry;
    await sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$
    `.execute(db);
    await sql`create trigger refuse before update on generation for each row execute function refuse()`.execute(db);
    await waitFor(
      () =>
        compareGenerations(db, bus).then(
          () => false,
          (error: Error) => error.message === "killed",
        ),
      { what: "the commit to fail" },
    );
    await sql`drop trigger refuse on generation`.execute(db);
    await reconciled(registry);
    expect(await epoch(registry)).toBe(1);
    await reconciled(registry);
    expect(await epoch(registry)).toBe(1);
  });

  test("S4: events have other positions from then on, also when there are more of them than before", async ({
    nats,
    registry,
    run,
  }) => {
    await pass(registry);
    const bringBack = await nats.save!();
    await reconciled(registry);
    await run.reach("loading");
    await flushOutbox(registry);
    await pass(registry);
    expect(await epoch(registry)).toBe(0);
    const { lastSequence: before } = await readEventStream(registry.bus);
    await bringBack();
    // More events than were lost: no sequence shows it.
    const others = Array.from({ length: 4 }, () => new TestRun(registry, run.pipelineId));
    for (const other of others) await other.start();
    await waitFor(
      () =>
        flushOutbox(registry).then(
          () => true,
          () => false,
        ),
      { what: "NATS", timeoutMs: 30_000 },
    );
    expect((await readEventStream(registry.bus)).lastSequence).toBeGreaterThanOrEqual(before);
    await reconciled(registry);
    expect(await epoch(registry)).toBe(1);
    // It is found once.
    for (let i = 0; i < 3; i++) await pass(registry);
    expect(await epoch(registry)).toBe(1);
    expect(await rolledBackAt(registry)).toBeNull();
  });

  test("S3: schedules are those of the database again, in the first pass", async ({ nats, registry }) => {
    const gone = await registry.createPipeline({ schedule: "0 5 * * *" });
    await flushOutbox(registry);
    await pass(registry);
    const bringBack = await nats.save!();
    await reconciled(registry);
    await registry.db.updateTable("pipelines").set({ is_active: false }).where("id", "=", gone.id).execute();
    const { revision } = (await readSchedules(registry.bus)).get(gone.id)!;
    await putSchedule(registry.bus, gone.id, null, revision);
    await pass(registry);
    expect((await readSchedules(registry.bus)).get(gone.id)?.schedule).toBeUndefined();
    await bringBack();
    await reconciled(registry);
    expect((await readSchedules(registry.bus)).get(gone.id)?.schedule).toBeUndefined();
  });
});

test("two registries that compare at the same time find nothing", async ({ registry, second }) => {
  for (let i = 0; i < 5; i++) await Promise.all([pass(registry), pass(second)]);
  expect(await epoch(registry)).toBe(0);
  expect(await rolledBackAt(registry)).toBeNull();
});

test("a registry that ends between NATS and its commit has rolled back nothing", async ({ registry }) => {
  const { number } = await registry.db.selectFrom("generation").select("number").executeTakeFirstOrThrow();
  await registry.db
    .updateTable("generation")
    .set({ number: number - 1 })
    .execute();
  await pass(registry);
  expect(await rolledBackAt(registry)).toBeNull();
  expect(await epoch(registry)).toBe(0);
});

test("an older metadata database is found out and named", async ({ registry }) => {
  for (let i = 0; i < 3; i++) await pass(registry);
  const { number } = await registry.db.selectFrom("generation").select("number").executeTakeFirstOrThrow();
  await registry.db
    .updateTable("generation")
    .set({ number: number - 2 })
    .execute();
  await pass(registry);
  expect(await rolledBackAt(registry)).toEqual(expect.any(String));
  // Positions that it has given to clients may be given again.
  expect(await epoch(registry)).toBe(1);
  expect((await readGeneration(registry.bus)).generation).toBe(number);
});
