/**
 * Groups items whose work is cheaper together. Items that arrive while a group is processed form the next group. A
 * single item waits for nothing.
 */
export class Groups<Item> {
  readonly #keyOf: (item: Item) => string;
  readonly #work: (items: readonly Item[]) => Promise<void>;
  #waiting: { readonly item: Item; readonly done: PromiseWithResolvers<void> }[] = [];
  #isUnderWay = false;

  /**
   * @param keyOf a group has at most one item of a key.
   * @param work processes the whole group or nothing. If it fails, each item is tried alone, so only the failing one
   *   fails.
   */
  constructor(keyOf: (item: Item) => string, work: (items: readonly Item[]) => Promise<void>) {
    this.#keyOf = keyOf;
    this.#work = work;
  }

  /** Resolves when the item is processed. @throws what `work` throws for this item alone. */
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

  /** Takes the first item of each key. */
  #takeGroup() {
    const byKey = Map.groupBy(this.#waiting, ({ item }) => this.#keyOf(item));
    const group = [...byKey.values()].map(([first]) => first!);
    const taken = new Set(group);
    this.#waiting = this.#waiting.filter((each) => !taken.has(each));
    return group;
  }
}
