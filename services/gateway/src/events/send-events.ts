/** Sends a client its stream at the client's pace: the next item is created when the previous one was sent. */
import type { WebSocket } from "ws";

import { closeCode, tooSlow, toMessages } from "./event-socket.ts";
import type { FeedItem } from "./follow-feed.ts";
import { ssePreamble, toSse } from "./sse.ts";

/**
 * Creates the body of an SSE answer. It buffers one page of at most about 256 KiB for a client, besides the socket's
 * own buffers.
 *
 * @param onStalled called when the client read nothing for `stallMs`.
 */
export function toSseBody(
  items: AsyncIterable<FeedItem>,
  stallMs: number,
  onStalled: () => void,
): ReadableStream<Uint8Array> {
  return ReadableStream.from(encodeSse(items, stallMs, onStalled));
}

async function* encodeSse(
  items: AsyncIterable<FeedItem>,
  stallMs: number,
  onStalled: () => void,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(ssePreamble);
  for await (const item of items) {
    const timer = setTimeout(onStalled, stallMs);
    try {
      yield Buffer.from(toSse(item));
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Sends until the stream ends or the socket closes. A client that reads nothing for `stallMs` is disconnected. */
export async function sendToSocket(socket: WebSocket, items: AsyncIterable<FeedItem>, stallMs: number): Promise<void> {
  let isAlive = true;
  socket.on("pong", () => (isAlive = true));
  for await (const item of items) {
    if (item.kind === "closed") {
      socket.close(closeCode(item.reason), item.reason);
      return;
    }
    if (item.kind === "heartbeat") {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }
    for (const message of toMessages(item)) {
      if (!(await send(socket, message, stallMs))) return;
    }
  }
}

/** Returns false when the socket closed, or was closed because the client does not read. */
async function send(socket: WebSocket, message: string, stallMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    socket.close(tooSlow, "too_slow");
    // A closing frame would wait behind unread data.
    socket.terminate();
  }, stallMs);
  socket.send(message, (error) => resolve(!error));
  const isSent = await promise;
  clearTimeout(timer);
  return isSent;
}
