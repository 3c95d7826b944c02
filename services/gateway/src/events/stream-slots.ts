/**
 * The bounds on open event streams: of a user, whichever sessions and keys they use, and of this process. A stream takes its slot
 * before anything is done for it, and frees it when its connection closes, however that happens.
 */
import type { Identity } from "../auth/identity.ts";
import { ProblemError } from "../problem.ts";

export interface StreamBounds {
  /** Limit of streams open at once. */
  readonly maxStreams: number;
  /** Limit for one user. */
  readonly maxStreamsPerUser: number;
}

/** Connection that carries a stream: a response or an upgraded connection. */
interface Connection {
  readonly closed: boolean;
  readonly destroyed: boolean;
  once(event: "close", listener: () => void): unknown;
  off(event: "close", listener: () => void): unknown;
}

export interface StreamSlot {
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
  /** Frees the place on a connection that outlasts its stream: for a request refused before the first byte. */
  release(): void;
}

/** Seconds after which a refused client should retry. */
const retryAfterSeconds = 15;

export class StreamSlots {
  readonly #bounds: StreamBounds;
  readonly #byUser = new Map<string, number>();
  #count = 0;

  constructor(bounds: StreamBounds) {
    this.#bounds = bounds;
  }

  get count(): number {
    return this.#count;
  }

  /** @throws ProblemError 429 when the user has too many streams, 503 when there are too many in all. */
  take({ user: { id } }: Pick<Identity, "user">, connection: Connection): StreamSlot {
    this.#assertRoom(id);
    this.#add(id, 1);
    const ending = new AbortController();
    let isTaken = true;
    const release = (): void => {
      if (isTaken) this.#add(id, -1);
      isTaken = false;
      connection.off("close", release);
      ending.abort();
    };
    // A connection that is already closed emits no further event.
    if (connection.closed || connection.destroyed) release();
    else connection.once("close", release);
    return { gone: ending.signal, release };
  }

  #assertRoom(key: string): void {
    const { maxStreams, maxStreamsPerUser } = this.#bounds;
    if ((this.#byUser.get(key) ?? 0) >= maxStreamsPerUser) {
      const detail = `You have ${maxStreamsPerUser} event streams open on this gateway, the most that one user may have.`;
      throw new ProblemError({ status: 429, code: "too_many_user_streams", detail, retryAfterSeconds });
    }
    if (this.#count < maxStreams) return;
    const detail = `All ${maxStreams} event streams of this gateway are in use.`;
    throw new ProblemError({ status: 503, code: "too_many_streams", detail, retryAfterSeconds });
  }

  #add(key: string, change: 1 | -1): void {
    const count = (this.#byUser.get(key) ?? 0) + change;
    if (count === 0) this.#byUser.delete(key);
    else this.#byUser.set(key, count);
    this.#count += change;
  }
}
