import type { EventFilter } from "@datamantri/bus";
import type { PublicEventName } from "@datamantri/contracts";

/** An event as sent, formatted once for all clients. */
export interface EventFrame {
  readonly sequence: number;
  readonly name: PublicEventName;
  readonly runId: string;
  readonly pipelineId: string;
  readonly id: string;
  /** The event's view (docs/events.md). */
  readonly json: string;
}

export interface FramePage {
  readonly frames: readonly EventFrame[];
  /** Every event up to here that matches the filter is in this page or was before it. */
  readonly upTo: number;
}

/** @param after sequence after which it will receive every event. */
export class EventRing {
  readonly #maxBytes: number;
  #frames: EventFrame[] = [];
  #byteCount = 0;
  #after: number;
  #head: number;

  /** @param after sequence behind which it will see everything. */
  constructor(maxBytes: number, after: number) {
    this.#maxBytes = maxBytes;
    this.#after = after;
    this.#head = after;
  }

  /** Sequence of the latest event. */
  get head(): number {
    return this.#head;
  }

  /** Ignores repeats, as after a reconnection. */
  push(frame: EventFrame): void {
    if (frame.sequence <= this.#head) return;
    this.#frames.push(frame);
    this.#head = frame.sequence;
    this.#byteCount += frame.json.length;
    if (this.#byteCount > this.#maxBytes) this.#forget();
  }

  /**
   * Returns the next events after a sequence, about `maxBytes` of them; undefined if the ring does not reach back so
   * far.
   */
  page(after: number, filter: EventFilter, maxBytes: number): FramePage | undefined {
    if (after < this.#after) return undefined;
    const frames: EventFrame[] = [];
    let byteCount = 0;
    for (let i = this.#indexAfter(after); i < this.#frames.length; i++) {
      const frame = this.#frames[i]!;
      if (!passes(frame, filter)) continue;
      frames.push(frame);
      byteCount += frame.json.length;
      if (byteCount >= maxBytes) return { frames, upTo: frame.sequence };
    }
    return { frames, upTo: Math.max(after, this.#head) };
  }

  /** Drops a quarter at a time, so that pushing stays cheap. */
  #forget(): void {
    const gone = this.#frames.splice(0, Math.ceil(this.#frames.length / 4));
    this.#after = gone.at(-1)!.sequence;
    this.#byteCount -= gone.reduce((sum, { json }) => sum + json.length, 0);
  }

  #indexAfter(sequence: number): number {
    let low = 0;
    let high = this.#frames.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#frames[middle]!.sequence > sequence) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function passes(frame: EventFrame, { runId, pipelineId }: EventFilter): boolean {
  return (
    (runId === undefined || frame.runId === runId) && (pipelineId === undefined || frame.pipelineId === pipelineId)
  );
}
