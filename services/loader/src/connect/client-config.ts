import { randomUUID } from "node:crypto";
import type { ConnectionOptions } from "node:tls";

import type { PostgresConnection } from "@datamantri/api";
import { HostList, type EgressGuard } from "@datamantri/runtime";

import { openGuardedSocket } from "./guarded-socket.ts";
import type { PasswordClientConfig } from "./password-client.ts";

/** Settings of a connection to a PostgreSQL server, for runs and for checks. */
export function toClientConfig(server: PostgresConnection, password: string | null, guard: EgressGuard) {
  const { host, port, database, user, require_auth = "scram-sha-256" } = server;
  const ssl = toSsl(server);
  return {
    host,
    port,
    database,
    user,
    // Without a password pg would send the one in the loader's own environment to a user's server. A server that
    // requires a password refuses this one.
    password: password ?? randomUUID(),
    require_auth: password === null ? null : require_auth,
    ssl,
    // Where nobody looks at the server's certificate, the password's proof holds for the connection that has just this one:
    // https://www.postgresql.org/docs/current/sasl-authentication.html
    enableChannelBinding: ssl !== false && ssl.rejectUnauthorized === false,
    stream: () => openGuardedSocket(guard),
    application_name: "datamantri-loader",
  } satisfies PasswordClientConfig;
}

const thisMachine = new HostList("localhost,127.0.0.0/8,::1");

/** What a connection does that says nothing about TLS. @param host also the path of a local socket. */
export function defaultSslMode(host: string, plain: HostList): NonNullable<PostgresConnection["ssl_mode"]> {
  return host.startsWith("/") || thisMachine.has(host) || plain.has(host) ? "disable" : "verify-full";
}

const none = new HostList("");

/** libpq's words: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
export function toSsl({ host, ssl_mode, ssl_root_cert: ca }: PostgresConnection): ConnectionOptions | false {
  const mode = ssl_mode ?? defaultSslMode(host, none);
  switch (mode) {
    case "verify-full":
      return { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
    case "verify-ca":
      return toVerifyCa(ca);
    case "require":
      // As libpq: who gives a root certificate wants it used.
      return ca === undefined ? { rejectUnauthorized: false } : toVerifyCa(ca);
    case "disable":
      return false;
  }
  return mode satisfies never;
}

/** Whatever name the certificate is for. */
function toVerifyCa(ca: string | undefined): ConnectionOptions {
  return { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), checkServerIdentity: () => undefined };
}
