import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";

import * as z from "zod";

import { ApiError, invalid } from "../errors.ts";
import { faultRule, type Faults } from "../faults.ts";
import { type Call, parseJson, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";
import { faultError, unauthenticated } from "./fault-errors.ts";
import { parseBody } from "./jobs-api.ts";
import { RequestIds } from "./queries-api.ts";
import { sendError, sendJson, sendReply } from "./respond.ts";
import { findRoute } from "./routes.ts";

/** Dependencies and strictness of the server. */
export interface ServerOptions {
  readonly services: Services;
  readonly faults: Faults;
  /** True if requests without a bearer token are refused. Any token is accepted. */
  readonly requireToken: boolean;
}

const faultsBody = z.object({ rules: z.array(faultRule) });

/** BigQuery's REST API, and /sandbox/faults beside it. */
export function createSandboxServer(options: ServerOptions): Server {
  const requestIds = new RequestIds();
  const server = createServer((request, response) => {
    answer(options, requestIds, request, response).catch((error: unknown) => sendError(response, error));
  });
  // Longer than clients keep idle connections, or they would use one that is just being closed.
  server.keepAliveTimeout = 75_000;
  return server;
}

async function answer(
  options: ServerOptions,
  requestIds: RequestIds,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  if (url.pathname === "/sandbox/faults") return answerFaults(options.faults, request, response);
  const method = methodOf(request);
  const found = findRoute(method, url.pathname);
  if (found === undefined) throw new ApiError(404, "notFound", `Not found: ${method} ${url.pathname}`);
  const bytes = await readBytes(request);
  if (options.requireToken && !/^Bearer \S/.test(request.headers.authorization ?? "")) throw unauthenticated();
  const fault = options.faults.next(found.operation, url.pathname + url.search);
  if (fault?.fault === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  const error = fault && faultError(fault.fault, found.path);
  if (error !== undefined) throw error;
  const { operation, path } = found;
  const { headers } = request;
  const origin = `http://${headers.host}`;
  const call: Call = {
    operation,
    path,
    headers,
    origin,
    bytes,
    query: url.searchParams,
    get body() {
      return parseJson(bytes);
    },
  };
  const reply = await found.handler(options.services, requestIds, call);
  await sendReply(request, response, withFullLink(origin, reply), fault);
}

/** Java's client sends PATCH as a POST with this header. */
function methodOf({ method = "GET", headers }: IncomingMessage): string {
  const override = headers["x-http-method-override"];
  return method === "POST" && typeof override === "string" ? override.toUpperCase() : method;
}

async function answerFaults(faults: Faults, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") faults.add(...parseBody(faultsBody, parseJson(await readBytes(request))).rules);
  else if (request.method === "DELETE") faults.clear();
  else if (request.method !== "GET") throw new ApiError(405, "httpMethodNotAllowed", "Method not allowed");
  sendJson(response, 200, { rules: faults.list() });
}

/** Links are followed as they are. */
function withFullLink(origin: string, reply: Reply): Reply {
  const { selfLink } = reply.envelope;
  if (typeof selfLink !== "string") return reply;
  return { ...reply, envelope: { ...reply.envelope, selfLink: origin + selfLink } };
}

/** Java's client compresses what it sends. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return buffer(request);
  if (encoding !== "gzip") throw invalid(`Unsupported content encoding: ${encoding}`);
  try {
    return await buffer(request.pipe(createGunzip()));
  } catch {
    // Reported in BigQuery's format; the client knows the body it sent.
    throw invalid("Invalid gzip data received.");
  }
}
