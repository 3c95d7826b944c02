import type pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import type { EgressGuard } from "@datamantri/runtime";

import { toClientConfig } from "./client-config.ts";
import { PasswordClient } from "./password-client.ts";
import { refuseMetadata } from "./refuse-metadata.ts";
import { beginTransaction } from "./session-settings.ts";

/** Access to a server, with a time limit for each step. */
export interface Access<Config extends PostgresConnection = PostgresConnection> {
  readonly config: Config;
  readonly password: string | null;
  readonly timeout_ms: number;
  /** Decides which servers may be reached. */
  readonly guard: EgressGuard;
}

/** Runs `work` on a separate connection, in a transaction in which nothing can write, not even a view's function. */
export async function withClient<T>(access: Access, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = toClient(access);
  try {
    await client.connect();
    await refuseMetadata(client);
    // The client's own limit leaves the statement running at the server.
    await client.query(
      `${beginTransaction("read only")}; set local statement_timeout = ${Math.floor(access.timeout_ms)}`,
    );
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function toClient({ config, password, timeout_ms, guard }: Access): pg.Client {
  const client = new PasswordClient({
    ...toClientConfig(config, password, guard),
    connectionTimeoutMillis: timeout_ms,
    query_timeout: timeout_ms,
  });
  // A waiting query rejects with the error. Without a listener a later error would end the process.
  client.on("error", () => undefined);
  return client;
}
