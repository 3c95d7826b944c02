const initialBytes = 64 * 1024;
const twoTo32 = 2 ** 32;

/** A growing buffer, reused for every page; all numbers are big-endian, as in PostgreSQL's protocol. */
export class ByteWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(initialBytes);
  length = 0;
  #view = new DataView(this.bytes.buffer);

  clear(): void {
    this.length = 0;
  }

  /** Call it before writing: the number methods do not check for room. */
  reserve(byteCount: number): void {
    const needed = this.length + byteCount;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  uint8(value: number): void {
    this.bytes[this.length++] = value;
  }

  int16(value: number): void {
    this.#view.setInt16(this.length, value);
    this.length += 2;
  }

  int32(value: number): void {
    this.#view.setInt32(this.length, value);
    this.length += 4;
  }

  /** @param value A safe integer. */
  int64(value: number): void {
    const high = Math.floor(value / twoTo32);
    this.#view.setInt32(this.length, high);
    this.#view.setUint32(this.length + 4, value - high * twoTo32);
    this.length += 8;
  }

  bigInt64(value: bigint): void {
    this.#view.setBigInt64(this.length, value);
    this.length += 8;
  }

  float32(value: number): void {
    this.#view.setFloat32(this.length, value);
    this.length += 4;
  }

  float64(value: number): void {
    this.#view.setFloat64(this.length, value);
    this.length += 8;
  }

  int16At(offset: number, value: number): void {
    this.#view.setInt16(offset, value);
  }

  int32At(offset: number, value: number): void {
    this.#view.setInt32(offset, value);
  }

  copy(source: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let to = this.length;
    if (end - start > 64) bytes.set(source.subarray(start, end), to);
    // A call costs more than a loop over a few bytes.
    else for (let from = start; from < end; from++) bytes[to++] = source[from]!;
    this.length += end - start;
  }

  /** A whole field: length, then the text as UTF-8. */
  textField(text: string): void {
    const byteCount = Buffer.byteLength(text);
    this.reserve(4 + byteCount);
    this.int32(byteCount);
    this.length += this.bytes.write(text, this.length);
  }
}
