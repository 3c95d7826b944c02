/**
 * A socket whose other end is a PostgreSQL in this process, so that pg's own client, with COPY and its errors, speaks to it.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { Duplex } from "node:stream";
import { callbackify } from "node:util";
import type { PGlite } from "@electric-sql/pglite";

/** Types of messages that a client sends. */
const [query, sync, copyDone, copyFail, terminate] = [0x51, 0x53, 0x63, 0x66, 0x58];

/** AuthenticationOk, then ReadyForQuery: idle. */
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/** CopyInResponse of a binary COPY without columns: nobody reads them. */
const copyIn = Buffer.from([0x47, 0, 0, 0, 7, 1, 0, 0]);
const copyInType = 0x47;

const isCopyIn = /^copy .* from stdin/is;

export class EngineSocket extends Duplex {
  readonly #engine: PGlite;
  #received: Buffer = Buffer.alloc(0);
  /** Complete messages that are not executed yet. */
  #waiting: Buffer[] = [];
  #isStarted = false;
  #isCopying = false;

  constructor(engine: PGlite) {
    super();
    this.#engine = engine;
  }

  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    callbackify(() => this.#take())(done);
  }

  async #take(): Promise<void> {
    for (;;) {
      // The first message has no type.
      const head = this.#isStarted ? 1 : 0;
      if (this.#received.length < head + 4) return;
      const length = head + this.#received.readUInt32BE(head);
      if (this.#received.length < length) return;
      const message = this.#received.subarray(0, length);
      this.#received = this.#received.subarray(length);
      if (this.#isStarted) await this.#handle(message);
      else this.push(welcome);
      this.#isStarted = true;
    }
  }

  async #handle(message: Buffer): Promise<void> {
    const type = message[0]!;
    if (type === terminate) {
      this.push(null);
      return;
    }
    this.#waiting.push(message);
    if (type === query && isCopyIn.test(message.toString("utf8", 5))) {
      this.#isCopying = true;
      this.push(copyIn);
    } else if (type === query || type === sync || type === copyDone || type === copyFail) {
      await this.#execute();
    }
  }

  async #execute(): Promise<void> {
    const answer = Buffer.from(this.#engine.execProtocolRawSync(Buffer.concat(this.#waiting)));
    this.#waiting = [];
    const wasCopying = this.#isCopying && answer[0] === copyInType;
    this.#isCopying = false;
    this.push(wasCopying ? answer.subarray(1 + answer.readUInt32BE(1)) : answer);
  }
}
