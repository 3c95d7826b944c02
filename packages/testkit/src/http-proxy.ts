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
      const port = targets[authority];
      if (!hasLogin(request, login)) {
        refuse(client, '407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"');
      } else if (port === undefined) {
        refuse(client, "403 Forbidden");
      } else {
        this.#tunnel(client, head, port);
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

  #tunnel(client: Socket, head: Buffer, port: number): void {
    const server = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      server.write(head);
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        client.destroy();
        server.destroy();
      });
    }
  }
}

function hasLogin({ headers }: IncomingMessage, login: string | undefined): boolean {
  const wanted = login && `Basic ${Buffer.from(login).toString("base64")}`;
  return wanted === undefined || headers["proxy-authorization"] === wanted;
}

function refuse(client: Socket, status: string): void {
  client.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
}
