/** Sends a client its stream, at the client's pace: the next item is made when the one before it is on its way. */
import type { WebSocket } from "ws";

import { closeCode, tooSlow, toMessages } from "./event-socket.ts";
import type { FeedItem } from "./follow-feed.ts";
import { ssePreamble, toSse } from "./sse.ts";

/**
 * The body of an SSE answer. What waits for a client is one page of at most about 256 KiB and the socket's own buffers.
 *
 * @param onStalled called when the client took nothing for `stallMs`.
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

/** Sends until the stream ends or the socket does. A client that takes nothing for `stallMs` is cut off. */
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

/** False when the socket is gone, or was closed because the client does not read. */
async function send(socket: WebSocket, message: string, stallMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    socket.close(tooSlow, "too_slow");
    // The closing frame would wait behind unread data.
    socket.terminate();
  }, stallMs);
  socket.send(message, (error) => resolve(!error));
  const isSent = await promise;
  clearTimeout(timer);
  return isSent;
}
