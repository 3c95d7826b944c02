/** Whether something that the process needs answers. */
import { toPipelineError } from "./errors.ts";

/** An answer that takes longer counts as none. */
const limitMs = 1_000;

/** Orchestrators and load balancers may ask often. */
const freshMs = 1_000;

export interface DependencyState {
  readonly name: string;
  readonly state: "answers" | "silent";
  /** Why it is silent. */
  readonly reason?: string;
  /** Since the last answer, or since the process asks. */
  readonly silent_seconds?: number;
}

/**
 * Asks one question at a time, however many callers there are: something that is frozen collects no questions, and its
 * late answer ends the silence.
 */
export class Dependency {
  readonly #name: string;
  readonly #ask: () => Promise<unknown>;
  #asking: { readonly sinceMs: number; readonly done: Promise<void> } | undefined;
  #answeredMs = performance.now();
  #checkedMs = Number.NEGATIVE_INFINITY;
  /** Undefined after an answer. */
  #failure: string | undefined;

  /** @param ask rejects when it is not available; may take any time, but must end at some time. */
  constructor(name: string, ask: () => Promise<unknown>) {
    [this.#name, this.#ask] = [name, ask];
  }

  /** Takes at most a second. */
  async read(): Promise<DependencyState> {
    if (!this.#asking && performance.now() - this.#checkedMs >= freshMs) this.#begin();
    const isLate = this.#asking !== undefined && (await isPending(this.#asking.done, this.#asking.sinceMs + limitMs));
    const reason = isLate ? `it did not answer within ${limitMs / 1_000} s` : this.#failure;
    if (reason === undefined) return { name: this.#name, state: "answers" };
    const silentSeconds = Math.round((performance.now() - this.#answeredMs) / 100) / 10;
    return { name: this.#name, state: "silent", reason, silent_seconds: silentSeconds };
  }

  #begin(): void {
    const asking = { sinceMs: performance.now(), done: this.#check() };
    this.#asking = asking;
    void asking.done.then(() => (this.#asking = undefined));
  }

  async #check(): Promise<void> {
    try {
      await this.#ask();
      this.#answeredMs = performance.now();
      this.#failure = undefined;
    } catch (error) {
      this.#failure = toPipelineError(error).message;
    }
    this.#checkedMs = performance.now();
  }
}

/** True if it is not done at this time, on the clock of `performance`. */
async function isPending(done: Promise<void>, atMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<true>();
  const timer = setTimeout(() => resolve(true), atMs - performance.now());
  const isLate = await Promise.race([done.then(() => false), late]);
  clearTimeout(timer);
  return isLate;
}
