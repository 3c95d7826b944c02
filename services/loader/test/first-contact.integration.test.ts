/** S6: what is away at the first contact is waited for as in every later step; the registry says for how long. */
import { expect } from "vitest";

import { startTcpProxy, waitFor } from "@datamantri/testkit";

import { loadersTest as test } from "./fixtures.ts";
import type { TestLoaders } from "./test-loaders.ts";
import type { TestRun } from "./test-run.ts";

/** Deliveries after which a run failed at prepare before: about 15 seconds. */
const formerlyTooMany = 6;

/** The sixth try comes about half a minute after the first. */
const patienceMs = 120_000;

const prepared = (loaders: TestLoaders, run: TestRun) =>
  waitFor(async () => (await loaders.eventsOf(run, "RunPrepared")).length > 0, {
    what: "the run to be prepared",
    timeoutMs: patienceMs,
  });

test(
  "S6: a destination that is away at prepare fails no run, however often it is tried",
  { timeout: 3 * patienceMs },
  async ({ loaders, db }) => {
    const { hostname, port } = new URL(db.url);
    await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    proxy.mode = { kind: "reset" };
    await using _loader = await loaders.start();
    await using run = loaders.newRun("first", proxy.through(db.url));
    await loaders.prepare(run);
    const last = async () =>
      (await loaders.eventsOf(run, "StepDelayed")).at(-1)?.body as { delivery: number } | undefined;
    await waitFor(async () => ((await last())?.delivery ?? 0) >= formerlyTooMany, {
      what: "the destination to be tried for the sixth time",
      timeoutMs: patienceMs,
    });
    expect(await last()).toMatchObject({ step: "prepare", code: "sink_unreachable" });
    expect(await loaders.eventsOf(run, "StepFailed")).toEqual([]);
    proxy.mode = { kind: "pass" };
    await waitFor(async () => (await loaders.eventsOf(run, "RunPrepared")).length > 0, {
      what: "the run to be prepared",
      timeoutMs: patienceMs,
    });
  },
);

test(
  "S6: a role without a free session at prepare is waited for",
  { timeout: 2 * patienceMs },
  async ({ loaders, db }) => {
    const role = `few_${Math.random().toString(36).slice(2)}`;
    await db.query(`
    create role ${role} login password 'only-for-tests' connection limit 0;
    grant create on database ${db.name} to ${role};
    grant all on schema public to ${role}`);
    await using _loader = await loaders.start();
    const url = new URL(db.url);
    url.username = role;
    url.password = "only-for-tests";
    await using run = loaders.newRun("second", url.href);
    await loaders.prepare(run);
    expect((await loaders.awaitEvent(run, "StepDelayed")).body).toMatchObject({ step: "prepare", code: "sink_busy" });
    await db.query(`alter role ${role} connection limit -1`);
    await prepared(loaders, run);
    expect(await loaders.eventsOf(run, "StepFailed")).toEqual([]);
  },
);
