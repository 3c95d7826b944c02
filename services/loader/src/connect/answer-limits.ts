/**
 * Users choose the servers that a loader connects to. A message states its own length, and pg buffers a message until
 * it is complete and an answer until it ends. Without these limits one server could use up a loader's memory.
 */
const mebibyte = 2 ** 20;

/** Types of messages: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const [dataRow, rowDescription, readyForQuery] = [0x44, 0x54, 0x5a];

/** A message's type and length: https://www.postgresql.org/docs/current/protocol-overview.html */
const headerBytes = 5;
/** With the number of its fields, where a message begins with that. */
const countedHeaderBytes = 7;

/** About what pg keeps for each row and each value besides its bytes: a row of 7 bytes can cost a hundred times that. */
const rowCost = 1_000;
const fieldCost = 64;

/** Everything but rows: errors, notices, settings. */
const maxOtherBytes = mebibyte;

/** What an answer may cost. The largest that loaders ask for are rejects: at most five (`replay-rejects.ts`) of 8 MiB each. */
const maxAnswerCost = 48 * mebibyte;
/** The same of all connections together, of the 160 MB that a loader's heap has. */
const maxTotalCost = 96 * mebibyte;
let totalCost = 0;

/** Tracks a server's messages by their headers. */
export class AnswerLimits {
  readonly #header = Buffer.alloc(countedHeaderBytes);
  #headerLength = 0;
  /** Bytes of the message's body still to come. */
  #missing = 0;
  /** Since the server was last ready for a query. */
  #answerCost = 0;

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
      if (this.#headerLength === headerBytes) this.#assertLength();
      if (this.#headerLength === this.#wantedHeader()) this.#begin();
    }
  }

  /** When the connection ends: what pg kept of it is free. */
  release(): void {
    this.#charge(-this.#answerCost);
  }

  #wantedHeader(): number {
    const [type] = this.#header;
    return type === dataRow || type === rowDescription ? countedHeaderBytes : headerBytes;
  }

  #assertLength(): void {
    const most = this.#wantedHeader() === headerBytes ? maxOtherBytes : maxAnswerCost;
    if (this.#header.readUInt32BE(1) > most) throw new Error(`a message is larger than ${most} bytes`);
  }

  #begin(): void {
    const headerLength = this.#headerLength;
    this.#headerLength = 0;
    const [type] = this.#header;
    const length = this.#header.readUInt32BE(1);
    // The length counts itself; of counted ones two more bytes are read already.
    this.#missing = length - (headerLength - 1);
    if (this.#missing < 0) throw new Error("a message says that it is shorter than it is");
    if (type === readyForQuery) this.#charge(-this.#answerCost);
    if (headerLength === countedHeaderBytes) {
      this.#charge(length + rowCost + fieldCost * this.#header.readUInt16BE(headerBytes));
    }
  }

  #charge(cost: number): void {
    this.#answerCost += cost;
    totalCost += cost;
    if (cost < 0) return;
    if (this.#answerCost > maxAnswerCost) throw new Error(`an answer takes more than ${maxAnswerCost} bytes`);
    if (totalCost > maxTotalCost) throw new Error(`the answers of all servers take more than ${maxTotalCost} bytes`);
  }
}
