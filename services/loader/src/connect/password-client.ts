import type { Socket } from "node:net";

import pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { AnswerLimits } from "./answer-limits.ts";

type Method = NonNullable<PostgresConnection["require_auth"]>;

/** From the one that tells the server least. What is allowed is also allowed to be done better. */
const methods: readonly Method[] = ["scram-sha-256", "md5", "password"];

/** https://www.rfc-editor.org/rfc/rfc7677#section-4, and PostgreSQL's default of scram_iterations. */
const minScramIterations = 4096;

export interface PasswordClientConfig extends pg.ClientConfig {
  /** How the server may ask for the password at worst. Null if there is no password to protect. */
  readonly require_auth: Method | null;
  readonly enableChannelBinding?: boolean;
}

/** What pg calls for each message of the server's: methods of its client. */
interface Handlers {
  _handleAuthMD5Password(message: unknown): void;
  _handleAuthCleartextPassword(message: unknown): void;
  _handleAuthSASLContinue(message: SaslMessage): Promise<void>;
  _handleAuthSASLFinal(message: SaslMessage): void;
  _handleReadyForQuery(message: unknown): void;
}

interface SaslMessage {
  readonly data: string;
}

const inherited = pg.Client.prototype as unknown as Handlers;

interface PgConnection {
  readonly stream: Socket;
  /** Called once, with the socket or the one that TLS made of it. */
  attachListeners(stream: Socket): void;
}

/**
 * pg reads what the server says in listeners, where an error would end the process: it ends the connection. What pg has
 * read is never in the message.
 */
function endOnError(stream: Socket): Socket {
  const limits = new AnswerLimits();
  stream.once("close", () => limits.release());
  const on = stream.on.bind(stream) as (event: string, listener: (...values: unknown[]) => void) => Socket;
  const guarded = (event: string, listener: (...values: unknown[]) => void): Socket =>
    on(event, (...values) => {
      if (stream.destroyed) return;
      try {
        if (event === "data") limits.take(values[0] as Buffer);
        listener(...values);
      } catch (cause) {
        stream.destroy(new Error("the server breaks PostgreSQL's protocol, or sends too much", { cause }));
      }
    });
  return Object.assign(stream, { on: guarded });
}

/**
 * A client that proves that it knows the password, tells it to nobody, and wants the same proof of the server, unless the
 * connection says otherwise: a server that asks for it in clear text, for its MD5 or not at all could be anybody's.
 */
export class PasswordClient extends pg.Client implements Handlers {
  readonly #allowed: Method | null;
  /** Whether the server has proven itself, or got what the connection allows. */
  #isDone: boolean;

  constructor(config: PasswordClientConfig) {
    super(config);
    this.#allowed = config.require_auth;
    this.#isDone = config.require_auth === null;
    const connection = this.#connection;
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => attach(endOnError(stream));
  }

  get #connection(): PgConnection {
    return (this as unknown as { readonly connection: PgConnection }).connection;
  }

  /** pg's: null before a server asks for SCRAM, and after it has proven itself. */
  get #saslSession(): object | null {
    return (this as unknown as { readonly saslSession: object | null }).saslSession;
  }

  _handleAuthMD5Password(message: unknown): void {
    if (this.#mayUse("md5")) inherited._handleAuthMD5Password.call(this, message);
  }

  _handleAuthCleartextPassword(message: unknown): void {
    if (this.#mayUse("password")) inherited._handleAuthCleartextPassword.call(this, message);
  }

  async _handleAuthSASLContinue(message: SaslMessage): Promise<void> {
    if (!this.#saslSession) return this.#refuseOrder();
    // Of the server-first-message, https://www.rfc-editor.org/rfc/rfc5802#section-7. Which one pg takes of several is its own.
    const counts = message.data.split(",").filter((attribute) => attribute.startsWith("i="));
    const iterations = Math.min(...counts.map((count) => Number(count.slice(2))));
    // What is no number counts as too few.
    if (!(iterations >= minScramIterations)) {
      this.#refuse(
        `the server asks for a proof of the password with too few iterations, from which it could be guessed, so none was ` +
          `sent. Let the server use at least ${minScramIterations} (scram_iterations) and set the password again`,
      );
      return;
    }
    await inherited._handleAuthSASLContinue.call(this, message);
  }

  _handleAuthSASLFinal(message: SaslMessage): void {
    if (!this.#saslSession) return this.#refuseOrder();
    inherited._handleAuthSASLFinal.call(this, message);
    // pg forgets the session when the server's signature is right.
    this.#isDone = this.#saslSession === null;
  }

  _handleReadyForQuery(message: unknown): void {
    if (this.#isDone) {
      inherited._handleReadyForQuery.call(this, message);
      return;
    }
    this.#refuse(
      "the server did not ask for the password, so it did not prove that it knows it. Let the server use SCRAM " +
        "(scram-sha-256), or remove the password from this connection",
    );
  }

  #mayUse(asked: Method): boolean {
    if (this.#allowed === null || methods.indexOf(asked) <= methods.indexOf(this.#allowed)) {
      this.#isDone = true;
      return true;
    }
    const how = asked === "md5" ? "as an MD5 hash" : "in clear text";
    this.#refuse(
      `the server asks for the password ${how}, so it was not sent. Let the server use SCRAM (scram-sha-256), ` +
        `or set require_auth to ${asked} for this connection`,
    );
    return false;
  }

  #refuseOrder(): void {
    this.#connection.stream.destroy(new Error("the server sent a message of SASL out of order"));
  }

  #refuse(reason: string): void {
    this.#connection.stream.destroy(new PipelineError("sink_credentials_invalid", reason));
  }
}
