import pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import type { EgressGuard } from "@datamantri/runtime";

import { toClientConfig } from "./client-config.ts";

/** Access to a server, with a time limit for each step. */
export interface Access<Config extends PostgresConnection = PostgresConnection> {
  readonly config: Config;
  readonly password: string | null;
  readonly timeout_ms: number;
  /** Says which servers may be reached. */
  readonly guard: EgressGuard;
}

/** One connection for a question about a server. The caller connects and ends it. */
export function toClient({ config, password, timeout_ms, guard }: Access): pg.Client {
  const client = new pg.Client({
    ...toClientConfig(config, password, guard),
    connectionTimeoutMillis: timeout_ms,
    query_timeout: timeout_ms,
  });
  // A query that is waiting rejects with the error. Without a listener an error that comes later would end the process.
  client.on("error", () => undefined);
  return client;
}
