/** One process's connections to the broker in memory, with the parts of the NATS client that `packages/bus` calls. */
import { JetStreamApiError, type ConsumerConfig, type JsMsg, type StreamConfig } from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/transport-node";

import type { ServiceName } from "@datamantri/api";
import type { Bus } from "@datamantri/bus";
import { toPipelineError, type Logger } from "@datamantri/runtime";

import { Endpoints } from "../../packages/bus/src/endpoints.ts";
import type { Crashes } from "../crash.ts";
import type { Broker, Delivery, StoredMessage } from "./broker.ts";
import type { Core } from "./core.ts";

interface Sent {
  readonly msgID?: string;
  readonly headers?: MsgHdrs;
}

export function processBus(service: ServiceName, broker: Broker, core: Core, crashes: Crashes, log: Logger): Bus {
  const isWorker = service === "extractor" || service === "loader";
  const js = { publish: (...sent: Parameters<typeof publish>) => publish(...sent) };
  const publish = (subject: string, payload: Uint8Array | string, { msgID, headers }: Sent = {}): Promise<object> => {
    const store = async (): Promise<object> => {
      const data = typeof payload === "string" ? Buffer.from(payload) : payload;
      while (!broker.store(subject, data, toMap(headers), msgID)) {
        if (!isWorker) throw new Error("no responders");
        // It tries again and again, and nothing else happens to it.
        await crashes.freeze();
      }
      return {};
    };
    return crashes.around("publish", store, () => new Error("connection closed"));
  };
  const jsm = manage(broker, crashes);
  const parts = {
    service,
    instance: service,
    servers: "in memory",
    log,
    control: toControl(core, crashes),
    js,
    bulkJs: js,
    jsm,
    bulkJsm: jsm,
    endpoints: new Endpoints(),
    stalledMs: Number.POSITIVE_INFINITY,
    fail: () => undefined,
    toMessageId: (id: string) => `${service} ${id}`,
  };
  return parts as unknown as Bus;
}

function toControl(core: Core, crashes: Crashes) {
  return {
    isClosed: () => crashes.isDead,
    publish: (subject: string, data: string) => core.publish(subject, data),
    async request(subject: string, data: string) {
      crashes.assertAlive();
      const reply = await core.request(subject, JSON.parse(data)).then(
        (ok) => ({ ok }),
        (error: unknown) => {
          if (error instanceof Error && error.message === "no responders") throw error;
          const { code, message, facts } = toPipelineError(error);
          return { error: { code, message, is_outage: facts["isOutage"] === true } };
        },
      );
      crashes.assertAlive();
      return { data: Buffer.from(JSON.stringify(reply)), json: () => structuredClone(reply) };
    },
  };
}

/** https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const missingStream = { code: 404, err_code: 10059, description: "stream not found" };
const missingConsumer = { code: 404, err_code: 10014, description: "consumer not found" };

function manage(broker: Broker, crashes: Crashes) {
  const find = (name: string) => {
    crashes.assertAlive();
    const stream = broker.streams.get(name);
    if (!stream) throw new JetStreamApiError(missingStream);
    return stream;
  };
  const describe = (name: string, filter?: string) => {
    const { config, created, lastSeq, messages } = find(name);
    const subjects: Record<string, number> = {};
    if (filter !== undefined)
      for (const { subject } of broker.find(name, filter)) subjects[subject] = (subjects[subject] ?? 0) + 1;
    return { config, created, state: { messages: messages.size, last_seq: lastSeq, subjects } };
  };
  const describeConsumer = (stream: string, name: string) => {
    const consumer = find(stream).consumers.get(name);
    if (!consumer) throw new JetStreamApiError(missingConsumer);
    const [unacknowledged, floor] = [broker.countUnacknowledged(stream, name), broker.ackFloor(stream, name)];
    const counts = { num_pending: unacknowledged, num_ack_pending: 0, ack_floor: { stream_seq: floor } };
    return { name, config: consumer.config, ...counts };
  };
  return {
    streams: {
      info: async (name: string, options?: { readonly subjects_filter?: string }) =>
        describe(name, options?.subjects_filter),
      add: async (config: StreamConfig) => (broker.createStream(config), describe(config.name)),
      update: async (name: string) => describe(name),
      purge: async (name: string, options?: { readonly filter?: string }) => (
        find(name),
        broker.purge(name, options?.filter)
      ),
      async getMessage(name: string, { last_by_subj: subject }: { readonly last_by_subj: string }) {
        find(name);
        const last = broker.find(name, subject).at(-1) ?? null;
        return last && { seq: last.seq, data: last.data, time: new Date(last.atMs) };
      },
    },
    consumers: {
      info: async (stream: string, name: string) => describeConsumer(stream, name),
      async add(stream: string, config: Partial<ConsumerConfig>) {
        find(stream);
        broker.createConsumer(stream, config);
        return describeConsumer(stream, config.durable_name!);
      },
      update: async (stream: string, name: string) => describeConsumer(stream, name),
      async *list(stream: string) {
        for (const name of find(stream).consumers.keys()) yield { name };
      },
    },
  };
}

function toMap(headers: MsgHdrs | undefined): ReadonlyMap<string, string> {
  return new Map(headers?.keys().map((key) => [key, headers.get(key)]) ?? []);
}

/** A delivered message, as the NATS client hands it on. */
export function toJsMsg(broker: Broker, crashes: Crashes, delivery: Delivery): JsMsg {
  const { stream, message, deliveries } = delivery;
  const { subject, data, seq, atMs, headers }: StoredMessage = message;
  const parts = {
    subject,
    data,
    headers: { get: (name: string) => headers.get(name) ?? "" },
    info: { stream, streamSequence: seq, deliveryCount: deliveries, timestampNanos: atMs * 1_000_000 },
    ack: () => {
      if (crashes.acknowledges()) broker.acknowledge(delivery);
    },
    nak: (delayMs: number) => {
      if (!crashes.isDead) broker.giveBack(delivery, delayMs);
    },
    working: () => undefined,
  };
  return parts as unknown as JsMsg;
}
