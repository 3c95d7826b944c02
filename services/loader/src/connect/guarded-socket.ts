import { Socket } from "node:net";
import { promisify } from "node:util";

import type { EgressGuard } from "@datamantri/runtime";

/**
 * Looks up a host's addresses; nothing else does.
 * @throws PipelineError `egress_refused`; errors of the system's lookup.
 */
export async function lookUpHost(guard: EgressGuard, host: string): Promise<void> {
  await promisify(guard.lookup)(host, {});
}

/**
 * Opens the socket of a connection to a destination. A name is resolved once, and the connection uses the checked
 * address. Fails with PipelineError `egress_refused` for a blocked one.
 */
export function openGuardedSocket(guard: EgressGuard): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket);
  // The two ways in which pg connects: to a host, and to a local socket's path.
  const guarded = (port: number | string, host?: string): Socket => {
    try {
      guard.assertHost(host ?? String(port));
      return host === undefined ? connect(String(port)) : connect({ port: Number(port), host, lookup: guard.lookup });
    } catch (error) {
      return socket.destroy(error as Error);
    }
  };
  return Object.assign(socket, { connect: guarded });
}
