import type { EventFilter } from "@datamantri/bus";
import { isEndingEventName } from "@datamantri/contracts";

import type { EventFeed } from "./event-feed.ts";
import { formatEventId, type EventPosition } from "./event-id.ts";
import type { EventFrame } from "./event-ring.ts";

/** Why a stream cannot resume at the client's position: the client loads its data again. */
export type ResetReason = "unknown_id" | "expired" | "stream_recreated";

/** Why the server ends a stream; the client may come back with its last id. */
export type CloseReason = "run_ended" | "unauthenticated" | "shutting_down" | "unavailable" | "stream_recreated";

/** What a client is sent, in order. Ids are where it stands when it has taken the item. */
export type FeedItem =
  | { readonly kind: "ready"; readonly id: string }
  | { readonly kind: "events"; readonly frames: readonly EventFrame[] }
  | { readonly kind: "reset"; readonly reason: ResetReason; readonly id: string }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "closed"; readonly reason: CloseReason };

/** Where a client's stream begins, and why it is not where it asked for. */
export interface StreamStart {
  readonly position: EventPosition;
  readonly reset?: ResetReason;
}

export interface FollowOptions {
  readonly filter: EventFilter;
  /** Where to begin. */
  readonly from: StreamStart;
  /** Without an event for this long, a heartbeat is sent. */
  readonly heartbeatMs: number;
  /** False when the client may no longer see the events. Asked about as often as a heartbeat comes. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** The client is gone. */
  readonly signal: AbortSignal;
  /** The process ends. */
  readonly stopping: AbortSignal;
}

/**
 * A client's stream: every event after its position, once and in order. That of a run ends after the event that ends
 * the run. The last item says why the stream ends; there is none when the client is gone.
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
      // The run's end may be among the lost events: the client then gets it after it reconnects.
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
