/** Each user of NATS tries to forge commands, end schedules and take consumers away, on the running product. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { awaitEnd, createPipeline, startTestStack, trigger, type TestStack } from "../test-stack.ts";

const attackers = ["tap", "gateway", "scheduler", "extractor", "loader"] as const;

/** What each may say itself, and thus also have said by a reply. */
const own: Readonly<Record<(typeof attackers)[number], readonly string[]>> = {
  tap: [],
  gateway: ["cmd.run.start", "cmd.run.cancel"],
  scheduler: ["tick.p"],
  extractor: ["batch.0.r.0", "event.run.p.r.run_planned", "object.r.0.0.0.0"],
  loader: ["event.run.p.r.batches_loaded"],
};

let product: TestStack;
let pipelineId: string;
let streams: JetStreamManager;
const opened: NatsConnection[] = [];

beforeAll(async () => {
  product = await startTestStack();
  const source = { dataset: "flights", table: "airports" };
  pipelineId = await createPipeline(product, { name: "watched", source, schedule: "0 0 1 1 *" });
  await awaitEnd(product, await trigger(product, pipelineId));
  const { username, password } = new URL(product.access.nats);
  streams = await jetstreamManager(await connectAs(username, password));
  // The schedule reaches the bucket by the outbox.
  const isThere = async () => (await streams.streams.info("KV_schedules")).state.messages > 0;
  await waitFor(isThere, { what: "the schedule in its bucket" });
});
afterAll(async () => {
  for (const connection of opened) await connection.close();
  await product[Symbol.asyncDispose]();
});

async function connectAs(user: string, pass = passwordOf(user)): Promise<NatsConnection> {
  const connection = await connect({ servers: new URL(product.access.nats).host, user, pass });
  opened.push(connection);
  return connection;
}

/** Reads the password from the server's configuration, as an attacker with a service's settings would know it. */
function passwordOf(user: string): string {
  const configuration = readFileSync(join(product.stack.dataDir, "nats-server.conf"), "utf8");
  return new RegExp(`^nats_${user}_password: "([^"]+)"`, "m").exec(configuration)![1]!;
}

/** Positions, creation and consumers of all streams but OBJECTS: what somebody wrote, purged or took away shows. */
async function readStreams(): Promise<string[]> {
  const found: string[] = [];
  for await (const { config, created, state } of streams.streams.list()) {
    found.push(`${config.name} ${created} ${state.first_seq}-${state.last_seq} ${state.messages}`);
    for await (const { name, ack_floor } of streams.consumers.list(config.name)) {
      // Feeds follow by consumers with a name of their own.
      if (name.includes("-")) found.push(`${config.name}/${name} ${ack_floor.stream_seq}`);
    }
  }
  return found.toSorted();
}

const apis = ["$JS.API", "streams.API", "feed.API", "source.API"];
const verbs = ["INFO", "STREAM.INFO.EVENTS", "STREAM.INFO.KV_schedules", "STREAM.INFO.OBJECTS", "STREAM.NAMES"];
const questions = [
  ...apis.flatMap((api) =>
    [...verbs, "CONSUMER.INFO.BATCHES.loader-batches-7", "STREAM.MSG.GET.EVENTS"].map((verb) => `${api}.${verb}`),
  ),
  "registry.users.list",
  "secrets.runs.source",
  "extractor.browse",
  "loader.rejects.list",
  "scheduler.preview",
];

/** Subjects that change something when anything arrives on them. */
const targets = (): string[] => [
  `$KV.schedules.${pipelineId}`,
  "cmd.run.start",
  "cmd.run.cancel",
  "tick.p",
  "task.discard.r",
  "task.finalize.r",
  "batch.0.r.0",
  "object.r.0.0.0.0",
  "event.run.p.r.run_planned",
  "event.run.p.r.batches_loaded",
  "event.run.p.r.run_succeeded",
  "$JS.API.STREAM.DELETE.EVENTS",
  "$JS.API.STREAM.PURGE.TASKS",
  "$JS.API.CONSUMER.DELETE.EVENTS.registry-events",
  "$JS.ACK.EVENTS.registry-events.1.1.1.1.1",
];

describe.each(attackers)("%s", (attacker) => {
  test("writes into no stream, ends no schedule and takes nothing away by a reply, a consumer or a request", async () => {
    const before = await readStreams();
    const connection = await connectAs(attacker);
    const forbidden = targets().filter((target) => !own[attacker].includes(target));
    for (const target of forbidden) {
      connection.publish(target, "{}");
      for (const question of questions) connection.publish(question, "{}", { reply: target });
      for (const api of apis) {
        for (const [stream, headers_only] of [
          ["EVENTS", true],
          ["EVENTS", false],
          ["KV_schedules", true],
        ] as const) {
          const config = { name: crypto.randomUUID(), deliver_subject: target, ack_policy: "none", headers_only };
          const subject = `${api}.CONSUMER.CREATE.${stream}.${config.name}`;
          const body = JSON.stringify({ stream_name: stream, config });
          connection.publish(subject, body);
          for (const other of apis) connection.publish(subject, body, { reply: `${other}.CONSUMER.CREATE.${stream}` });
        }
        connection.publish(`${api}.CONSUMER.DELETE.EVENTS.registry-events`);
        connection.publish(`${api}.STREAM.PURGE.EVENTS`);
        connection.publish(`${api}.STREAM.DELETE.KV_schedules`);
      }
    }
    await connection.flush();
    // What was asked for is delivered a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await readStreams()).toEqual(before);
  });
});

test("a consumer of the registry that somebody deletes is there again, and runs go on", async () => {
  await streams.consumers.delete("EVENTS", "registry-events");
  const runId = await trigger(product, pipelineId);
  expect(await awaitEnd(product, runId)).toMatchObject({ status: "success" });
});
