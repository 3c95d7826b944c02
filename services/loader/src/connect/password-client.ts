import type { Socket } from "node:net";

import pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

type Method = NonNullable<PostgresConnection["require_auth"]>;

/** From the one that tells the server least. What is allowed is also allowed to be done better. */
const methods: readonly Method[] = ["scram-sha-256", "md5", "password"];

/** What pg calls when the server asks for the password: a method of its client for each way. */
interface Handlers {
  _handleAuthMD5Password(message: unknown): void;
  _handleAuthCleartextPassword(message: unknown): void;
}
const inherited = pg.Client.prototype as unknown as Handlers;

interface PgConnection {
  /** Called with the socket, and again with the one that TLS makes of it. */
  attachListeners(stream: Socket): void;
}

/** pg throws where it reads what is no message of PostgreSQL's; in a listener that would end the process. */
function endOnError(stream: Socket): Socket {
  const on = stream.on.bind(stream) as (event: string, listener: (...values: unknown[]) => void) => Socket;
  const guarded = (event: string, listener: (...values: unknown[]) => void): Socket =>
    on(event, (...values) => {
      try {
        listener(...values);
      } catch (error) {
        stream.destroy(error as Error);
      }
    });
  return Object.assign(stream, { on: guarded });
}

/**
 * A client that proves that it knows the password, and tells it to nobody, unless the connection says otherwise: a server
 * that asks for it in clear text, or for its MD5, could be anybody's.
 */
export class PasswordClient extends pg.Client implements Handlers {
  readonly #allowed: Method;

  constructor(config: pg.ClientConfig & Pick<PostgresConnection, "require_auth">) {
    super(config);
    this.#allowed = config.require_auth ?? "scram-sha-256";
    const connection = (this as unknown as { readonly connection: PgConnection }).connection;
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => attach(endOnError(stream));
  }

  _handleAuthMD5Password(message: unknown): void {
    if (this.#mayUse("md5")) inherited._handleAuthMD5Password.call(this, message);
  }

  _handleAuthCleartextPassword(message: unknown): void {
    if (this.#mayUse("password")) inherited._handleAuthCleartextPassword.call(this, message);
  }

  #mayUse(asked: Method): boolean {
    if (methods.indexOf(asked) <= methods.indexOf(this.#allowed)) return true;
    const how = asked === "md5" ? "as an MD5 hash" : "in clear text";
    const message =
      `the server asks for the password ${how}, so it was not sent. Let the server use SCRAM (scram-sha-256), ` +
      `or set require_auth to ${asked} for this connection`;
    const { stream } = (
      this as unknown as { readonly connection: { readonly stream: { destroy(error: Error): void } } }
    ).connection;
    stream.destroy(new PipelineError("sink_credentials_invalid", message));
    return false;
  }
}
