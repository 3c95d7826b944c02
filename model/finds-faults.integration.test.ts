/** The model is checked: with a repair taken out of the product, it finds an interleaving that breaks a promise. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { Laboratory } from "./interleaving/interleaving.ts";
import { search } from "./interleaving/search.ts";
import { believesErrors, doesNotFence } from "./repairs-taken-out.ts";
import { product, type Parts } from "./world/world.ts";

let laboratory: Laboratory;
beforeAll(async () => void (laboratory = await Laboratory.open()));
afterAll(() => laboratory[Symbol.asyncDispose]());

const faults: readonly { readonly fault: string; readonly parts: Parts; readonly finds: RegExp }[] = [
  {
    fault: "S1: finalize believes an error before it has asked the ledger",
    parts: { ...product, finalize: believesErrors },
    finds: /is failed \(.*\), and 4 of 4 rows are in the target/,
  },
  {
    fault: "S2: a failed run is not fenced in the ledger",
    parts: { ...product, finalize: doesNotFence },
    finds: /is failed \(.*\), and 4 of 4 rows are in the target/,
  },
  {
    fault: "S9: a command is accepted when the broker has it",
    parts: { ...product, accepts: "when it is stored" },
    finds: /was accepted, and (there is no such run|it is)/,
  },
];

test.for(faults)("$fault", async ({ parts, finds }) => {
  const found = await search(laboratory, parts, { runs: 2_000, seed: 1 });
  process.stdout.write(`\n${found?.words}\n`);
  expect(found?.violations.join("\n")).toMatch(finds);
});
