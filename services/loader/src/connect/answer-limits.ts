/**
 * Users choose the servers that a loader connects to. A message announces its own length, and pg keeps a message until it is
 * whole and an answer until it ends, so without these limits one server could use up a loader's memory.
 */

/** The type of a message, and its length without that: https://www.postgresql.org/docs/current/protocol-overview.html */
const headerBytes = 5;
const readyForQuery = 0x5a;
/** A trigger may send one for each row, and nobody keeps them. */
const notice = 0x4e;

/** The largest that loaders ask for are rejects: at most thirty (`replay-rejects.ts`) of 4 MiB each, in hexadecimal digits. */
const maxAnswerBytes = 256 * 1024 * 1024;

/** Follows what a server sends, from one message's head to the next. */
export class AnswerLimits {
  readonly #header = Buffer.alloc(headerBytes);
  #headerLength = 0;
  /** Of the message's body, still to come. */
  #missing = 0;
  /** Since the server was last ready for a query. */
  #answerBytes = 0;

  /** @throws Error for what is no message, or too much of an answer. */
  take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#missing > 0) {
        const length = Math.min(this.#missing, chunk.length - at);
        this.#missing -= length;
        at += length;
        continue;
      }
      this.#header[this.#headerLength++] = chunk[at++]!;
      if (this.#headerLength === headerBytes) this.#begin();
    }
  }

  #begin(): void {
    this.#headerLength = 0;
    const [type] = this.#header;
    const length = this.#header.readUInt32BE(1);
    if (length < headerBytes - 1) throw new Error("a message says that it is shorter than its own length");
    this.#missing = length - (headerBytes - 1);
    if (type === readyForQuery) this.#answerBytes = 0;
    const answerBytes = this.#answerBytes + length;
    if (type !== notice) this.#answerBytes = answerBytes;
    if (answerBytes > maxAnswerBytes) throw new Error(`an answer is larger than ${maxAnswerBytes} bytes`);
  }
}
