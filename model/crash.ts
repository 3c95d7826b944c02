/** What can happen to a process in the middle of its work. */
import { PipelineError } from "@datamantri/runtime";

/** Where it happens: at the nth commit, publication or acknowledgement of one piece of work, before or after its effect. */
export interface Fault {
  readonly at: "commit" | "publish" | "ack";
  readonly nth: number;
  readonly when: "before" | "after";
  /**
   * `dies`: everything in memory is lost. `freezes`: it goes on when it is woken. `is cut`: only the connection breaks, so the
   * process does not know whether it was before or after.
   */
  readonly how: "dies" | "freezes" | "is cut";
}

/** Thrown to the code of a process that is dead: none of it has an effect any more. */
export class Killed extends PipelineError {
  constructor() {
    super("internal", "the process was killed");
  }
}

/** Watches one process at its commits, publications and acknowledgements. */
export class Crashes {
  readonly #stop = new AbortController();
  readonly #onFault: (fault: Fault) => void;
  readonly #counts = new Map<Fault["at"], number>();
  #fault: Fault | undefined;
  #frozen: PromiseWithResolvers<void> | undefined;
  #onFreeze: () => void = () => undefined;
  #working: Promise<void> = Promise.resolve();

  /** @param onFault hears of each fault that happens. */
  constructor(onFault: (fault: Fault) => void) {
    this.#onFault = onFault;
  }

  get isDead(): boolean {
    return this.#stop.signal.aborted;
  }

  get isFrozen(): boolean {
    return this.#frozen !== undefined;
  }

  /** Aborts when the process dies. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Does a piece of work with at most one fault; resolves when it is done, or the process is dead or frozen. */
  async during(fault: Fault | undefined, work: () => Promise<unknown>): Promise<void> {
    this.#counts.clear();
    this.#fault = fault;
    await this.#untilFrozen(() => {
      this.#working = work().then(
        () => void (this.#fault = undefined),
        (error: unknown) => {
          this.#fault = undefined;
          if (!this.isDead) throw error;
        },
      );
    });
  }

  /** Lets a frozen process go on, until its work is done or it is frozen again. */
  async wake(): Promise<void> {
    const frozen = this.#frozen;
    this.#frozen = undefined;
    await this.#untilFrozen(() => frozen?.resolve());
  }

  async #untilFrozen(begin: () => void): Promise<void> {
    const frozen = new Promise<void>((resolve) => (this.#onFreeze = resolve));
    begin();
    await Promise.race([this.#working, frozen]);
  }

  /** Freezes the process. Resolves when it is woken. @throws Killed */
  async freeze(): Promise<void> {
    this.#frozen = Promise.withResolvers<void>();
    this.#onFreeze();
    await this.#frozen.promise;
    this.assertAlive();
  }

  kill(): void {
    this.#stop.abort();
    this.#frozen?.resolve();
    this.#frozen = undefined;
  }

  /** @throws Killed */
  assertAlive(): void {
    if (this.isDead) throw new Killed();
  }

  /**
   * Does something that others see, and lets the fault happen around it.
   *
   * @param cut makes the error of a broken connection.
   */
  async around<T>(at: Fault["at"], effect: () => Promise<T>, cut: () => Error): Promise<T> {
    this.assertAlive();
    const nth = (this.#counts.get(at) ?? 0) + 1;
    this.#counts.set(at, nth);
    const fault = this.#fault?.at === at && this.#fault.nth === nth ? this.#fault : undefined;
    if (fault?.when === "before") await this.#happen(fault, cut);
    const result = await effect();
    if (fault?.when === "after") await this.#happen(fault, cut);
    return result;
  }

  /** Like `around`, of an acknowledgement, which nobody waits for. @returns false if it has no effect. */
  acknowledges(): boolean {
    if (this.isDead) return false;
    const nth = (this.#counts.get("ack") ?? 0) + 1;
    this.#counts.set("ack", nth);
    if (this.#fault?.at !== "ack" || this.#fault.nth !== nth) return true;
    this.#onFault(this.#fault);
    if (this.#fault.how === "dies") this.kill();
    return this.#fault.when === "after";
  }

  async #happen(fault: Fault, cut: () => Error): Promise<void> {
    this.#onFault(fault);
    if (fault.how === "is cut") throw cut();
    if (fault.how === "dies") {
      this.kill();
      throw new Killed();
    }
    await this.freeze();
  }
}
