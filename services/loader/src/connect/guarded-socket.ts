import { Socket } from "node:net";
import { promisify } from "node:util";

import type { EgressGuard } from "@datamantri/runtime";

/** The one way to ask for a host's addresses. @throws PipelineError `egress_refused`; what the system's lookup throws. */
export async function lookUpHost(guard: EgressGuard, host: string): Promise<void> {
  await promisify(guard.lookup)(host, {});
}

/**
 * The socket of a connection to a destination: a name is resolved once, and the address that was checked is connected to.
 * Ends with PipelineError `egress_refused` for one that may not be reached.
 */
export function openGuardedSocket(guard: EgressGuard): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket);
  // The forms in which pg connects: to a host, and to a local socket's path.
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
