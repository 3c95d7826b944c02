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

/**
 * A client that proves that it knows the password, and tells it to nobody, unless the connection says otherwise: a server
 * that asks for it in clear text, or for its MD5, could be anybody's.
 */
export class PasswordClient extends pg.Client implements Handlers {
  readonly #allowed: Method;

  constructor(config: pg.ClientConfig & Pick<PostgresConnection, "require_auth">) {
    super(config);
    this.#allowed = config.require_auth ?? "scram-sha-256";
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
