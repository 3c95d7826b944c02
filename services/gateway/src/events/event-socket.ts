/** Event streams over WebSocket: one JSON text message per item, and close codes with the reason. */
import type { CloseReason, FeedItem } from "./follow-feed.ts";

/** The client sends it besides its token, because a browser requires the server to select one of its subprotocols. */
export const eventsProtocol = "datamantri.events.v1";

/** Codes from 4000 on are for applications: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.2 */
const closeCodes: Readonly<Record<CloseReason, number>> = {
  run_ended: 1000,
  shutting_down: 1001,
  unauthenticated: 4401,
  unavailable: 1013,
  stream_recreated: 1012,
};

/** Codes for a client that reads too slowly, and for one that sends messages. */
export const tooSlow = 4408;
export const unexpectedMessage = 1008;

export function closeCode(reason: CloseReason): number {
  return closeCodes[reason];
}

/** Converts an item to messages; none for an item that is sent as a protocol frame. */
export function toMessages(item: FeedItem): readonly string[] {
  switch (item.kind) {
    case "ready":
      return [JSON.stringify({ id: item.id, type: "ready", data: {} })];
    case "events":
      return item.frames.map(({ json }) => json);
    case "reset":
      return [JSON.stringify({ id: item.id, type: "reset", data: { reason: item.reason } })];
    case "heartbeat":
    case "closed":
      return [];
  }
  return item satisfies never;
}
