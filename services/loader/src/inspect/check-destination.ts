/** Checks a destination step by step, so that its administrator sees which part is wrong. */
import { once } from "node:events";
import { isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";

import type { DestinationAccessConfig, DestinationTarget } from "@datamantri/contracts";
import type { ConnectionCheck } from "@datamantri/api";
import { PipelineError, type EgressGuard } from "@datamantri/runtime";

import { withClient, type Access } from "../connect/access-client.ts";
import { toSsl } from "../connect/client-config.ts";
import { lookUpHost, openGuardedSocket } from "../connect/guarded-socket.ts";
import { checkPrivileges } from "./check-privileges.ts";
import { configuredNames } from "../connect/known-names.ts";
import { noTlsOffered, tlsReasonOf, toSinkError } from "../connect/postgres-errors.ts";

type Step = ConnectionCheck["check"];

export type TargetAccess = Access<DestinationAccessConfig> & { readonly target?: DestinationTarget | undefined };

/** Never rejects: a failure is the last check. Writes nothing. */
export async function checkDestination(request: TargetAccess): Promise<readonly ConnectionCheck[]> {
  const checks: ConnectionCheck[] = [];
  const { config, timeout_ms, guard } = request;
  const steps: [Step, () => Promise<string>][] = [
    ["dns", () => resolveName(guard, config.host, timeout_ms)],
    ["tcp", () => reachPort(request)],
  ];
  if (toSsl(config) !== false) steps.push(["tls", () => shakeHands(request)]);
  for (const [check, work] of steps) {
    const done = await attempt(check, work);
    checks.push(done);
    if (!done.ok) return checks;
  }
  return [...checks, ...(await checkLogin(request))];
}

async function attempt(check: Step, work: () => Promise<string>): Promise<ConnectionCheck> {
  try {
    return { check, ok: true, message: await work(), code: null };
  } catch (error) {
    if (error instanceof PipelineError) {
      return {
        check,
        ok: false,
        message: error.message,
        code: error.code,
        vendor_message: error.vendorMessage ?? null,
      };
    }
    const { name, message, code: systemCode = message } = error as NodeJS.ErrnoException;
    // Platforms differ in which of these they throw for an aborted signal.
    const code = name === "AbortError" || name === "TimeoutError" ? "ETIMEDOUT" : systemCode;
    const tls = tlsReasonOf(code);
    if (tls !== undefined) return { check, ok: false, message: `TLS failed: ${tls}.`, code: "sink_tls_failed" };
    const reason =
      reasons[code] ?? (/^E[A-Z_]+$/.test(code) ? code : "The server does not respond as PostgreSQL does.");
    return { check, ok: false, message: reason, code: "sink_unreachable" };
  }
}

/** Descriptions of Node's codes: https://nodejs.org/api/errors.html#common-system-errors */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "No host has this name. Check the name.",
  EAI_AGAIN: "The DNS server does not respond. Try again later.",
  ECONNREFUSED: "Connection refused. Check the port and that the server is running.",
  EHOSTUNREACH: "No route to this host. Check the network between the loader and the host.",
  ENETUNREACH: "No route to this network. Check the network between the loader and the host.",
  ECONNRESET: "The server closed the connection.",
  ETIMEDOUT: "No answer within the time limit. Check that a firewall allows connections from the loader.",
};

async function resolveName(guard: EgressGuard, host: string, timeoutMs: number): Promise<string> {
  const late = AbortSignal.timeout(timeoutMs);
  await Promise.race([
    lookUpHost(guard, host),
    once(late, "abort").then(() => Promise.reject(Object.assign(new Error("late"), { code: "EAI_AGAIN" }))),
  ]);
  // The address itself is not shown: it would reveal the private network.
  return `${host} has an address`;
}

async function reachPort(access: Access<DestinationAccessConfig>): Promise<string> {
  const socket = await openSocket(access);
  socket.destroy();
  return `port ${access.config.port} answers`;
}

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL */
async function shakeHands(access: Access<DestinationAccessConfig>): Promise<string> {
  const { config, timeout_ms: timeoutMs } = access;
  const socket = await openSocket(access);
  try {
    socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]));
    const [answer] = (await once(socket, "data", { signal: AbortSignal.timeout(timeoutMs) })) as [Buffer];
    if (answer.toString("latin1", 0, 1) !== "S") {
      throw new Error(noTlsOffered);
    }
    const { host } = config;
    // TLS sends a server name, never an address: https://www.rfc-editor.org/rfc/rfc6066#section-3
    const name = isIP(host) === 0 ? { servername: host } : {};
    const options = toSsl(config) as ConnectionOptions;
    const secured = connectTls({ ...options, ...name, host, socket });
    secured.on("error", ignore);
    await once(secured, "secureConnect", { signal: AbortSignal.timeout(timeoutMs) });
    const protocol = secured.getProtocol() ?? "TLS";
    secured.destroy();
    return `${protocol}, certificate ${options.rejectUnauthorized === true ? "" : "not "}verified`;
  } finally {
    socket.destroy();
  }
}

/** The waiting code gets the socket's error; without another listener a later error would end the process. */
const ignore = (): void => undefined;

async function openSocket({ config, guard, timeout_ms }: Access<DestinationAccessConfig>): Promise<Socket> {
  const socket = openGuardedSocket(guard).on("error", ignore);
  try {
    socket.connect(config.port, config.host);
    await once(socket, "connect", { signal: AbortSignal.timeout(timeout_ms) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function checkLogin(access: TargetAccess): Promise<ConnectionCheck[]> {
  const { config } = access;
  const { host, port, database, user, schema } = config;
  try {
    const { version, checks } = await withClient(access, (client) => checkPrivileges(client, access));
    const login = {
      check: "login" as const,
      ok: true,
      message: `PostgreSQL ${toVersion(version)} as ${user}`,
      code: null,
    };
    return [login, ...checks];
  } catch (error) {
    const names = configuredNames({ schema, user, database });
    const { code, message, vendorMessage } = toSinkError(error, `${host}:${port}/${database}`, names);
    return [{ check: "login", ok: false, message, code, vendor_message: vendorMessage ?? null }];
  }
}

/** A server may send any text as its version. */
function toVersion(text: unknown): string {
  return /^\d{1,3}(\.\d{1,3})*/.exec(String(text))?.[0] ?? "of an unknown version";
}
