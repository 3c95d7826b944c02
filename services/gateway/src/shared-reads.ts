import { setTimeout as delay } from "node:timers/promises";

import type { MeasuredAnswer } from "@datamantri/bus";

/**
 * After a round for at least this many requests, new ones wait until the round's time is over, so that more of them
 * share a read.
 */
const manyRequests = 3;

/** Maximum age of a shared answer. */
export const keptMs = 500;
/**
 * The first request after this gets the stored answer and starts a new read, so that later ones need not wait either.
 */
const renewAfterMs = 100;

/** Limit of all stored answers together; others are not stored. */
const maxKeptBytes = 8 * 2 ** 20;

type Ask<Answer> = () => Promise<MeasuredAnswer<Answer>>;

interface Read {
  readonly ask: Ask<unknown>;
  readonly answer: PromiseWithResolvers<unknown>;
  requests: number;
}

interface Kept extends MeasuredAnswer<unknown> {
  readonly askedMs: number;
  /** Number of requests that received the answer. */
  requests: number;
  isRenewed: boolean;
}

/**
 * Shares reads in rounds: requests during a round wait for the next, and equal requests share one read. A single client
 * never waits. Many concurrent clients cost the backend one read of each kind per round, all sent together.
 *
 * An answer that several requests shared is stored briefly for requests that accept a slightly old one. It is refreshed
 * while requests continue, until `forget` reports a change. All other requests get a read that began after they
 * arrived.
 */
export class SharedReads {
  readonly #roundMs: number;
  #waiting = new Map<string, Read>();
  #isUnderWay = false;
  readonly #kept = new Map<string, Kept>();
  #keptBytes = 0;
  #isSweeping = false;
  /** Reads that began before this time may predate a change. */
  #forgottenMs = Number.NEGATIVE_INFINITY;

  /** @param roundMs a round that takes longer does not delay the next one: one slow read delays no others. */
  constructor(roundMs = 25) {
    this.#roundMs = roundMs;
  }

  /**
   * @param key identifies the request. All requests get one object as answer, which must not be changed.
   * @param maxAgeMs maximum age of the answer; never more than `keptMs`.
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
   * Invalidates stored answers after a change: every later request sees it.
   *
   * @param unsettledMs how long it may take until the change can be read; until then nothing is stored.
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

  /** @param requests number that waited for the answer. */
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

  /** Removes answers that are no longer requested. */
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
