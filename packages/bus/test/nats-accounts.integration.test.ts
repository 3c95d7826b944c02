/**
 * Permissions between accounts on a real server: each linked subject, published by each user. End-to-end tests show
 * that the links suffice: they run with them.
 */
import { setTimeout as delay } from "node:timers/promises";

import type { NatsConnection } from "@nats-io/transport-node";
import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  apiPrefixes,
  auditAnchorSubject,
  auditStream,
  mirrorApi,
  mirrors,
  schedulesStream,
  streamSubjects,
} from "@datamantri/contracts";
import { serviceNames, type ServiceName } from "@datamantri/api";
import { waitFor, type TestNats } from "@datamantri/testkit";

import { ensureMirrors, ensureTopology, request, serveRequests, type Bus } from "../src/index.ts";
import { connectAs, type User } from "./connect-as.ts";
import { openTestBus, startTestNats, stopTestNats, topology } from "./open-test-bus.ts";
import { accountOf, fill, hearersOf, links } from "./who-hears.ts";

const users: readonly User[] = [...serviceNames, "tap"];

let nats: TestNats;
const connections = {} as Record<User, NatsConnection>;
let registry: Bus;

beforeAll(async () => {
  nats = await startTestNats();
  registry = await openTestBus(nats.serviceUrls.registry);
  await ensureTopology(registry, topology);
  await ensureMirrors(registry);
  for (const user of users) connections[user] = await connectAs(nats, user);
});
afterAll(async () => {
  for (const connection of Object.values(connections)) await connection.close();
  await stopTestNats(nats);
});

const subjects = [...new Set(links.flatMap(({ subject, as = subject }) => [subject, as]).map(fill))];

describe("a published message", () => {
  test.each(users)("as %s, is received by accounts with a link and by no other", async (user) => {
    const heard = new Map<string, Set<string>>();
    const spies = users
      .filter((other) => other !== user)
      .map((other) =>
        connections[other].subscribe(">", {
          callback: (_failure, message) => {
            const text = message.string();
            if (text.startsWith("said:")) heard.set(text, (heard.get(text) ?? new Set()).add(accountOf(other)));
          },
        }),
      );
    const flushAll = () => Promise.all(Object.values(connections).map((connection) => connection.flush()));
    const expected = subjects.map((subject) => [subject, hearersOf(user, subject)] as const);
    const hearers = (subject: string) => [...(heard.get(`said:${subject}`) ?? [])].toSorted();
    const isHeard = () => expected.every(([subject, all]) => all.every((one) => hearers(subject).includes(one)));
    // Other servers of a cluster learn of subscriptions, and get messages, a moment later.
    const say = async () => {
      await flushAll();
      for (const subject of subjects) connections[user].publish(subject, `said:${subject}`);
      await flushAll();
      await delay(300);
      return isHeard();
    };
    await waitFor(say, { what: "those who should hear it" }).catch(() => undefined);
    for (const spy of spies) spy.unsubscribe();
    expect(subjects.map((subject) => [subject, hearers(subject)])).toEqual(expected);
    expect(user === "tap" || expected.some(([, all]) => all.length > 0)).toBe(true);
  });

  test("as a tap, is short: a request for a consumer with thousands of filters would block the server for minutes", () => {
    expect(connections.tap.info!.max_payload).toBe(4_096);
    expect(connections.gateway.info!.max_payload).toBeGreaterThan(4 * 2 ** 20);
  });

  test("the registry answers, and a request for another worker's secret cannot even be sent", async () => {
    type TestApi = { "runs.source": [request: object, reply: object] };
    const server = serveRequests<TestApi>(
      registry,
      { "runs.source": async () => ({ credentials: "secret" }) },
      "secrets",
    );
    await server.listening;
    const ask = async (service: ServiceName) =>
      request<TestApi, "runs.source">(
        await openTestBus(nats.serviceUrls[service], { service }),
        "secrets",
        "runs.source",
        {},
        500,
      );
    expect(await ask("extractor")).toEqual({ credentials: "secret" });
    for (const service of ["gateway", "scheduler", "loader"] as const) {
      await expect(ask(service)).rejects.toMatchObject({ code: "bus_unavailable" });
    }
    await server.close();
  });
});

/** One subject of each of our streams, and JetStream's own. */
const targets = [
  ...Object.values(streamSubjects).flat().map(fill),
  "cmd.run.start",
  "$KV.schedules.7",
  auditAnchorSubject,
  "task.discard.7",
  "$JS.API.STREAM.DELETE.EVENTS",
  "$JS.API.STREAM.PURGE.TASKS",
  "$JS.API.CONSUMER.DELETE.TASKS.loader-tasks",
  "$JS.ACK.EVENTS.registry-events.1.1.1.1.1",
];

/** The position and content of each stream and mirror: forged and deleted messages both show. */
async function stateOf({ jsm, control }: Bus): Promise<string[]> {
  const states: string[] = [];
  for (const mirror of mirrors) {
    const manager = await jetstreamManager(control, { checkAPI: false, apiPrefix: mirrorApi(mirror) });
    const { created, state } = await manager.streams.info(mirror.stream);
    states.push(`${mirror.account} ${created} ${state.last_seq} ${state.messages}`);
  }
  for await (const { config, created, state } of jsm.streams.list()) {
    states.push(`${config.name} ${created} ${state.first_seq} ${state.last_seq} ${state.messages}`);
  }
  for await (const { name, ack_floor } of jsm.consumers.list("EVENTS")) states.push(`${name} ${ack_floor.stream_seq}`);
  return states.toSorted();
}

test.each(users.filter((user) => user !== "registry"))(
  "%s can neither write the audit log's anchor nor remove it",
  async (user) => {
    await registry.js.publish(auditAnchorSubject, "{}");
    const before = await stateOf(registry);
    for (const prefix of ["$JS.API", ...Object.values(apiPrefixes)]) {
      for (const verb of ["DELETE", "PURGE", "UPDATE"]) {
        connections[user].publish(`${prefix}.STREAM.${verb}.${auditStream}`, "{}");
      }
    }
    connections[user].publish(auditAnchorSubject, "{}");
    await connections[user].flush();
    expect(await stateOf(registry)).toEqual(before);
  },
);

describe("a reply or a consumer's delivery that names a stream's subject", () => {
  beforeAll(async () => {
    // Messages that can be delivered.
    for (let i = 0; i < 3; i++) await registry.js.publish("event.run.p.r.run_queued", "{}");
    await registry.js.publish("$KV.schedules.7", "{}");
    await registry.js.publish(auditAnchorSubject, "{}");
    await waitFor(async () => (await (await managerOf("tap")).streams.info("EVENTS")).state.messages > 0, {
      what: "the taps' mirror",
    });
  });

  async function managerOf(user: User): Promise<JetStreamManager> {
    const follows = ["gateway", "scheduler"].includes(user);
    const apiPrefix = follows ? apiPrefixes.feed : apiPrefixes.streams;
    // Like clients that know nothing of this product.
    return jetstreamManager(connections[user], user === "tap" ? {} : { checkAPI: false, apiPrefix });
  }

  test.each(users.filter((user) => user !== "registry"))(
    "of %s reaches no stream that it may not write itself",
    async (user) => {
      const before = await stateOf(registry);
      const forbidden = targets.filter((target) => hearersOf(user, target).length === 0);
      const askable = [...subjects, "$JS.API.INFO", "$JS.API.STREAM.INFO.EVENTS", "$JS.API.STREAM.MSG.GET.EVENTS"];
      // Subjects that it may publish itself would change the streams.
      const questions = askable.filter(
        (subject) => /API|registry|scheduler|extractor|loader/.test(subject) && !/DELETE|CREATE|PURGE/.test(subject),
      );
      for (const target of forbidden) {
        for (const question of questions) connections[user].publish(question, "{}", { reply: target });
      }
      await connections[user].flush();
      await connections[user].flush();
      expect(await stateOf(registry)).toEqual(before);
    },
  );

  test.each([
    ["gateway", "EVENTS"],
    ["scheduler", schedulesStream],
    ["tap", "EVENTS"],
  ] as const)("of a consumer that %s creates in its feed reaches none either", async (user, stream) => {
    const before = await stateOf(registry);
    const jsm = await managerOf(user);
    const made: string[] = [];
    for (const [i, target] of targets.entries()) {
      for (const headers_only of [false, true]) {
        const config = { name: `evil-${i}-${headers_only}`, deliver_subject: target, headers_only, ack_policy: "none" };
        await jsm.consumers.add(stream, config as never).then(
          () => made.push(config.name),
          () => undefined,
        );
      }
    }
    // Also the mirror's source: a consumer's description would create the next one.
    for (const target of targets) {
      const config = { name: "evil", deliver_subject: target, ack_policy: "none", deliver_policy: "all" };
      const body = JSON.stringify({ stream_name: stream, config });
      for (const prefix of [apiPrefixes.source, apiPrefixes.feed, apiPrefixes.streams]) {
        connections[user].publish(`$JS.API.CONSUMER.CREATE.${stream}`, body, {
          reply: `${prefix}.CONSUMER.CREATE.${stream}`,
        });
        connections[user].publish(`${apiPrefixes.feed}.CONSUMER.CREATE.${stream}`, body, {
          reply: `${prefix}.CONSUMER.CREATE.${stream}`,
        });
      }
    }
    await connections[user].flush();
    // Deliveries follow their consumer at once.
    await delay(300);
    expect(made.length).toBeGreaterThan(0);
    expect(await stateOf(registry)).toEqual(before);
    // A tap may have only a few.
    for (const name of made) await jsm.consumers.delete(stream, name).catch(() => undefined);
  });

  test.each([
    ["gateway", "EVENTS"],
    ["scheduler", schedulesStream],
    ["tap", "EVENTS"],
  ] as const)("of a pull that %s sends in its feed reaches none, with or without messages", async (user, stream) => {
    const before = await stateOf(registry);
    const jsm = await managerOf(user);
    // Subscribes, because a message without subscribers is not delivered.
    const forbidden = targets.filter((target) => hearersOf(user, target).length === 0);
    const ears = forbidden.map((target) => connections[user].subscribe(target));
    for (const [name, filter_subject] of [
      ["full", undefined],
      ["empty", stream === "EVENTS" ? "event.run.none.none.none" : "$KV.schedules.none"],
    ]) {
      const filter = filter_subject === undefined ? {} : { filter_subject };
      await jsm.consumers.add(stream, { name: name!, ack_policy: "none", headers_only: true, ...filter } as never);
      for (const target of [...forbidden, `$JS.API.STREAM.DELETE.${stream}`, `$JS.API.STREAM.PURGE.${stream}`]) {
        for (const prefix of [apiPrefixes.feed, "$JS.API"]) {
          const pull = JSON.stringify({ batch: 1, no_wait: true });
          connections[user].publish(`${prefix}.CONSUMER.MSG.NEXT.${stream}.${name}`, pull, { reply: target });
        }
      }
    }
    await connections[user].flush();
    await delay(300);
    for (const ear of ears) ear.unsubscribe();
    expect(await stateOf(registry)).toEqual(before);
  });
});
