/**
 * Reads the body of an HTTP response within limits. All decompression of other servers' data is here.
 *
 * No ratio distinguishes a bomb from rows: pages of small rows were compressed 130 to 460 times, one row with a single
 * repeated letter 1,027 times, which is deflate's maximum. So a too dense body is not an error of its own: the caller
 * requests it again without gzip, and then the server has to send every byte.
 */
import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A gzip body that is larger than this when decompressed, ... */
const denseBytes = 32 * 2 ** 20;
/** ... and compressed more than this many times, is too dense. */
const denseRatio = 100;

/**
 * Chunks may have a single byte each; stored one by one they would need a hundred times their bytes. So smaller ones
 * ...
 */
const smallBytes = 4 * 2 ** 10;
/** ... are combined in pieces of this. */
const slabBytes = 64 * 2 ** 10;

export interface BodyLimits {
  /** Limit for the compressed and the decompressed size. */
  readonly maxBytes: number;
  /** True if gzip was requested. Other encodings never are. */
  readonly acceptsGzip: boolean;
}

export class ResponseTooLarge extends Error {
  override readonly name = "ResponseTooLarge";

  constructor(maxBytes: number) {
    super(`the response is larger than ${maxBytes} bytes`);
  }
}

/** Request it again without gzip. */
export class ResponseTooDense extends Error {
  override readonly name = "ResponseTooDense";

  constructor() {
    super(`the response is packed more than ${denseRatio} times`);
  }
}

export class UnexpectedEncoding extends Error {
  override readonly name = "UnexpectedEncoding";

  constructor(accepted: string) {
    super(`the response has a Content-Encoding that was not asked for (Accept-Encoding: ${accepted})`);
  }
}

/** For the header Accept-Encoding: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
export function acceptedEncoding(acceptsGzip: boolean): "gzip" | "identity" {
  return acceptsGzip ? "gzip" : "identity";
}

/**
 * @returns a separate buffer, which may be transferred.
 * @throws ResponseTooLarge, ResponseTooDense, UnexpectedEncoding; Error when the body is truncated.
 */
export async function readBody(answer: IncomingMessage, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  const { acceptsGzip, maxBytes } = limits;
  const encoding = (answer.headers["content-encoding"] ?? "").trim().toLowerCase();
  const isPacked = encoding === "gzip" && acceptsGzip;
  // Refuses a list of encodings too, each of which could decompress the previous one's output.
  if (!isPacked && encoding !== "" && encoding !== "identity") {
    answer.destroy();
    throw new UnexpectedEncoding(acceptedEncoding(acceptsGzip));
  }
  return isPacked ? readPacked(answer, maxBytes) : collect(answer, maxBytes, () => undefined);
}

async function readPacked(answer: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  let packed = 0;
  // Gzip members may be empty: input that decompresses to nothing is limited as well.
  const bounded = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      packed += chunk.length;
      if (packed > maxBytes) throw new ResponseTooLarge(maxBytes);
      yield chunk;
    }
  };
  const gunzip = createGunzip();
  // The reader below gets the error, if there is one.
  const unpacked = pipeline(answer, bounded, gunzip, () => undefined) as Readable;
  try {
    return await collect(unpacked, maxBytes, (length) => {
      if (length > denseBytes && length > denseRatio * packed) throw new ResponseTooDense();
    });
  } catch (error) {
    // An answer without a body, as to HEAD, is not a gzip stream, whatever its headers say.
    if (packed === 0 && answer.complete) return new Uint8Array();
    throw error;
  }
}

async function collect(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  assertGood: (length: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let slab = new Uint8Array(slabBytes);
  let filled = 0;
  const takeSlab = (): void => {
    if (filled === 0) return;
    parts.push(slab.subarray(0, filled));
    slab = slab.length - filled < smallBytes ? new Uint8Array(slabBytes) : slab.subarray(filled);
    filled = 0;
  };
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new ResponseTooLarge(maxBytes);
    assertGood(length);
    if (chunk.length >= smallBytes || filled + chunk.length > slab.length) takeSlab();
    if (chunk.length >= smallBytes) parts.push(chunk);
    else {
      slab.set(chunk, filled);
      filled += chunk.length;
    }
  }
  takeSlab();
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
