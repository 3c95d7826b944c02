/** Listens to run events as an outsider does: a plain NATS client, the headers, and the message by its contract. */
import { connect, type Msg } from "@nats-io/transport-node";

import { decodeMessage, messageNameOf, type EventName, type Message } from "@datamantri/contracts";

export interface TappedEvent {
  readonly name: EventName;
  readonly subject: string;
  /** CloudEvents attributes, without `ce-`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: Message<EventName>;
}

export interface Tap {
  /** Everything heard so far, in order. */
  readonly events: readonly TappedEvent[];
  eventsOf(runId: string): readonly TappedEvent[];
  /** Processes that read splits and loaded batches of a run. */
  workersOf(runId: string): { readonly extractors: Set<string>; readonly loaders: Set<string> };
  close(): Promise<void>;
}

/** @param url nats://user:password@host:port; the tap's, or one in the registry's account. */
export async function connectTap(url: string): Promise<Tap> {
  const { host, username, password } = new URL(url);
  const connection = await connect({
    servers: host,
    user: username,
    pass: decodeURIComponent(password),
  });
  const events: TappedEvent[] = [];
  connection.subscribe("event.run.>", {
    callback: (failure, message) => {
      if (!failure) events.push(toEvent(message));
    },
  });
  await connection.flush();
  const eventsOf = (runId: string): TappedEvent[] => events.filter(({ attributes }) => attributes.subject === runId);
  const instances = (runId: string, wanted: EventName): Set<string> =>
    new Set(
      eventsOf(runId)
        .filter(({ name }) => name === wanted)
        .map(({ attributes }) => attributes.instance!),
    );
  return {
    events,
    eventsOf,
    workersOf: (runId) => ({
      extractors: instances(runId, "SplitExtracted"),
      loaders: instances(runId, "BatchesLoaded"),
    }),
    close: () => connection.close(),
  };
}

function toEvent(message: Msg): TappedEvent {
  const name = messageNameOf(message.subject) as EventName;
  const keys = message.headers?.keys().filter((key) => key.startsWith("ce-")) ?? [];
  const attributes = Object.fromEntries(keys.map((key) => [key.slice(3), message.headers!.get(key)]));
  return { name, subject: message.subject, attributes, body: decodeMessage(name, message.data) };
}
