import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { createGzip } from "node:zlib";

import { ApiError } from "../errors.ts";
import type { FaultRule } from "../faults.ts";
import type { Reply } from "./reply.ts";

// Level 1: compression uses CPU of the machine that reads the page (1.4 µs a narrow row; level 6 takes 3).
const GZIP_OPTIONS = { level: 1, chunkSize: 256 * 1024 } as const;

/** Sends an answer; its rows are streamed, so that memory does not grow with the page. */
export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  fault: FaultRule | undefined,
): Promise<void> {
  const fields = new URL(request.url ?? "/", "http://sandbox").searchParams.get("fields");
  if (fault?.fault === "slow_page") await delay(fault.delayMs);
  if (reply.status !== undefined || reply.headers !== undefined) {
    sendSmall(response, reply);
    return;
  }
  const chunks = bodyChunks(selectFields(reply, fields));
  const body = Readable.from(fault?.fault === "truncated_body" ? truncated(chunks) : chunks, { highWaterMark: 1 });
  response.statusCode = 200;
  response.setHeader("content-type", "application/json; charset=UTF-8");
  response.setHeader("vary", "Accept-Encoding");
  const isPacked = acceptsGzip(request);
  if (isPacked) response.setHeader("content-encoding", "gzip");
  // gzip may still buffer the sent part when the answer breaks off.
  if (fault?.fault === "truncated_body") response.flushHeaders();
  return isPacked ? pipeline(body, createGzip(GZIP_OPTIONS), response) : pipeline(body, response);
}

function sendSmall(response: ServerResponse, { status = 200, headers = {}, envelope }: Reply): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (Object.keys(envelope).length > 0) sendJson(response, status, envelope);
  else response.writeHead(status, { "content-length": 0 }).end();
}

/** Breaks an answer off on purpose. */
class InjectedFault extends Error {}

/** Sends an error with BigQuery's body. Any other error is a bug of the sandbox itself, and is logged on stderr. */
export function sendError(response: ServerResponse, error: unknown): void {
  const isExpected = error instanceof ApiError || error instanceof InjectedFault || isClosedByClient(error);
  if (!isExpected) process.emitWarning(error instanceof Error ? error : String(error));
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const apiError = error instanceof ApiError ? error : new ApiError(500, "internalError", `Sandbox: ${String(error)}`);
  sendJson(response, apiError.code, apiError.toBody());
}

/** Sends a small JSON body. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

async function* bodyChunks({ envelope, rows }: Reply): AsyncGenerator<Uint8Array> {
  const head = JSON.stringify(envelope);
  if (rows === undefined) {
    yield Buffer.from(head);
    return;
  }
  const separator = head === "{}" ? "" : ",";
  yield Buffer.from(`${head.slice(0, -1)}${separator}"rows":[`);
  yield* rows;
  yield Buffer.from("]}");
}

/** Yields the first part of a body, then breaks the connection. */
async function* truncated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    // The first half must reach the client before the connection closes.
    await delay(20);
    throw new InjectedFault("truncated_body");
  }
}

/** `fields=rows,pageToken`: top-level names; text in parentheses or after a slash is ignored. */
function selectFields(reply: Reply, fields: string | null): Reply {
  if (fields === null || fields === "" || fields === "*") return reply;
  const names = new Set(
    fields
      .replaceAll(/\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "")
      .split(",")
      .map(topName),
  );
  const entries = Object.entries(reply.envelope).filter(([name]) => names.has(name));
  return { envelope: Object.fromEntries(entries), rows: names.has("rows") ? reply.rows : undefined };
}

function topName(field: string): string {
  return (field.split("/", 1)[0] ?? "").trim();
}

function isClosedByClient(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
}
