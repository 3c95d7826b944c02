/** Clients that still write when they are answered must be able to read the answer. They use raw sockets. */
import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import type { ServerType } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";

import { closeServer, listen } from "../src/listen.ts";
import { openApp } from "./test-auth.ts";

let server: ServerType;
let port: number;

beforeAll(async () => {
  server = await listen(openApp().fetch, "127.0.0.1", 0);
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => closeServer(server));

const large = 3 * 2 ** 20;

/** Longer than a socket's buffers take for the rest of the body. */
const pauseMs = 100;
const pieceCount = 8;

/** Writes head and body without reading, then reads to the end. @throws the client's error when it is cut off. */
async function writeThenRead(head: readonly string[], pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1").pause();
  socket.write([...head, "", ""].join("\r\n"));
  for (const piece of pieces) {
    await sleep(pauseMs);
    if (!socket.write(piece)) await once(socket, "drain");
  }
  return text(socket);
}

const post = ["POST /api/v1/auth/login HTTP/1.1", "Host: here", "Content-Type: application/json"];
const piece = Buffer.alloc(large / pieceCount, "x");
const pieces = Array.from({ length: pieceCount }, () => piece);
const chunks = [...pieces.map((bytes) => `${bytes.length.toString(16)}\r\n${bytes.toString()}\r\n`), "0\r\n\r\n"];

test.concurrent.each([
  ["of a known length", [...post, `Content-Length: ${large}`], pieces],
  ["on a connection for one request", [...post, `Content-Length: ${large}`, "Connection: close"], pieces],
  ["in chunks", [...post, "Transfer-Encoding: chunked"], chunks],
  ["in chunks, on a connection for one request", [...post, "Transfer-Encoding: chunked", "Connection: close"], chunks],
])("a body that is too large, %s: 413, and the connection ends", async (_what, head, body) => {
  const answer = await writeThenRead(head, body);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(answer).toContain('"code":"request_invalid"');
});

test.concurrent("an unneeded body, written slowly: the next request on the connection is answered", async () => {
  const size = large / pieceCount;
  const head = ["POST /api/v1/pipelines HTTP/1.1", "Host: here", `Content-Length: ${size}`];
  const quarters = Array.from({ length: pieceCount }, () => piece.subarray(size - size / pieceCount));
  const next = "GET /api/v1/pipelines HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
  const answers = await writeThenRead(head, [...quarters, next]);
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401", "HTTP/1.1 401"]);
});
