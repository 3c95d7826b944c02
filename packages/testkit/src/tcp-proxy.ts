import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What the network does:
 * - `pass`: carries bytes;
 * - `delay`: the same, each chunk later by `delayMs`;
 * - `shape`: a bad line: each chunk later by `delayMs` and up to `jitterMs` more, in order, at most `bytesPerSecond`, in
 *   pieces of `sliceBytes`;
 * - `stall`: loses every packet; what was sent meanwhile arrives after healing, as TCP sends it again;
 * - `blackhole`: accepts and drops everything, in silence. A connection that lost bytes stays silent after healing,
 *   since what follows would not make sense to the other side;
 * - `reset`: ends present connections and new ones with RST;
 * - `cutAfterBytes`: carries `byteCount` more bytes in `direction`, all connections together, then resets that one
 *   and goes back to `pass`.
 */
export type ProxyMode =
  | { readonly kind: "pass" | "blackhole" | "reset" | "stall" }
  | ({ readonly kind: "shape" } & LineShape)
  | { readonly kind: "delay"; readonly delayMs: number }
  | { readonly kind: "cutAfterBytes"; readonly byteCount: number; readonly direction: Direction };

export type Direction = "toServer" | "toClient";

/** What slows a line down; each may be missing. */
export interface LineShape {
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Limit for each connection and direction. */
  readonly bytesPerSecond?: number;
  readonly sliceBytes?: number;
}

/** Bytes that may wait on a slow line before its sender is stopped. */
const maxQueuedBytes = 2 ** 20;
/** So that a change of the mode counts soon. */
const maxPieceBytes = 16_384;

/** A server's address. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A listener on loopback that forwards to `target` and fails on demand. */
export class TcpProxy implements AsyncDisposable {
  readonly host = "127.0.0.1";
  readonly port: number;
  /** Connections accepted since the start. */
  connectionCount = 0;
  /** Bytes that never arrived, counted over all connections. */
  swallowedBytes = 0;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #mode: ProxyMode = { kind: "pass" };
  #bytesLeft = 0;
  #changed = Promise.withResolvers<void>();

  /** Use `startTcpProxy`. */
  constructor(server: Server, target: Address) {
    this.#server = server;
    this.port = (server.address() as { port: number }).port;
    server.on("connection", (client) => this.#accept(client, target));
  }

  get mode(): ProxyMode {
    return this.#mode;
  }

  set mode(mode: ProxyMode) {
    this.#mode = mode;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (mode.kind === "cutAfterBytes") this.#bytesLeft = mode.byteCount;
    if (mode.kind === "reset") for (const pair of this.#pairs) resetBoth(pair);
  }

  /** The same connection string, through the proxy. */
  through(url: string): string {
    const changed = new URL(url);
    changed.host = `${this.host}:${this.port}`;
    return changed.href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const pair of this.#pairs) resetBoth(pair);
    await closed;
  }

  #accept(client: Socket, target: Address): void {
    this.connectionCount += 1;
    const server = connect(target);
    const pair = [client, server] as const;
    if (this.#mode.kind === "reset") return resetBoth(pair);
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on("error", () => resetBoth(pair)); // one side's failure is the other side's failure
      socket.on("close", () => {
        this.#pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
    let isMute = false;
    const swallow = () => (isMute ||= this.#mode.kind === "blackhole");
    this.#carry(pair, "toServer", swallow);
    this.#carry(pair, "toClient", swallow);
  }

  #carry(pair: readonly [Socket, Socket], direction: Direction, swallow: () => boolean): void {
    const [from, to] = direction === "toServer" ? pair : ([pair[1], pair[0]] as const);
    let queue = Promise.resolve();
    let queuedBytes = 0;
    const line = { write: (bytes: Buffer) => !to.destroyed && !to.write(bytes) && from.pause() };
    from.on("data", (chunk) => {
      if (swallow()) {
        this.swallowedBytes += chunk.length;
        return;
      }
      if (queuedBytes > 0 || this.#mode.kind === "shape" || this.#mode.kind === "stall") {
        queuedBytes += chunk.length;
        if (queuedBytes > maxQueuedBytes) from.pause();
        const arrivedMs = performance.now();
        const before = queue;
        const send = async (): Promise<void> => {
          await before;
          await this.#sendSlowly(chunk, arrivedMs, (bytes) => !swallow() && line.write(bytes));
          queuedBytes -= chunk.length;
          if (queuedBytes <= maxQueuedBytes && !to.writableNeedDrain) from.resume();
        };
        queue = send();
        return;
      }
      const allowed = this.#allow(chunk, direction);
      const later = this.#mode.kind === "delay" ? this.#mode.delayMs : 0;
      if (later > 0) setTimeout(() => line.write(allowed), later);
      else line.write(allowed);
      if (allowed.length < chunk.length) to.end(() => resetBoth(pair));
    });
    to.on("drain", () => queuedBytes <= maxQueuedBytes && from.resume());
    from.on("end", () => {
      if (!swallow()) void queue.then(() => to.end());
    });
  }

  /** Waits as long as the line needs for these bytes; a change of the mode counts from the next piece on. */
  async #sendSlowly(chunk: Buffer, arrivedMs: number, write: (bytes: Buffer) => void): Promise<void> {
    while (this.#mode.kind === "stall") await this.#changed.promise;
    const { delayMs = 0, jitterMs = 0 } = this.#shape();
    await this.#pause(arrivedMs + delayMs + Math.random() * jitterMs - performance.now());
    for (let sent = 0; sent < chunk.length;) {
      const { sliceBytes = chunk.length, bytesPerSecond } = this.#shape();
      const piece = chunk.subarray(sent, sent + Math.min(sliceBytes, maxPieceBytes));
      if (bytesPerSecond !== undefined) await this.#pause((piece.length / bytesPerSecond) * 1_000);
      else if (piece.length < chunk.length) await new Promise(setImmediate);
      write(piece);
      sent += piece.length;
    }
  }

  #shape(): LineShape {
    return this.#mode.kind === "shape" ? this.#mode : {};
  }

  /** Ends early when the mode changes. */
  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    const done = new AbortController();
    await Promise.race([sleep(ms, undefined, { signal: done.signal }).catch(() => undefined), this.#changed.promise]);
    done.abort();
  }

  #allow(chunk: Buffer, direction: Direction): Buffer {
    if (this.#mode.kind !== "cutAfterBytes" || this.#mode.direction !== direction) return chunk;
    const allowed = chunk.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= allowed.length;
    if (allowed.length < chunk.length) this.#mode = { kind: "pass" };
    return allowed;
  }
}

/** Starts a proxy on a free port. */
export async function startTcpProxy(target: Address): Promise<TcpProxy> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return new TcpProxy(server, target);
}

function resetBoth(pair: readonly [Socket, Socket]): void {
  for (const socket of pair) {
    if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
  }
}
