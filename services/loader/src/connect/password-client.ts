import type { Socket } from "node:net";

import pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { AnswerLimits } from "./answer-limits.ts";

type Method = NonNullable<PostgresConnection["require_auth"]>;

/** Ordered from the safest. Allowing one also allows the safer ones. */
const methods: readonly Method[] = ["scram-sha-256", "md5", "password"];

/** https://www.rfc-editor.org/rfc/rfc7677#section-4, and PostgreSQL's default of scram_iterations. */
const minScramIterations = 4096;

export interface PasswordClientConfig extends pg.ClientConfig {
  /** The weakest allowed method of password authentication. Null if there is no password to protect. */
  readonly require_auth: Method | null;
  readonly enableChannelBinding?: boolean;
}

/** The client's methods that pg calls for the server's messages. */
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
  /** Called once, with the socket or its TLS socket. */
  attachListeners(stream: Socket): void;
}

/**
 * pg parses messages in listeners, where an error would end the process: this ends the connection instead. The error
 * never contains what pg has read.
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
 * A client that proves that it knows the password without revealing it, and requires the same proof from the server,
 * unless the connection allows less. A server that requests clear text, MD5 or no password could be anybody's.
 */
export class PasswordClient extends pg.Client implements Handlers {
  readonly #allowed: Method | null;
  /** True when the server has proven itself, or received what the connection allows. */
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

  /** pg's session: null before a server requests SCRAM, and after it has proven itself. */
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
    // Attributes of the server-first-message, https://www.rfc-editor.org/rfc/rfc5802#section-7. Which of several pg
    // uses is undefined.
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
    // pg clears the session when the server's signature is correct.
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
