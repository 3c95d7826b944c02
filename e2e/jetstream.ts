/** JetStream as an operator sees and loses it. */
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";

export interface JetStreamView extends AsyncDisposable {
  /** Messages in a stream. */
  count(stream: string): Promise<number>;
  purge(stream: string): Promise<void>;
}

/** @param url nats://user:password@host:port */
export async function connectJetStream(url: string): Promise<JetStreamView> {
  const { host, username, password } = new URL(url);
  const connection = await connect({ servers: host, user: username, pass: decodeURIComponent(password) });
  const manager = await jetstreamManager(connection);
  return {
    count: async (stream) => (await manager.streams.info(stream)).state.messages,
    purge: async (stream) => void (await manager.streams.purge(stream)),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
