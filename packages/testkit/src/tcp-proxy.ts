import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";

/**
 * What the network does:
 * - `pass`: carries bytes;
 * - `delay`: the same, each chunk later by `delayMs`;
 * - `blackhole`: accepts and drops everything. A connection that lost bytes stays silent after healing,
 *   since what follows would not make sense to the other side;
 * - `reset`: ends present connections and new ones with RST;
 * - `cutAfterBytes`: carries `byteCount` more bytes in `direction`, all connections together, then resets that one
 *   and goes back to `pass`.
 */
export type ProxyMode =
  | { readonly kind: "pass" | "blackhole" | "reset" }
  | { readonly kind: "delay"; readonly delayMs: number }
  | { readonly kind: "cutAfterBytes"; readonly byteCount: number; readonly direction: Direction };

export type Direction = "toServer" | "toClient";

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
  /** Of all connections, since the start. */
  swallowedBytes = 0;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #mode: ProxyMode = { kind: "pass" };
  #bytesLeft = 0;

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
    from.on("data", (chunk) => {
      if (swallow()) {
        this.swallowedBytes += chunk.length;
        return;
      }
      const allowed = this.#allow(chunk, direction);
      const later = this.#mode.kind === "delay" ? this.#mode.delayMs : 0;
      const send = () => {
        if (!to.destroyed && !to.write(allowed)) from.pause();
      };
      if (later > 0) setTimeout(send, later);
      else send();
      if (allowed.length < chunk.length) to.end(() => resetBoth(pair));
    });
    to.on("drain", () => from.resume());
    from.on("end", () => {
      if (!swallow()) to.end();
    });
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
