/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { FeedItem } from "./follow-feed.ts";

/** How long a client waits before it reconnects. */
const retryMs = 2_000;

/** Sent before the first item. */
export const ssePreamble = `retry: ${retryMs}\n\n`;

/** Formats an item for the wire. JSON has no line breaks, so every field is one line. */
export function toSse(item: FeedItem): string {
  switch (item.kind) {
    case "ready":
      return `id: ${item.id}\nevent: ready\ndata: {}\n\n`;
    case "events":
      return item.frames.map(({ id, json }) => `id: ${id}\ndata: ${json}\n\n`).join("");
    case "reset":
      return `id: ${item.id}\nevent: reset\ndata: ${JSON.stringify({ reason: item.reason })}\n\n`;
    case "heartbeat":
      return ": heartbeat\n\n";
    case "closed":
      return `event: closed\ndata: ${JSON.stringify({ reason: item.reason })}\n\n`;
  }
  return item satisfies never;
}
