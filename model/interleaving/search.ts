/** Searches for an interleaving that breaks a promise, and shrinks it. */
import fc from "fast-check";

import type { Parts } from "../world/world.ts";
import { interleavings, type Interleaving, type Laboratory } from "./interleaving.ts";

export interface Search {
  readonly runs: number;
  readonly seed: number;
  /** Where fast-check found one before: it is replayed. */
  readonly path?: string | undefined;
}

export interface Finding {
  readonly interleaving: Interleaving;
  readonly violations: readonly string[];
  /** The interleaving and what it broke, a sentence a line, and how to replay it. */
  readonly words: string;
}

/** Longer than any of them takes; one that waits for something that never comes is an error of the model. */
const timeout = 30_000;

/** @returns undefined if none of the interleavings breaks a promise. */
export async function search(
  laboratory: Laboratory,
  parts: Parts,
  { runs, seed, path = "" }: Search,
): Promise<Finding | undefined> {
  const property = fc.asyncProperty(interleavings, async (interleaving) => {
    const { violations } = await laboratory.run(interleaving, parts);
    if (violations.length > 0) throw new Broken(violations.join("; "));
  });
  const checked = await fc.check(property, { numRuns: runs, seed, path, timeout });
  if (!checked.failed) return undefined;
  if (!(checked.errorInstance instanceof Broken)) throw checked.errorInstance;
  const [interleaving] = checked.counterexample!;
  const { violations, told } = await laboratory.run(interleaving, parts);
  const replay = `seed ${seed}, path ${checked.counterexamplePath}, after ${checked.numRuns} interleavings and ${checked.numShrinks} shrinks`;
  return { interleaving, violations, words: [...told, "", ...violations, replay].join("\n") };
}

class Broken extends Error {}
