import { Socket } from "node:net";
import { promisify } from "node:util";

import { EgressGuard } from "@datamantri/runtime";

/** Databases stand inside as a rule; what a cloud machine tells itself about itself is nobody's destination. */
const guard = new EgressGuard({ allowsInside: true });

/** The one way to ask for a host's addresses. @throws PipelineError `egress_refused`; what the system's lookup throws. */
export async function lookUpHost(host: string): Promise<void> {
  await lookUp(host, {});
}

const lookUp = promisify(guard.lookup);

/**
 * The socket of a connection to a destination: a name is resolved once, and the address that was checked is connected to.
 * Ends with PipelineError `egress_refused` for one that may not be reached.
 */
export function openGuardedSocket(): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket);
  // The one form in which pg connects to a host; a local socket's path is not on any network.
  const guarded = (port: number | string, host?: string): Socket => {
    if (typeof port === "string" || host === undefined) return connect(String(port));
    try {
      guard.assertHost(host);
      return connect({ port, host, lookup: guard.lookup });
    } catch (error) {
      return socket.destroy(error as Error);
    }
  };
  return Object.assign(socket, { connect: guarded });
}
