import { randomUUID } from "node:crypto";
import pg from "pg";

import type { PostgresConnection } from "@datamantri/resources";
import type { EgressGuard } from "@datamantri/runtime";

import { toSsl } from "./destinations.ts";
import { openGuardedSocket } from "./guarded-socket.ts";

/** How to get into a server, and how long each step may take. */
export interface Access<Config extends PostgresConnection = PostgresConnection> {
  readonly config: Config;
  readonly password: string | null;
  readonly timeout_ms: number;
  /** Says which servers may be reached. */
  readonly guard: EgressGuard;
}

/** One connection for somebody who asks about a server. It is not connected yet; whoever makes it ends it. */
export function toClient({ config, password, timeout_ms, guard }: Access): pg.Client {
  const { host, port, database, user, ssl_mode } = config;
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    // As for runs: nothing of the loader's own environment is offered to anybody's server.
    password: password ?? randomUUID(),
    ssl: toSsl(ssl_mode),
    stream: () => openGuardedSocket(guard),
    connectionTimeoutMillis: timeout_ms,
    query_timeout: timeout_ms,
    application_name: "datamantri-loader",
  });
  // Who waits for an answer hears of its error; without a listener one that comes later would end the process.
  client.on("error", () => undefined);
  return client;
}
