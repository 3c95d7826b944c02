import { connect, type NatsConnection } from "@nats-io/transport-node";

import type { ServiceName } from "@datamantri/api";
import type { TestNats } from "@datamantri/testkit";

export type User = ServiceName | "tap";

/** A plain client with a user's name and password. */
export async function connectAs({ serviceUrls, tapUrl }: TestNats, user: User): Promise<NatsConnection> {
  const urls = (user === "tap" ? tapUrl : serviceUrls[user]).split(",").map((url) => new URL(url));
  const { username, password } = urls[0]!;
  return connect({ servers: urls.map(({ host }) => host), user: username, pass: password });
}
