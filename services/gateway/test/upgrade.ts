import { connect, type Socket } from "node:net";

/** An attempt to open a WebSocket, byte by byte. */
export interface Attempt {
  readonly status: number;
  readonly head: string;
  readonly socket: Socket;
}

export async function attemptUpgrade(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Attempt> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = {
    host: `${hostname}:${port}`,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    ...headers,
  };
  const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${text.join("")}\r\n`);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once("data", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed without an answer")));
  });
  socket.on("error", () => undefined);
  const head = answer.toString();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, socket };
}

/** The status that an attempt gets. */
export async function upgrade(url: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const { status, socket } = await attemptUpgrade(url, path, headers);
  socket.destroy();
  return status;
}
