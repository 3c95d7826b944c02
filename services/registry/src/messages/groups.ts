/**
 * Work that is cheaper together: what comes while a group is under way waits for the next, and then goes with all that
 * came meanwhile. A single piece of work waits for nothing.
 */
export class Groups<Item> {
  readonly #keyOf: (item: Item) => string;
  readonly #work: (items: readonly Item[]) => Promise<void>;
  #waiting: { readonly item: Item; readonly done: PromiseWithResolvers<void> }[] = [];
  #isUnderWay = false;

  /**
   * @param keyOf a group has one item of a key at most.
   * @param work all of a group or nothing. When it fails, each is tried alone: one that cannot be done fails alone.
   */
  constructor(keyOf: (item: Item) => string, work: (items: readonly Item[]) => Promise<void>) {
    this.#keyOf = keyOf;
    this.#work = work;
  }

  /** Resolves when it is done. @throws what `work` throws for it alone. */
  async add(item: Item): Promise<void> {
    const done = Promise.withResolvers<void>();
    this.#waiting.push({ item, done });
    if (!this.#isUnderWay) void this.#run();
    return done.promise;
  }

  async #run(): Promise<void> {
    this.#isUnderWay = true;
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#work(group.map(({ item }) => item));
        for (const { done } of group) done.resolve();
      } catch (error) {
        if (group.length === 1) group[0]!.done.reject(error);
        else for (const { item, done } of group) await this.#work([item]).then(done.resolve, done.reject);
      }
    }
    this.#isUnderWay = false;
  }

  /** The first of each key. */
  #takeGroup() {
    const byKey = Map.groupBy(this.#waiting, ({ item }) => this.#keyOf(item));
    const group = [...byKey.values()].map(([first]) => first!);
    const taken = new Set(group);
    this.#waiting = this.#waiting.filter((each) => !taken.has(each));
    return group;
  }
}
