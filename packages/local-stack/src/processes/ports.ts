import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** All local servers listen only here. */
export const loopback = "127.0.0.1";

/** Below the ports that systems give to outgoing connections, one of which could take a port before its server does. */
const range = { from: 10_000, to: 32_767 };

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(range.from, range.to + 1);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port on loopback from ${range.from} to ${range.to}`);
}

/** True if this port of loopback is free now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

/** The first of the ports that is free, otherwise any free one. */
export async function choosePort(...wanted: readonly number[]): Promise<number> {
  for (const port of wanted) if (await isPortFree(port)) return port;
  return freePort();
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
