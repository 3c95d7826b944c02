/** The registry's messages reach the broker in order and once, however long the broker is down. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import { toScheduleMessage } from "@datamantri/bus";
import { waitFor } from "@datamantri/testkit";

import { addToOutbox } from "../src/outbox/outbox.ts";
import { test } from "./fixtures.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

test.beforeAll(({ registry, second }) => {
  registry.startPublishing();
  second.startPublishing();
});

const isEmpty = async (registry: TestRegistry) =>
  (await registry.db.selectFrom("outbox").select("id").limit(1).executeTakeFirst()) === undefined;
const awaitEmpty = (registry: TestRegistry) =>
  waitFor(() => isEmpty(registry), { what: "the outbox to be published", timeoutMs: 25_000 });

/** True while a registry locks rows and waits for the broker's confirmation. */
async function isBeingPublished(registry: TestRegistry): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and state = 'idle in transaction' and now() - state_change > '50 ms'
  `.execute(registry.db);
  return rows[0]!.count > 0;
}

/** Admits runs of their own pipelines. Returns the outbox's messages by subject. */
async function admit(registry: TestRegistry, second: TestRegistry, count: number): Promise<string[]> {
  const subjects = [];
  for (let i = 0; i < count; i++) {
    const { id } = await registry.createPipeline();
    const run = new TestRun(i % 2 === 0 ? registry : second, id);
    await run.start();
    subjects.push(`event.run.${id}.${run.runId}.run_queued`, `task.plan.${run.runId}`);
  }
  return subjects;
}

async function storedSubjects(registry: TestRegistry): Promise<string[]> {
  const told = [...(await registry.stored("EVENTS")), ...(await registry.stored("TASKS"))];
  return told.map(({ subject }) => subject);
}

const eventsThenTasks = (subjects: readonly string[]) => [
  ...subjects.filter((subject) => subject.startsWith("event.")),
  ...subjects.filter((subject) => subject.startsWith("task.")),
];

async function clear(registry: TestRegistry): Promise<void> {
  for (const stream of ["EVENTS", "TASKS"]) await registry.bus.jsm.streams.purge(stream);
}

describe("the outbox", () => {
  test("is published by two registries in order, each message once", async ({ registry, second }) => {
    await clear(registry);
    const subjects = await admit(registry, second, 40);
    registry.outbox.wake();
    second.outbox.wake();
    await awaitEmpty(registry);
    expect(await storedSubjects(registry)).toEqual(eventsThenTasks(subjects));
  });

  test(
    "survives a broker that hangs and is killed: nothing is lost or out of order",
    { timeout: 60_000 },
    async ({ nats, registry, second }) => {
      await clear(registry);
      // Messages sent to a frozen broker are in transit when it is killed, and lost.
      await nats.kill("SIGSTOP");
      const before = await admit(registry, second, 20);
      await waitFor(() => isBeingPublished(registry), { what: "a round to be on its way" });
      await nats.kill("SIGKILL");
      const during = await admit(registry, second, 60);
      await nats.restart();
      const after = await admit(registry, second, 20);
      await awaitEmpty(registry);
      expect(await storedSubjects(registry)).toEqual(eventsThenTasks([...before, ...during, ...after]));
    },
  );

  test(
    "stores the values of one schedule in their order, also when they were lost at first",
    { timeout: 60_000 },
    async ({ nats, registry }) => {
      await nats.kill("SIGSTOP");
      const id = crypto.randomUUID();
      const versions = Array.from({ length: 30 }, (_, i) => i + 1);
      await registry.db.transaction().execute(async (tx) => {
        const schedule = { pipeline_id: id, cron: "* * * * *", timezone: "UTC" };
        const messages = versions.map((version) => toScheduleMessage(id, version, { ...schedule, version }));
        await addToOutbox(tx, [...messages, toScheduleMessage(id, 31, null)]);
      });
      await waitFor(() => isBeingPublished(registry), { what: "a round to be on its way" });
      await nats.kill("SIGKILL");
      await nats.restart();
      await awaitEmpty(registry);
      const last = await registry.bus.jsm.streams.getMessage("KV_schedules", { last_by_subj: `$KV.schedules.${id}` });
      expect(last?.header.get("KV-Operation")).toBe("DEL");
    },
  );

  test("does not let one message that no stream accepts delay others", async ({ registry }) => {
    await clear(registry);
    const subjects = ["nowhere.at.all", "event.run.p.r.run_queued", "task.plan.r"];
    const messages = subjects.map((subject) => ({ subject, messageId: subject, payload: new Uint8Array() }));
    await registry.db.transaction().execute((tx) => addToOutbox(tx, messages));
    const left = () => registry.db.selectFrom("outbox").select("subject").execute();
    await waitFor(async () => (await left()).length === 1, { what: "the others to be published", timeoutMs: 15_000 });
    expect(await left()).toEqual([{ subject: "nowhere.at.all" }]);
    expect(await storedSubjects(registry)).toEqual(subjects.slice(1));
    await registry.db.deleteFrom("outbox").execute();
  });
});
