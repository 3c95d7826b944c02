/** JetStream as the registry's account sees it: what is left in streams, and messages to send again. */
import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";

import { messageNameOf, publicEventNames, registryEvents } from "@datamantri/contracts";

/** An event that clients see. */
export interface StoredEvent {
  readonly sequence: number;
  readonly eventId: string;
  readonly runId: string;
  readonly name: string;
}

export class JetStream implements AsyncDisposable {
  readonly #connection: NatsConnection;
  readonly manager: JetStreamManager;

  private constructor(connection: NatsConnection, manager: JetStreamManager) {
    this.#connection = connection;
    this.manager = manager;
  }

  /** @param url nats://user:password@host:port */
  static async connect(url: string): Promise<JetStream> {
    const { host, username, password } = new URL(url);
    const connection = await connect({ servers: host, user: username, pass: password, timeout: 3_000 });
    return new JetStream(connection, await jetstreamManager(connection));
  }

  /** What waits, a line for each stream that is not empty. */
  async findWaiting(): Promise<string[]> {
    const waiting: string[] = [];
    for (const name of ["COMMANDS", "TASKS", "BATCHES", "OBJECTS"]) {
      const { state } = await this.manager.streams.info(name);
      if (state.messages > 0) waiting.push(`stream ${name} has ${state.messages} messages`);
    }
    const events = await this.manager.consumers.info(registryEvents.stream, registryEvents.name);
    const unread = events.num_pending + events.num_ack_pending;
    if (unread > 0) waiting.push(`registries have ${unread} unread events`);
    return waiting;
  }

  /** The public events after a sequence, oldest first. */
  async readEvents(after: number): Promise<StoredEvent[]> {
    const { state } = await this.manager.streams.info("EVENTS");
    const events: StoredEvent[] = [];
    for (let sequence = Math.max(after + 1, state.first_seq); sequence <= state.last_seq; sequence++) {
      const message = await this.manager.streams.getMessage("EVENTS", { seq: sequence }).catch(() => null);
      const name = message && messageNameOf(message.subject);
      if (!message || !(publicEventNames as readonly (string | undefined)[]).includes(name ?? undefined)) continue;
      const eventId = message.header.get("ce-id");
      events.push({ sequence, eventId, runId: message.header.get("ce-subject"), name: name! });
    }
    return events;
  }

  /** Publishes messages that the stream has once more, in another order, under other ids. @returns how many */
  async sendAgain(
    stream: string,
    wants: (subject: string) => boolean,
    most: number,
    shuffle: () => number,
  ): Promise<number> {
    const { state } = await this.manager.streams.info(stream);
    const messages = [];
    for (let sequence = state.last_seq; sequence >= state.first_seq && messages.length < most; sequence--) {
      const message = await this.manager.streams.getMessage(stream, { seq: sequence }).catch(() => null);
      if (message && wants(message.subject)) messages.push(message);
    }
    const shuffled = messages.map((message) => ({ message, at: shuffle() })).toSorted((a, b) => a.at - b.at);
    for (const { message } of shuffled) {
      message.header.delete("Nats-Msg-Id");
      this.#connection.publish(message.subject, message.data, { headers: message.header });
    }
    await this.#connection.flush();
    return shuffled.length;
  }

  /** Stores an empty message. */
  async plant(subject: string): Promise<void> {
    await this.#connection.request(subject);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close();
  }
}
