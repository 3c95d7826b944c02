import { setTimeout as delay } from "node:timers/promises";

/** After a round for this many, those who come wait until its time is over: the more of them share a read. */
const manyRequests = 3;

interface Read {
  readonly ask: () => Promise<unknown>;
  readonly answer: PromiseWithResolvers<unknown>;
  requests: number;
}

/**
 * Reads in rounds: what is asked while a round is under way waits for the next, and who asks the same thing shares one
 * read. No answer is old: each is from a read that began after the request came. A single client waits for nothing; many
 * at once cost the services behind the gateway one read of each thing per round, sent together.
 */
export class SharedReads {
  readonly #roundMs: number;
  #waiting = new Map<string, Read>();
  #isUnderWay = false;

  /** @param roundMs a round that takes longer does not hold back the next one: one slow read is no reason to wait. */
  constructor(roundMs = 25) {
    this.#roundMs = roundMs;
  }

  /** @param key tells what is asked. The answer is one object for all who asked and must not be changed. */
  async read<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    let read = this.#waiting.get(key);
    if (read === undefined) {
      read = { ask, answer: Promise.withResolvers(), requests: 0 };
      this.#waiting.set(key, read);
      if (!this.#isUnderWay) void this.#runRounds();
    }
    read.requests++;
    return read.answer.promise as Promise<Answer>;
  }

  async #runRounds(): Promise<void> {
    this.#isUnderWay = true;
    do {
      const round = [...this.#waiting.values()];
      this.#waiting = new Map();
      const answered = Promise.all(round.map(({ ask, answer }) => ask().then(answer.resolve, answer.reject)));
      const time = delay(this.#roundMs);
      await Promise.race([answered, time]);
      if (round.reduce((count, { requests }) => count + requests, 0) >= manyRequests) await time;
    } while (this.#waiting.size > 0);
    this.#isUnderWay = false;
  }
}
