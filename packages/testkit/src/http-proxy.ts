import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

interface HttpProxyOptions {
  /** What it asks for, as user:password; default: nothing. */
  readonly login?: string;
  /** Ports on loopback by the host:port that a client asks for. Others are refused with 403. */
  readonly targets: Readonly<Record<string, number>>;
}

/** An HTTP proxy that only tunnels: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */
export class HttpProxy implements AsyncDisposable {
  /** host:port of each CONNECT. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor({ login, targets }: HttpProxyOptions) {
    this.#server = createServer((_request, response) => response.writeHead(405).end());
    this.#server.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => {
      const authority = request.url!;
      this.asked.push(authority);
      const refuse = (status: string) => client.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
      const given = request.headers["proxy-authorization"];
      if (login !== undefined && given !== `Basic ${Buffer.from(login).toString("base64")}`) {
        return void refuse('407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"');
      }
      const port = targets[authority];
      if (port === undefined) return void refuse("403 Forbidden");
      const server = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        server.write(head);
        server.pipe(client).pipe(server);
      });
      for (const socket of [client, server]) {
        this.#sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => [client, server].forEach((one) => one.destroy()));
      }
    });
  }

  static async start(options: HttpProxyOptions): Promise<HttpProxy> {
    const proxy = new HttpProxy(options);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
