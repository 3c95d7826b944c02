/**
 * Live events of runs (docs/events.md): one stream for all tabs of a browser, because HTTP/1.1 allows six connections
 * per origin. The tab that holds the lock listens and forwards events to the others.
 *
 * After a break the browser reconnects by itself with the last event's id, and misses nothing. In all other cases
 * (`reset`, `closed`) the pages reload their data.
 */
import { setStreaming } from "./pace.ts";

/** The fields of an event that the console uses. */
export interface RunEventMessage {
  readonly type: string;
  readonly run_id: string;
  readonly pipeline_id: string;
  readonly data: { readonly records_processed?: number; readonly records_total?: number };
}

export type LiveMessage =
  | { readonly kind: "event"; readonly event: RunEventMessage }
  /** Events may have been missed. */
  | { readonly kind: "reload" }
  | { readonly kind: "state"; readonly isStreaming: boolean };

const name = "datamantri.events";

/** Pause before a closed stream is opened again. */
const reopenMs = 5_000;

/** Calls `onMessage` until the signal aborts. */
export function followEvents(onMessage: (message: LiveMessage) => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel(name);
  const take = (message: LiveMessage) => {
    if (message.kind === "state") setStreaming(message.isStreaming);
    onMessage(message);
  };
  channel.addEventListener("message", ({ data }: MessageEvent<LiveMessage>) => take(data));
  signal.addEventListener("abort", () => channel.close());
  const tell = (message: LiveMessage) => {
    if (signal.aborted) return;
    take(message);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    channel.postMessage(message);
  };
  // Only pages from a secure origin have locks; elsewhere each tab has its own stream.
  if (!("locks" in navigator)) void listen(tell, signal);
  else {
    navigator.locks
      .request(name, { signal }, () => listen(tell, signal))
      .catch(() => {
        // The page was left while it waited.
      });
  }
}

/** Resolves when the signal aborts. */
function listen(tell: (message: LiveMessage) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource("/api/v1/events");
      source.addEventListener("ready", () => tell({ kind: "state", isStreaming: true }));
      source.addEventListener("message", ({ data }: MessageEvent<string>) => {
        tell({ kind: "event", event: JSON.parse(data) as RunEventMessage });
      });
      source.addEventListener("reset", () => tell({ kind: "reload" }));
      source.addEventListener("closed", () => reopen());
      source.addEventListener("error", () => {
        tell({ kind: "state", isStreaming: false });
        // Refused; a broken connection is CONNECTING, and the browser retries.
        if (source?.readyState === EventSource.CLOSED) reopen();
      });
    };
    const reopen = () => {
      source?.close();
      clearTimeout(timer);
      tell({ kind: "state", isStreaming: false });
      timer = setTimeout(() => {
        tell({ kind: "reload" });
        open();
      }, reopenMs);
    };
    signal.addEventListener("abort", () => {
      source?.close();
      clearTimeout(timer);
      setStreaming(false);
      resolve();
    });
    open();
  });
}
