/**
 * Users choose the servers that a loader connects to. A message states its own length, and pg buffers a message until
 * it is complete and an answer until it ends. Without these limits one server could use up a loader's memory.
 */

/** A message's type and length: https://www.postgresql.org/docs/current/protocol-overview.html */
const headerBytes = 5;
const readyForQuery = 0x5a;
/** A trigger may send one for each row; they are not stored. */
const notice = 0x4e;

/** The largest requested answers are rejects: at most a hundred of 1 MiB each, in hexadecimal digits. */
const maxAnswerBytes = 256 * 1024 * 1024;

/** Tracks a server's messages by their headers. */
export class AnswerLimits {
  readonly #header = Buffer.alloc(headerBytes);
  #headerLength = 0;
  /** Bytes of the message's body still to come. */
  #missing = 0;
  /** Bytes since the server was last ready for a query. */
  #answerBytes = 0;

  /** @throws Error for an invalid message or an answer that is too large. */
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
