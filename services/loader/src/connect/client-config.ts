import { randomUUID } from "node:crypto";
import type pg from "pg";

import type { DestinationConfig, PostgresConnection } from "@datamantri/api";
import type { EgressGuard } from "@datamantri/runtime";

import { openGuardedSocket } from "./guarded-socket.ts";

/** Settings of a connection to a PostgreSQL server, for runs and for checks. */
export function toClientConfig(
  { host, port, database, user, ssl_mode }: PostgresConnection,
  password: string | null,
  guard: EgressGuard,
) {
  return {
    host,
    port,
    database,
    user,
    // Without a password pg would send the one in the loader's own environment to a user's server. A server that
    // requires a password refuses this one.
    password: password ?? randomUUID(),
    ssl: toSsl(ssl_mode),
    stream: () => openGuardedSocket(guard),
    application_name: "datamantri-loader",
  } satisfies pg.ClientConfig;
}

/** libpq's words: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
export function toSsl(mode: DestinationConfig["ssl_mode"]): pg.ClientConfig["ssl"] {
  switch (mode) {
    case "verify-full":
      return { rejectUnauthorized: true };
    case "require":
      return { rejectUnauthorized: false };
    case "disable":
    case undefined:
      return false;
  }
  return mode satisfies never;
}
