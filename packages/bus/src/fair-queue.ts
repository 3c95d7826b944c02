export interface FairQueueOptions<T> {
  readonly laneCount: number;
  /** Total size of the items in a lane; a single larger item is accepted alone. */
  readonly laneSize: number;
  /** Total size of the items taken at once; a single larger item is taken alone. */
  readonly groupSize: number;
  /** All items of a group have the same key. */
  readonly keyOf: (item: T) => string;
  readonly sizeOf: (item: T) => number;
}

/** Bounded lanes that are served in turn. `put` waits while the lane is full. */
export class FairQueue<T> {
  readonly #options: FairQueueOptions<T>;
  readonly #lanes: T[][];
  readonly #laneSizes: number[];
  readonly #putters: (() => void)[][];
  #taker: (() => void) | undefined;
  #next = 0;
  #isClosed = false;

  constructor(options: FairQueueOptions<T>) {
    this.#options = options;
    this.#lanes = Array.from({ length: options.laneCount }, () => []);
    this.#laneSizes = Array.from({ length: options.laneCount }, () => 0);
    this.#putters = Array.from({ length: options.laneCount }, () => []);
  }

  /** Resolves when the lane had room. Items put after closing are dropped. */
  async put(lane: number, item: T): Promise<void> {
    const size = this.#options.sizeOf(item);
    while (!this.#hasRoom(lane, size) && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#putters[lane]!.push(resolve));
    }
    if (this.#isClosed) return;
    this.#lanes[lane]!.push(item);
    this.#laneSizes[lane]! += size;
    this.#taker?.();
  }

  /** Takes the next lane's first items that share a key, up to the group's size; empty when closed. For one taker. */
  async take(): Promise<readonly T[]> {
    for (;;) {
      if (this.#isClosed) return [];
      const lane = this.#nextLane();
      if (lane !== undefined) return this.#takeFrom(lane);
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

  #hasRoom(lane: number, size: number): boolean {
    return this.#lanes[lane]!.length === 0 || this.#laneSizes[lane]! + size <= this.#options.laneSize;
  }

  #takeFrom(lane: number): readonly T[] {
    const { keyOf, sizeOf, groupSize } = this.#options;
    const items = this.#lanes[lane]!;
    const key = keyOf(items[0]!);
    let size = 0;
    const end = items.findIndex((item, i) => {
      size += sizeOf(item);
      return i > 0 && (size > groupSize || keyOf(item) !== key);
    });
    const group = items.splice(0, end < 0 ? items.length : end);
    this.#laneSizes[lane]! -= group.reduce((sum, item) => sum + sizeOf(item), 0);
    for (const resume of this.#putters[lane]!.splice(0)) resume();
    return group;
  }
}
