/** The checker on a whole product: a clean seed passes, and everything that is planted afterwards is found. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { checkWorld } from "../src/check/check-world.ts";
import { findResidue } from "../src/check/find-residue.ts";
import { makePlan } from "../src/plan/plan.ts";
import { breakWorld, cleanUp, settle, type BrokenWorld } from "../src/run/run-seed.ts";
import type { ChaosPipeline } from "../src/workload/pipeline.ts";
import { findAvailable } from "../src/world/available.ts";
import { query } from "../src/world/databases.ts";
import { JetStream } from "../src/world/jetstream.ts";
import { startWorld, type World } from "../src/world/world.ts";

let world: World;
let broken: BrokenWorld;

beforeAll(async () => {
  const available = await findAvailable(() => undefined);
  const servers = { nats: "oldest", metadata: 18, destination: 18 } as const;
  world = await startWorld(servers, available, join(tmpdir(), "datamantri-bigquery-sandbox"), () => undefined);
  const plan = { ...makePlan(1), faults: [], crashes: [] };
  broken = await breakWorld(world, { ...plan, shapes: ["append", "mirror", "history", "scheduled"] });
});

afterAll(async () => {
  if (broken) await cleanUp(world, broken);
  await world?.[Symbol.asyncDispose]();
});

const noCauses = { faults: [], hasThrown: false, hasRefused: false, hasUndone: false };

const kindsFound = async () =>
  (await checkWorld(world, broken.pipelines, broken.events, noCauses)).findings.map(({ kind }) => kind);

function pipelineOf(shape: string): ChaosPipeline {
  return broken.pipelines.find(({ shapeName }) => shapeName === shape)!;
}

test("a seed without faults passes", async () => {
  expect(broken.troubles).toEqual([]);
  expect(await settle(world)).toEqual([]);
  const { findings, rowsChecked } = await checkWorld(world, broken.pipelines, broken.events, noCauses);
  expect(findings).toEqual([]);
  expect(rowsChecked).toBeGreaterThan(5_000);
});

describe("what is planted is found:", () => {
  beforeEach(async () => {
    expect(await kindsFound()).toEqual([]);
  });

  /** Changes a database for the time of `check`. */
  async function during(url: string, change: string, check: () => Promise<void>, undo: string): Promise<void> {
    await query(url, change);
    try {
      await check();
    } finally {
      await query(url, undo);
    }
  }

  test.each(["append", "mirror", "history"])("a lost row of %s", async (shape) => {
    const { target } = pipelineOf(shape);
    await during(
      world.destinationUrl,
      `create table public.kept as select * from ${target} where id = 20 limit 1;
       delete from ${target} where ctid = (select min(ctid) from ${target} where id = 20)`,
      async () => expect(await kindsFound()).toEqual(["lost"]),
      `insert into ${target} select * from public.kept; drop table public.kept`,
    );
  });

  test("a row that is there twice", async () => {
    const { target } = pipelineOf("append");
    await during(
      world.destinationUrl,
      `insert into ${target} select * from ${target} where id = 21 limit 1`,
      async () => expect(await kindsFound()).toEqual(["duplicated"]),
      `delete from ${target} where ctid = (select max(ctid) from ${target} where id = 21)`,
    );
  });

  test("a changed value", async () => {
    const { target } = pipelineOf("mirror");
    await during(
      world.destinationUrl,
      `update ${target} set p = 'x' || p where id = 23`,
      async () => expect(await kindsFound()).toEqual(["corrupted"]),
      `update ${target} set p = substr(p, 2) where id = 23`,
    );
  });

  test("an end that is not so", async () => {
    const [runId] = pipelineOf("mirror").accepted;
    const set = (state: string) => `update runs set state = '${state}' where id = '${runId}'`;
    await during(
      world.metadataUrl,
      set("failed"),
      async () => expect(await kindsFound()).toContain("untrue"),
      set("success"),
    );
  });

  test("a run that was accepted and never was", async () => {
    const { accepted } = pipelineOf("mirror");
    accepted.push(randomUUID());
    expect(await kindsFound()).toEqual(["untrue"]);
    accepted.pop();
  });

  test("a due time without its record", async () => {
    const { id } = pipelineOf("scheduled");
    const first = `select min(scheduled_for) from occurrences where pipeline_id = '${id}' and status = 'fired'`;
    await during(
      world.metadataUrl,
      `create table kept as select * from occurrences where pipeline_id = '${id}' and scheduled_for = (${first});
       delete from occurrences using kept
       where occurrences.pipeline_id = kept.pipeline_id and occurrences.scheduled_for = kept.scheduled_for`,
      async () => expect(await kindsFound()).toEqual(["untrue"]),
      `insert into occurrences select * from kept; drop table kept`,
    );
  });

  test("a second end in a run's log", async () => {
    const [runId] = pipelineOf("mirror").accepted;
    await during(
      world.metadataUrl,
      `insert into run_events (run_id, event_id, name, message, occurred_at)
       values ('${runId}', 'planted', 'RunFailed', '', now())`,
      async () => expect(await kindsFound()).toContain("untrue"),
      `delete from run_events where event_id = 'planted'`,
    );
  });

  test("an event that a client has not received", async () => {
    const missed = broken.events.received.splice(3, 1);
    expect(await kindsFound()).toEqual(["untrue"]);
    broken.events.received.splice(3, 0, ...missed);
  });
});

describe("residue is found:", () => {
  beforeEach(async () => {
    expect(await settle(world)).toEqual([]);
  });

  test("a staging table", async () => {
    await query(world.destinationUrl, "create table datamantri.staging_planted ()");
    expect(await findResidue(world)).toEqual(["table datamantri.staging_planted"]);
    await query(world.destinationUrl, "drop table datamantri.staging_planted");
  });

  test("a message that nobody takes", async () => {
    await using jetstream = await JetStream.connect(world.nats.url);
    // In a subject of a stream that no consumer reads.
    await jetstream.plant("object.planted.0.0.0.0");
    expect(await findResidue(world)).toEqual(["stream OBJECTS has 1 messages"]);
    await jetstream.manager.streams.purge("OBJECTS");
  });

  test("a session that holds a transaction open", async () => {
    const client = new Client({
      connectionString: world.destination.ownerUrl({ name: "warehouse", password: "only-for-chaos" }),
    });
    await client.connect();
    await client.query("begin; select 1");
    await expect.poll(() => findResidue(world), { timeout: 20_000 }).toHaveLength(1);
    await client.end();
  });
});
