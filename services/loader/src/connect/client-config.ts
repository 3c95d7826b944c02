import { createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import type { ConnectionOptions } from "node:tls";

import type { PostgresConnection } from "@datamantri/api";
import { HostList, PipelineError, type EgressGuard } from "@datamantri/runtime";

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
    // requires a password refuses this random one.
    password: password ?? randomUUID(),
    require_auth: password === null ? null : require_auth,
    ssl,
    // If the certificate is not verified, channel binding ties the password's proof to the connection with this
    // certificate: https://www.postgresql.org/docs/current/sasl-authentication.html
    enableChannelBinding: ssl !== false && ssl.rejectUnauthorized === false,
    stream: () => openGuardedSocket(guard),
    application_name: "datamantri-loader",
  } satisfies PasswordClientConfig;
}

const thisMachine = new HostList("localhost,127.0.0.0/8,::1");

/** The TLS mode of a connection that sets none. @param host or the path of a local socket. */
export function defaultSslMode(host: string, plain: HostList): NonNullable<PostgresConnection["ssl_mode"]> {
  return host.startsWith("/") || thisMachine.has(host) || plain.has(host) ? "disable" : "verify-full";
}

const none = new HostList("");

/**
 * Maps libpq's modes: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS
 *
 * @param server with certificate and key as text, not as references.
 * @throws PipelineError `sink_tls_failed` for a client certificate that cannot be used.
 */
export function toSsl(server: PostgresConnection): ConnectionOptions | false {
  const { host, ssl_mode, ssl_root_cert: ca } = server;
  const mode = ssl_mode ?? defaultSslMode(host, none);
  const own = toClientCertificate(server);
  switch (mode) {
    case "verify-full":
      return { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), ...own };
    case "verify-ca":
      return { ...toVerifyCa(ca), ...own };
    case "require":
      // Like libpq: a configured root certificate is used.
      return { ...(ca === undefined ? { rejectUnauthorized: false } : toVerifyCa(ca)), ...own };
    case "disable":
      if (own.cert !== undefined) throw tlsFailed("a client certificate needs TLS, and ssl_mode is disable");
      return false;
  }
  return mode satisfies never;
}

/** Checked before connecting: OpenSSL's own messages do not say which of the two is wrong. */
function toClientCertificate({
  ssl_cert: cert,
  ssl_key: key,
}: PostgresConnection): Pick<ConnectionOptions, "cert" | "key"> {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) throw tlsFailed("ssl_cert and ssl_key need each other");
  const certificate = readAs("ssl_cert is not a certificate in PEM format", () => new X509Certificate(cert));
  const what = "ssl_key is not a private key in PEM format without a passphrase";
  const privateKey = readAs(what, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) throw tlsFailed("ssl_key does not belong to ssl_cert");
  return { cert, key };
}

function readAs<Value>(failure: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    // The library's message may quote its input.
    throw tlsFailed(failure);
  }
}

function tlsFailed(reason: string): PipelineError {
  return new PipelineError("sink_tls_failed", reason);
}

/** Verifies the certificate but not its name. */
function toVerifyCa(ca: string | undefined): ConnectionOptions {
  return { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), checkServerIdentity: () => undefined };
}
