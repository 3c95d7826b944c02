/** Bounded lanes from which takers are served in turn. Putting waits while the lane is full. */
export class FairQueue<T> {
  readonly #lanes: T[][];
  readonly #capacity: number;
  readonly #keyOf: (item: T) => string;
  readonly #putters: (() => void)[][];
  #taker: (() => void) | undefined;
  #next = 0;
  #isClosed = false;

  /**
   * @param capacity items a lane holds.
   * @param keyOf items of one group have one key.
   */
  constructor(laneCount: number, capacity: number, keyOf: (item: T) => string) {
    this.#lanes = Array.from({ length: laneCount }, () => []);
    this.#putters = Array.from({ length: laneCount }, () => []);
    this.#capacity = capacity;
    this.#keyOf = keyOf;
  }

  /** Resolves when the lane had room. What is put after closing is forgotten. */
  async put(lane: number, item: T): Promise<void> {
    while (this.#lanes[lane]!.length >= this.#capacity && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#putters[lane]!.push(resolve));
    }
    if (this.#isClosed) return;
    this.#lanes[lane]!.push(item);
    this.#taker?.();
  }

  /** The next lane's first items that share a key, at most `max`; empty when the queue is closed. For one taker. */
  async take(max: number): Promise<readonly T[]> {
    for (;;) {
      if (this.#isClosed) return [];
      const lane = this.#nextLane();
      if (lane !== undefined) return this.#takeFrom(lane, max);
      await new Promise<void>((resolve) => {
        this.#taker = resolve;
      });
      this.#taker = undefined;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#taker?.();
    for (const lane of this.#putters) for (const resume of lane.splice(0)) resume();
  }

  #nextLane(): number | undefined {
    for (let step = 0; step < this.#lanes.length; step++) {
      const lane = (this.#next + step) % this.#lanes.length;
      if (this.#lanes[lane]!.length === 0) continue;
      this.#next = lane + 1;
      return lane;
    }
    return undefined;
  }

  #takeFrom(lane: number, max: number): readonly T[] {
    const items = this.#lanes[lane]!;
    const key = this.#keyOf(items[0]!);
    const end = items.findIndex((item, i) => i >= max || this.#keyOf(item) !== key);
    const group = items.splice(0, end < 0 ? items.length : end);
    for (const resume of this.#putters[lane]!.splice(0)) resume();
    return group;
  }
}
