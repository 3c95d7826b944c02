/** What an attacker with the password of one user of NATS tries. */
import type { NatsConnection } from "@nats-io/transport-node";

export const attackers = ["tap", "gateway", "scheduler", "extractor", "loader"] as const;
export type Attacker = (typeof attackers)[number];

/** What each may say itself, and thus also have said by a reply. */
const own: Readonly<Record<Attacker, readonly string[]>> = {
  tap: [],
  gateway: ["cmd.run.start", "cmd.run.cancel"],
  scheduler: ["tick.p"],
  extractor: ["batch.0.r.0", "event.run.p.r.run_planned", "object.r.0.0.0.0"],
  loader: ["event.run.p.r.batches_loaded"],
};

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
const targets = (pipelineId: string): string[] => [
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

/** By requests, replies and consumers: forges messages, ends the schedule and takes streams and consumers away. */
export async function attack(attacker: Attacker, connection: NatsConnection, pipelineId: string): Promise<void> {
  const forbidden = targets(pipelineId).filter((target) => !own[attacker].includes(target));
  for (const target of forbidden) {
    // What is delivered to nobody is not sent.
    connection.subscribe(target);
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
  await pullInto([...forbidden, "$JS.API.STREAM.DELETE.KV_schedules", "$JS.API.STREAM.PURGE.EVENTS"], connection);
  await connection.flush();
  // What was asked for is delivered a moment later.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** A pull's replies are messages of the stream or, where there are none, empty: then they are requests to delete or purge a stream. */
async function pullInto(targets: readonly string[], connection: NatsConnection): Promise<void> {
  for (const api of apis) {
    for (const [stream, filter_subject] of [
      ["EVENTS", "event.run.*.*.*"],
      ["EVENTS", "event.run.none.none.none"],
      ["KV_schedules", "$KV.schedules.*"],
      ["KV_schedules", "$KV.schedules.none"],
    ] as const) {
      const name = crypto.randomUUID();
      const config = { name, ack_policy: "none", headers_only: true, filter_subject };
      const subject = `${api}.CONSUMER.CREATE.${stream}.${name}.${filter_subject}`;
      // Most are refused.
      await connection
        .request(subject, JSON.stringify({ stream_name: stream, config }), { timeout: 500 })
        .catch(() => {});
      for (const target of targets) {
        const pull = JSON.stringify({ batch: 1, no_wait: true });
        connection.publish(`${api}.CONSUMER.MSG.NEXT.${stream}.${name}`, pull, { reply: target });
      }
    }
  }
}
