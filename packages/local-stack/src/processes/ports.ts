import { createServer } from "node:net";

/** All local servers listen only here. */
export const loopback = "127.0.0.1";

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined) throw new Error("no free port on loopback");
  return port;
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
