/** The model is checked: with a repair taken out of the product, it finds an interleaving that breaks a promise. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { Laboratory } from "./interleaving/interleaving.ts";
import { search } from "./interleaving/search.ts";
import { believesErrors, doesNotFence } from "./repairs-taken-out.ts";
import { product, type Parts } from "./world/world.ts";

let laboratory: Laboratory;
beforeAll(async () => void (laboratory = await Laboratory.open()));
afterAll(() => laboratory[Symbol.asyncDispose]());

/** With these seeds it takes about fifty interleavings; with others up to some hundred. */
const faults: readonly {
  readonly fault: string;
  readonly parts: Parts;
  readonly finds: RegExp;
  readonly seed: number;
}[] = [
  {
    fault: "S1: finalize believes the error of a connection, and the ledger has not answered",
    parts: { ...product, finalize: believesErrors },
    finds: /is failed \(.*\), and 4 of 4 rows are in the target/,
    seed: 4,
  },
  {
    fault: "S2: a failed run is not fenced in the ledger",
    parts: { ...product, finalize: doesNotFence },
    finds: /is failed \(.*\), and 4 of 4 rows are in the target/,
    seed: 2,
  },
  {
    fault: "S9: a command is accepted when the broker has it",
    parts: { ...product, accepts: "when it is stored" },
    finds: /was accepted, and (there is no such run|it is)/,
    seed: 3,
  },
];

/** Some hundred interleavings on a machine that is busy. */
const timeout = 300_000;

test.for(faults)("$fault", { timeout }, async ({ parts, finds, seed }) => {
  const found = await search(laboratory, parts, { runs: 1_000, seed });
  process.stdout.write(`\n${found?.words}\n`);
  expect(found?.violations.join("\n")).toMatch(finds);
});
