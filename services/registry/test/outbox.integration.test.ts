/** What the registry says reaches the broker, in order and once, however long the broker is away. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { toScheduleMessage } from "@datamantri/bus";
import { startNats, waitFor, type TestNats } from "@datamantri/testkit";

import { addToOutbox } from "../src/outbox/outbox.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

let nats: TestNats;
let first: TestRegistry;
let second: TestRegistry;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  first = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url });
  second = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url }, first.database);
  first.startPublishing();
  second.startPublishing();
});
afterAll(async () => {
  await second[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

const isEmpty = async () =>
  (await first.db.selectFrom("outbox").select("id").limit(1).executeTakeFirst()) === undefined;
const awaitEmpty = () => waitFor(isEmpty, { what: "the outbox to be published", timeoutMs: 25_000 });

/** A registry holds rows while it waits for the broker's confirmation. */
async function isBeingPublished(): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and state = 'idle in transaction' and now() - state_change > '50 ms'
  `.execute(first.db);
  return rows[0]!.count > 0;
}

/** Admits runs of pipelines of their own and returns what the outbox was told, by subject. */
async function admit(count: number): Promise<string[]> {
  const subjects = [];
  for (let i = 0; i < count; i++) {
    const { id } = await first.createPipeline();
    const run = new TestRun(i % 2 === 0 ? first : second, id);
    await run.start();
    subjects.push(`event.run.${id}.${run.runId}.run_queued`, `task.plan.${run.runId}`);
  }
  return subjects;
}

async function storedSubjects(): Promise<string[]> {
  const told = [...(await first.stored("EVENTS")), ...(await first.stored("TASKS"))];
  return told.map(({ subject }) => subject);
}

const eventsThenTasks = (subjects: readonly string[]) => [
  ...subjects.filter((subject) => subject.startsWith("event.")),
  ...subjects.filter((subject) => subject.startsWith("task.")),
];

async function clear(): Promise<void> {
  for (const stream of ["EVENTS", "TASKS"]) await first.bus.jsm.streams.purge(stream);
}

describe("the outbox", () => {
  test("is published by two registries in order, each message once", async () => {
    await clear();
    const subjects = await admit(40);
    first.outbox.wake();
    second.outbox.wake();
    await awaitEmpty();
    expect(await storedSubjects()).toEqual(eventsThenTasks(subjects));
  });

  test(
    "outlives a broker that hangs and is killed: nothing is lost, nothing out of order",
    { timeout: 60_000 },
    async () => {
      await clear();
      // What is sent to a frozen broker is on its way when it dies, and lost.
      await nats.kill("SIGSTOP");
      const before = await admit(20);
      await waitFor(isBeingPublished, { what: "a round to be on its way" });
      await nats.kill("SIGKILL");
      const during = await admit(60);
      await nats.restart();
      const after = await admit(20);
      await awaitEmpty();
      expect(await storedSubjects()).toEqual(eventsThenTasks([...before, ...during, ...after]));
    },
  );

  test(
    "stores the values of one schedule in their order, also when they were lost at first",
    { timeout: 60_000 },
    async () => {
      await nats.kill("SIGSTOP");
      const id = crypto.randomUUID();
      const versions = Array.from({ length: 30 }, (_, i) => i + 1);
      await first.db.transaction().execute(async (tx) => {
        const schedule = { pipeline_id: id, cron: "* * * * *", timezone: "UTC" };
        const messages = versions.map((version) => toScheduleMessage(id, version, { ...schedule, version }));
        await addToOutbox(tx, [...messages, toScheduleMessage(id, 31, null)]);
      });
      await waitFor(isBeingPublished, { what: "a round to be on its way" });
      await nats.kill("SIGKILL");
      await nats.restart();
      await awaitEmpty();
      const last = await first.bus.jsm.streams.getMessage("KV_schedules", { last_by_subj: `$KV.schedules.${id}` });
      expect(last?.header.get("KV-Operation")).toBe("DEL");
    },
  );

  test("one message that no stream takes holds up no other", async () => {
    await clear();
    const subjects = ["nowhere.at.all", "event.run.p.r.run_queued", "task.plan.r"];
    const messages = subjects.map((subject) => ({ subject, messageId: subject, payload: new Uint8Array() }));
    await first.db.transaction().execute((tx) => addToOutbox(tx, messages));
    const left = () => first.db.selectFrom("outbox").select("subject").execute();
    await waitFor(async () => (await left()).length === 1, { what: "the others to be published", timeoutMs: 15_000 });
    expect(await left()).toEqual([{ subject: "nowhere.at.all" }]);
    expect(await storedSubjects()).toEqual(subjects.slice(1));
    await first.db.deleteFrom("outbox").execute();
  });
});
