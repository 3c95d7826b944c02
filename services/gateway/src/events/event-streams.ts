import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { WebSocket } from "ws";

import type { EventFilter } from "@datamantri/bus";
import type { RunView } from "@datamantri/api";
import type { Logger } from "@datamantri/runtime";

import type { AppEnv } from "../auth/identity.ts";
import type { EventFeed } from "./event-feed.ts";
import { closeCode } from "./event-socket.ts";
import { followFeed, type FeedItem } from "./follow-feed.ts";
import { sendToSocket, toSseBody } from "./send-events.ts";
import { isOver, startOfStream } from "./start-of-stream.ts";
import { StreamSlots, type StreamBounds, type StreamSlot } from "./stream-slots.ts";

export interface EventStreamOptions extends StreamBounds {
  readonly heartbeatMs: number;
  /** A client that reads nothing for this long is disconnected; it can resume with its last id. */
  readonly stallMs: number;
}

/** The stream that a client requests. */
export interface StreamRequest {
  readonly filter: EventFilter;
  readonly lastEventId: string | undefined;
  /** The run of a run's stream. */
  readonly run?: RunView;
}

/** The event streams that clients have open on this process. */
export class EventStreams {
  readonly #feed: EventFeed;
  readonly #log: Logger;
  readonly #options: EventStreamOptions;
  readonly #stopping: AbortSignal;
  readonly #slots: StreamSlots;

  constructor(feed: EventFeed, log: Logger, options: EventStreamOptions, stopping: AbortSignal) {
    this.#feed = feed;
    this.#log = log;
    this.#options = options;
    this.#stopping = stopping;
    this.#slots = new StreamSlots(options);
  }

  /** Number of open streams. */
  get openCount(): number {
    return this.#slots.count;
  }

  /** True if there is no event after the client's last one and never will be. */
  async isOver({ run, lastEventId }: StreamRequest): Promise<boolean> {
    return run !== undefined && (await isOver(this.#feed, run, lastEventId));
  }

  /** Server-sent events until the stream ends or the client goes. @throws ProblemError as `StreamSlots.take`. */
  async answer(context: Context<AppEnv>, request: StreamRequest): Promise<Response> {
    const { outgoing } = context.env as HttpBindings;
    const slot = this.#slots.take(context.get("identity"), outgoing);
    const items = await this.#open(context.get("isStillAllowed"), request, slot.gone).catch((error: unknown) => {
      slot.release();
      throw error;
    });
    const body = toSseBody(items, this.#options.stallMs, () => {
      this.#log.info({ filter: request.filter }, "closed a slow event stream");
      outgoing.destroy();
    });
    return new Response(body, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // Proxies would buffer events: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
        "x-accel-buffering": "no",
      },
    });
  }

  /**
   * Takes a place before a connection is upgraded, so that concurrent requests cannot exceed the limit.
   *
   * @throws ProblemError as `StreamSlots.take`.
   */
  reserve(context: Context<AppEnv>): StreamSlot {
    return this.#slots.take(context.get("identity"), (context.env as HttpBindings).incoming.socket);
  }

  /** Like `answer`, over the upgraded connection of the place, until the stream ends or the socket closes. */
  async serve(
    socket: WebSocket,
    { gone }: StreamSlot,
    isStillAllowed: () => Promise<boolean>,
    request: StreamRequest,
  ): Promise<void> {
    socket.on("error", () => undefined); // "close" follows
    try {
      if (await this.isOver(request)) return socket.close(closeCode("run_ended"), "run_ended");
      await sendToSocket(socket, await this.#open(isStillAllowed, request, gone), this.#options.stallMs);
    } catch (error) {
      this.#log.warn({ error }, "failed to send events");
      socket.close(closeCode("unavailable"), "unavailable");
    }
  }

  async #open(
    isStillAllowed: () => Promise<boolean>,
    { filter, lastEventId }: StreamRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<FeedItem>> {
    const from = await startOfStream(this.#feed, filter, lastEventId);
    return followFeed(this.#feed, {
      filter,
      from,
      heartbeatMs: this.#options.heartbeatMs,
      isStillAllowed,
      signal,
      stopping: this.#stopping,
    });
  }
}
