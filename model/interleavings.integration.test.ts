/**
 * The product keeps its promises in every interleaving that is tried. Longer, or again:
 * INTERLEAVINGS=20000 INTERLEAVINGS_SEED=7 npm test -- --integration model/interleavings
 */
import { afterAll, beforeAll, expect, test } from "vitest";

import { Laboratory } from "./interleaving/interleaving.ts";
import { search } from "./interleaving/search.ts";
import { product } from "./world/world.ts";

const { INTERLEAVINGS: runs = "100", INTERLEAVINGS_SEED: seed, INTERLEAVINGS_PATH: path } = process.env;

/** Longer than a machine that is busy needs for one. */
const msEach = 2_000;

let laboratory: Laboratory;
beforeAll(async () => void (laboratory = await Laboratory.open()));
afterAll(() => laboratory[Symbol.asyncDispose]());

test("no interleaving breaks a promise", { timeout: 60_000 + Number(runs) * msEach }, async () => {
  const wanted = { runs: Number(runs), seed: seed === undefined ? newSeed() : Number(seed), path };
  const found = await search(laboratory, product, wanted);
  if (found) expect.fail(found.words);
});

/** Different interleavings each time; a failure prints its seed. */
function newSeed(): number {
  return Math.trunc(Math.random() * 2 ** 31);
}
