/** Compressed bodies that decompress to 10 GB of zeros, or to nothing at all. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { constants, createBrotliCompress, deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";

const pieceBytes = 64 * 2 ** 20;
const pieces = 160;

export interface Bomb {
  /** For the header Content-Encoding. */
  readonly encoding: string;
  readonly body: Uint8Array;
}

export const bombKinds = ["gzip", "deflate", "br", "zstd", "1,000 times gzip", "gzip of empty members"] as const;
export type BombKind = (typeof bombKinds)[number];

/** Takes seconds for `br`, whose pieces cannot be repeated. */
export async function makeBomb(kind: BombKind): Promise<Bomb> {
  const zeros = Buffer.alloc(pieceBytes);
  switch (kind) {
    case "gzip":
      return { encoding: "gzip", body: gzipBomb(zeros) };
    case "deflate":
      // The header of zlib: https://www.rfc-editor.org/rfc/rfc1950#section-2.2
      return { encoding: "deflate", body: Buffer.concat([Buffer.from([0x78, 0x9c]), deflated(zeros)]) };
    case "br":
      return { encoding: "br", body: await brotli(zeros) };
    case "zstd":
      // Frames may be concatenated: https://www.rfc-editor.org/rfc/rfc8878#section-3.1
      return { encoding: "zstd", body: repeat(zstdCompressSync(zeros)) };
    case "1,000 times gzip": {
      let body: Uint8Array = gzipBomb(zeros);
      for (let layer = 1; layer < 1_000; layer++) body = gzipSync(body);
      return { encoding: Array(1_000).fill("gzip").join(", "), body };
    }
    case "gzip of empty members": {
      // Members may be concatenated: https://www.rfc-editor.org/rfc/rfc1952#section-2.2
      const member = gzipSync("");
      return { encoding: "gzip", body: Buffer.alloc(pieceBytes * 2, member) };
    }
  }
  return kind satisfies never;
}

/** Answers everything with one bomb. */
export class BombServer implements AsyncDisposable {
  readonly #server: Server;
  requestCount = 0;

  private constructor({ encoding, body }: Bomb) {
    this.#server = createServer((request, response) => {
      this.requestCount++;
      request.resume();
      response.on("error", () => undefined);
      response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(body);
    });
  }

  static async start(bomb: Bomb): Promise<BombServer> {
    const server = new BombServer(bomb);
    await once(server.#server.listen(0, "127.0.0.1"), "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** Blocks that end on a byte may be concatenated; no reader gets to the checksum. */
function deflated(zeros: Uint8Array): Buffer {
  return repeat(deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH }));
}

function gzipBomb(zeros: Uint8Array): Buffer {
  // https://www.rfc-editor.org/rfc/rfc1952#section-2.3
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), deflated(zeros)]);
}

function repeat(piece: Uint8Array): Buffer {
  return Buffer.concat(Array<Uint8Array>(pieces).fill(piece));
}

async function brotli(zeros: Uint8Array): Promise<Buffer> {
  const stream = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const parts: Buffer[] = [];
  stream.on("data", (part: Buffer) => parts.push(part));
  for (let piece = 0; piece < pieces; piece++) await new Promise((resolve) => stream.write(zeros, resolve));
  stream.end();
  await once(stream, "end");
  return Buffer.concat(parts);
}

/** @returns the maximum growth of the process while `work` ran, in bytes. */
export async function measureGrowth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  try {
    await work();
  } finally {
    clearInterval(watching);
  }
  return Math.max(peak, process.memoryUsage().rss) - before;
}
