/**
 * Each user of NATS tries to forge commands, end schedules and take consumers away, on the running product. `npm run verify:nats`
 * runs it with every server and every way to configure it.
 */
import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { natsReplicas, waitFor } from "@datamantri/testkit";

import { awaitEnd, createPipeline, startTestStack, trigger, type TestStack } from "../test-stack.ts";
import { attack, attackers, type Attacker } from "./nats-attackers.ts";

/** Buckets that registries write all the time. */
const ofRegistries: ReadonlySet<string> = new Set(["KV_audit", "KV_generation"]);

const source = { dataset: "flights", table: "airports" };
let product: TestStack;
let pipelineId: string;
let registry: NatsConnection;
let streams: JetStreamManager;
const opened: NatsConnection[] = [];

beforeAll(async () => {
  product = await startTestStack();
  pipelineId = await createPipeline(product, { name: "watched", source, schedule: "0 0 1 1 *" });
  await awaitEnd(product, await trigger(product, pipelineId));
  registry = await connectTo(product.access.nats);
  streams = await jetstreamManager(registry);
  // The schedule reaches the bucket by the outbox.
  const isThere = async () => (await streams.streams.info("KV_schedules")).state.messages > 0;
  await waitFor(isThere, { what: "the schedule in its bucket" });
});
afterAll(async () => {
  for (const connection of opened) await connection.close();
  await product[Symbol.asyncDispose]();
});

async function connectTo(urls: string): Promise<NatsConnection> {
  const all = urls.split(",").map((url) => new URL(url));
  const { username: user, password: pass } = all[0]!;
  const connection = await connect({ servers: all.map(({ host }) => host), user, pass: decodeURIComponent(pass) });
  opened.push(connection);
  return connection;
}

/** As an attacker who has a service's settings, or the password of taps. */
function connectAs(attacker: Attacker): Promise<NatsConnection> {
  return connectTo(attacker === "tap" ? product.access.natsTap! : product.stack.natsServiceUrls[attacker]);
}

const mirrors = { gateway_feed: "EVENTS", scheduler_feed: "KV_schedules", tap_feed: "EVENTS" };

/** Positions, creation and consumers of all streams and mirrors: what somebody wrote, purged or took away shows. */
async function readStreams(): Promise<string[]> {
  const found: string[] = [];
  for (const [account, stream] of Object.entries(mirrors)) {
    const manager = await jetstreamManager(registry, { checkAPI: false, apiPrefix: `mirrors.${account}.API` });
    const { created, state } = await manager.streams.info(stream);
    found.push(`${account} ${created} ${state.first_seq}-${state.last_seq} ${state.messages}`);
  }
  for await (const { config, created, state } of streams.streams.list()) {
    // The registry moves the audit log's anchor meanwhile; who else can is tested in packages/bus.
    const positions = ofRegistries.has(config.name) ? "" : `${state.first_seq}-${state.last_seq}`;
    found.push(`${config.name} ${created} ${positions} ${state.messages}`);
    for await (const { name, ack_floor } of streams.consumers.list(config.name)) {
      // Feeds follow by consumers with a name of their own.
      if (name.includes("-")) found.push(`${config.name}/${name} ${ack_floor.stream_seq}`);
    }
  }
  return found.toSorted();
}

async function expectHarmless(attacker: Attacker): Promise<void> {
  const before = await readStreams();
  await attack(attacker, await connectAs(attacker), pipelineId);
  expect(await readStreams()).toEqual(before);
}

describe.each(attackers)("%s", (attacker) => {
  test("writes into no stream, ends no schedule and takes nothing away by a reply, a consumer or a request", async () => {
    await expectHarmless(attacker);
  });
});

test("a consumer of the registry that somebody deletes is there again, and runs go on", async () => {
  await streams.consumers.delete("EVENTS", "registry-events");
  const runId = await trigger(product, pipelineId);
  expect(await awaitEnd(product, runId)).toMatchObject({ status: "success" });
});

/**
 * A mirror whose source has no leader asks again after 10 s, 20 s, 30 s and so on, at most 2 minutes:
 * https://github.com/nats-io/nats-server/blob/v2.10.27/server/stream.go (calculateRetryBackoff)
 */
const mirrorsMs = 150_000;

test(
  "with one of three servers dead, runs and mirrors go on, and attacks still fail",
  { timeout: 400_000 },
  async ({ skip }) => {
    skip(natsReplicas() === 1, "there is one server");
    await product.nats!.kill("SIGKILL");
    expect(await awaitEnd(product, await trigger(product, pipelineId))).toMatchObject({ status: "success" });
    await createPipeline(product, { name: "later", source, schedule: "0 0 1 1 *" });
    const stateIn = async (api: string, stream: string) => {
      const manager = await jetstreamManager(registry, { checkAPI: false, apiPrefix: api });
      return (await manager.streams.info(stream)).state;
    };
    for (const account of ["gateway_feed", "tap_feed"]) {
      const { last_seq } = await stateIn("$JS.API", "EVENTS");
      await waitFor(async () => (await stateIn(`mirrors.${account}.API`, "EVENTS")).last_seq >= last_seq, {
        what: `the events in ${account}`,
        timeoutMs: mirrorsMs,
      });
    }
    await waitFor(async () => (await stateIn("mirrors.scheduler_feed.API", "KV_schedules")).messages === 2, {
      what: "the second schedule in its mirror",
      timeoutMs: mirrorsMs,
    });
    for (const attacker of attackers) await expectHarmless(attacker);
  },
);
