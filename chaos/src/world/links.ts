/** A proxy between each pair that talks. */
import { startTcpProxy, type TcpProxy } from "@datamantri/testkit";

import { links as linkNames, type Link } from "../plan/fault-kinds.ts";

export interface Ports {
  readonly nats: number;
  readonly metadata: number;
  readonly destination: number;
  readonly bigquery: number;
}

export type Links = Readonly<Record<Link, TcpProxy>> & AsyncDisposable;

export async function startLinks(ports: Ports): Promise<Links> {
  const started = await Promise.all(
    linkNames.map(async (name) => {
      const server = name.split("-")[1] as keyof Ports;
      return [name, await startTcpProxy({ host: "127.0.0.1", port: ports[server] })] as const;
    }),
  );
  return {
    ...(Object.fromEntries(started) as Record<Link, TcpProxy>),
    async [Symbol.asyncDispose]() {
      for (const [, proxy] of started) await proxy[Symbol.asyncDispose]();
    },
  };
}
