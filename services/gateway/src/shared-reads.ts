import { setTimeout as delay } from "node:timers/promises";

import type { MeasuredAnswer } from "@datamantri/bus";

/** After a round for this many, those who come wait until its time is over: the more of them share a read. */
const manyRequests = 3;

/** An older answer is not shared. */
export const keptMs = 500;
/** The first who asks after this is answered and has it read anew, so that those after it wait for nothing either. */
const renewAfterMs = 100;

/** Of kept answers together; what does not fit is read for everybody. */
const maxKeptBytes = 8 * 2 ** 20;

type Ask<Answer> = () => Promise<MeasuredAnswer<Answer>>;

interface Read {
  readonly ask: Ask<unknown>;
  readonly answer: PromiseWithResolvers<unknown>;
  requests: number;
}

interface Kept extends MeasuredAnswer<unknown> {
  readonly askedMs: number;
  /** To which it was given since. */
  requests: number;
  isRenewed: boolean;
}

/**
 * Reads in rounds: what is asked while a round is under way waits for the next, and who asks the same thing shares one
 * read. A single client waits for nothing; many at once cost the services behind the gateway one read of each thing per
 * round, sent together.
 *
 * An answer that several shared is kept for a moment for those who take one that is not quite new, and renewed as long as
 * it is asked for again and again, until `forget` says that something has changed. Everybody else gets one from a read that
 * began after they asked.
 */
export class SharedReads {
  readonly #roundMs: number;
  #waiting = new Map<string, Read>();
  #isUnderWay = false;
  readonly #kept = new Map<string, Kept>();
  #keptBytes = 0;
  #isSweeping = false;
  /** Reads that began before this may predate a change. */
  #forgottenMs = Number.NEGATIVE_INFINITY;

  /** @param roundMs a round that takes longer does not hold back the next one: one slow read delays no others. */
  constructor(roundMs = 25) {
    this.#roundMs = roundMs;
  }

  /**
   * @param key tells what is asked. The answer is one object for all who asked and must not be changed.
   * @param maxAgeMs how long ago the answer may have been read; never more than `keptMs`.
   */
  async read<Answer>(key: string, ask: Ask<Answer>, maxAgeMs = 0): Promise<Answer> {
    const kept = this.#kept.get(key);
    const ageMs = kept ? performance.now() - kept.askedMs : Number.POSITIVE_INFINITY;
    if (!kept || ageMs >= Math.min(maxAgeMs, keptMs)) return (await this.#join(key, ask, 1)) as Answer;
    kept.requests++;
    if (ageMs >= renewAfterMs && !kept.isRenewed) {
      kept.isRenewed = true;
      this.#join(key, ask, 0).catch(() => this.#drop(key));
    }
    return kept.answer as Answer;
  }

  /**
   * Something has changed: who asks from now on sees it.
   *
   * @param unsettledMs how long it may take until it can be read; until then nothing is kept.
   */
  forget(unsettledMs = 0): void {
    this.#forgottenMs = Math.max(this.#forgottenMs, performance.now() + unsettledMs);
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  #join(key: string, ask: Ask<unknown>, requests: number): Promise<unknown> {
    let read = this.#waiting.get(key);
    if (read === undefined) {
      read = { ask, answer: Promise.withResolvers(), requests: 0 };
      this.#waiting.set(key, read);
      if (!this.#isUnderWay) void this.#runRounds();
    }
    read.requests += requests;
    return read.answer.promise;
  }

  async #runRounds(): Promise<void> {
    this.#isUnderWay = true;
    do {
      const round = [...this.#waiting];
      this.#waiting = new Map();
      const answered = Promise.all(round.map(([key, read]) => this.#answer(key, read)));
      const time = delay(this.#roundMs);
      await Promise.race([answered, time]);
      if (round.reduce((count, [, { requests }]) => count + requests, 0) >= manyRequests) await time;
    } while (this.#waiting.size > 0);
    this.#isUnderWay = false;
  }

  async #answer(key: string, read: Read): Promise<void> {
    const askedMs = performance.now();
    try {
      const measured = await read.ask();
      this.#keep(key, { ...measured, askedMs, requests: 0, isRenewed: false }, read.requests);
      read.answer.resolve(measured.answer);
    } catch (error) {
      read.answer.reject(error);
    }
  }

  /** @param requests that waited for the answer. */
  #keep(key: string, answer: Kept, requests: number): void {
    const before = this.#kept.get(key);
    if (answer.askedMs <= this.#forgottenMs || (before && answer.askedMs < before.askedMs)) return;
    this.#drop(key);
    // A single client gets a fresh answer.
    const isShared = requests + (before?.requests ?? 0) >= 2;
    if (!isShared || this.#keptBytes + answer.bytes > maxKeptBytes) return;
    this.#kept.set(key, answer);
    this.#keptBytes += answer.bytes;
    if (!this.#isSweeping) void this.#sweep();
  }

  #drop(key: string): void {
    this.#keptBytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }

  /** Answers that are no longer requested do not stay in memory. */
  async #sweep(): Promise<void> {
    this.#isSweeping = true;
    while (this.#kept.size > 0) {
      await delay(keptMs, undefined, { ref: false });
      const oldestMs = performance.now() - keptMs;
      for (const [key, { askedMs }] of this.#kept) if (askedMs < oldestMs) this.#drop(key);
    }
    this.#isSweeping = false;
  }
}
