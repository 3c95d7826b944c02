import type { EventFilter } from "@datamantri/bus";
import { isEndingEventName } from "@datamantri/contracts";

import type { EventFeed } from "./event-feed.ts";
import { formatEventId, type EventPosition } from "./event-id.ts";
import type { EventFrame } from "./event-ring.ts";

/** Reason why a stream cannot resume at the client's position: the client must reload its data. */
export type ResetReason = "unknown_id" | "expired" | "stream_recreated";

/** Reason why the server ends a stream; the client may reconnect with its last id. */
export type CloseReason = "run_ended" | "unauthenticated" | "shutting_down" | "unavailable" | "stream_recreated";

/** Items sent to a client, in order. An id is the client's position after it received the item. */
export type FeedItem =
  | { readonly kind: "ready"; readonly id: string }
  | { readonly kind: "events"; readonly frames: readonly EventFrame[] }
  | { readonly kind: "reset"; readonly reason: ResetReason; readonly id: string }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "closed"; readonly reason: CloseReason };

/** Position where a client's stream begins, and the reason if it is not the requested one. */
export interface StreamStart {
  readonly position: EventPosition;
  readonly reset?: ResetReason;
}

export interface FollowOptions {
  readonly filter: EventFilter;
  /** Where to begin. */
  readonly from: StreamStart;
  /** A heartbeat is sent after this time without an event. */
  readonly heartbeatMs: number;
  /** False when the client may no longer see the events. Checked about as often as a heartbeat is sent. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
  /** Aborts when the process stops. */
  readonly stopping: AbortSignal;
}

/**
 * A client's stream: every event after its position, once and in order. A run's stream ends after the event that ends
 * the run. The last item has the reason for the end; there is none after a disconnection.
 */
export async function* followFeed(feed: EventFeed, options: FollowOptions): AsyncGenerator<FeedItem, void> {
  const { position, reset } = options.from;
  const id = formatEventId(position);
  yield reset ? { kind: "reset", reason: reset, id } : { kind: "ready", id };
  const reason = yield* followUntilClosed(feed, options);
  if (reason) yield { kind: "closed", reason };
}

async function* followUntilClosed(
  feed: EventFeed,
  options: FollowOptions,
): AsyncGenerator<FeedItem, CloseReason | undefined> {
  const { filter, heartbeatMs, signal, stopping } = options;
  const ending = AbortSignal.any([signal, stopping]);
  let { position } = options.from;
  let checkAtMs = performance.now() + heartbeatMs;
  let heartbeatAtMs = checkAtMs;
  while (!signal.aborted) {
    if (stopping.aborted) return "shutting_down";
    if (performance.now() >= checkAtMs) {
      if (!(await options.isStillAllowed())) return "unauthenticated";
      checkAtMs = performance.now() + heartbeatMs;
    }
    if (position.epoch !== feed.head.epoch) {
      position = { epoch: feed.head.epoch, sequence: 0 };
      yield { kind: "reset", reason: "stream_recreated", id: formatEventId(position) };
      // The run's end may be among the lost events: the client gets it after it reconnects.
      if (filter.runId !== undefined) return "stream_recreated";
      continue;
    }
    const page = await feed.page(position.sequence, filter).catch(() => undefined);
    if (!page) return "unavailable";
    position = { epoch: position.epoch, sequence: page.upTo };
    if (page.frames.length > 0) {
      const end = filter.runId === undefined ? -1 : page.frames.findIndex(({ name }) => isEndingEventName(name));
      yield { kind: "events", frames: end < 0 ? page.frames : page.frames.slice(0, end + 1) };
      if (end >= 0) return "run_ended";
      heartbeatAtMs = performance.now() + heartbeatMs;
      continue;
    }
    await feed.changed(position, Math.max(0, heartbeatAtMs - performance.now()), ending);
    if (performance.now() < heartbeatAtMs) continue;
    yield { kind: "heartbeat" };
    heartbeatAtMs = performance.now() + heartbeatMs;
  }
  return undefined;
}
