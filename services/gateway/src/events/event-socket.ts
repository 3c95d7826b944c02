/** The same stream over WebSocket: one JSON text message per item, and close codes that say why. */
import type { CloseReason, FeedItem } from "./follow-feed.ts";

/** Named by the client besides its token, because a browser wants one of its protocols back. */
export const eventsProtocol = "datamantri.events.v1";

/** Codes from 4000 on are an application's own: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.2 */
const closeCodes: Readonly<Record<CloseReason, number>> = {
  run_ended: 1000,
  shutting_down: 1001,
  unauthenticated: 4401,
  unavailable: 1013,
  stream_recreated: 1012,
};

/** For a client that reads too slowly, and for one that speaks. */
export const tooSlow = 4408;
export const unexpectedMessage = 1008;

export function closeCode(reason: CloseReason): number {
  return closeCodes[reason];
}

/** An item as messages; none for one that goes as a frame of the protocol itself. */
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
