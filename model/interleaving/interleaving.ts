/** One interleaving: where it begins, its steps, then everything heals and is checked. */
import fc from "fast-check";

import { Clock } from "../world/clock.ts";
import { Databases } from "../world/databases.ts";
import { World, type Kept, type Parts } from "../world/world.ts";
import { steps as anySteps } from "./arbitrary.ts";
import { findViolations } from "./check.ts";
import { keepPositions, positions } from "./positions.ts";
import { settle } from "./settle.ts";
import { apply, type Step } from "./steps.ts";

export interface Interleaving {
  readonly position: string;
  readonly steps: readonly Step[];
}

export interface Outcome {
  readonly violations: readonly string[];
  /** What happened, a sentence a line. */
  readonly told: readonly string[];
}

export const interleavings: fc.Arbitrary<Interleaving> = fc.record({
  position: fc.constantFrom(...positions, positions.at(-1)!),
  steps: anySteps,
});

/** Databases for any number of interleavings, one after the other. */
export class Laboratory implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #databases: Databases;
  readonly #positions: ReadonlyMap<string, Kept>;

  private constructor(clock: Clock, databases: Databases, kept: ReadonlyMap<string, Kept>) {
    this.#clock = clock;
    this.#databases = databases;
    this.#positions = kept;
  }

  static async open(): Promise<Laboratory> {
    const clock = new Clock();
    const databases = await Databases.open();
    return new Laboratory(clock, databases, await keepPositions(databases, clock));
  }

  async run({ position, steps }: Interleaving, parts: Parts): Promise<Outcome> {
    await this.#databases.restore(position);
    using world = new World(this.#databases, this.#clock, parts, this.#positions.get(position));
    world.say(position);
    for (const step of steps) await apply(world, step);
    const isAtRest = await settle(world);
    const violations = await findViolations(world);
    return { violations: isAtRest ? violations : [...violations, "it does not come to rest"], told: world.told };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#databases[Symbol.asyncDispose]();
    this.#clock[Symbol.dispose]();
  }
}
