import type pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import type { EgressGuard } from "@datamantri/runtime";

import { toClientConfig } from "./client-config.ts";
import { PasswordClient } from "./password-client.ts";
import { refuseMetadata } from "./refuse-metadata.ts";

/** Access to a server, with a time limit for each step. */
export interface Access<Config extends PostgresConnection = PostgresConnection> {
  readonly config: Config;
  readonly password: string | null;
  readonly timeout_ms: number;
  /** Decides which servers may be reached. */
  readonly guard: EgressGuard;
}

/** Runs `work` on a separate connection. */
export async function withClient<T>(access: Access, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = toClient(access);
  try {
    await client.connect();
    await refuseMetadata(client);
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
