import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BothTranscoders } from "./both-transcoders.ts";
import { anyTable } from "./cell-arbitraries.ts";
import { writePage } from "./write-page.ts";

const anyChoices = fc.array(fc.nat(255), { maxLength: 40 });

describe("the WASM module and TypeScript agree", () => {
  test("on valid pages, however they are written", () => {
    fc.assert(
      fc.property(anyTable(0), anyChoices, (table, choices) => {
        const transcoders = new BothTranscoders(table.columns);
        expect(withoutPlace(transcoders.transcode(writePage(table, choices)))).toEqual(
          withoutPlace(transcoders.transcode(writePage(table, [0]))),
        );
      }),
      { numRuns: 400 },
    );
  });

  test("on what they refuse and how", () => {
    fc.assert(
      fc.property(anyTable(20), anyChoices, (table, choices) => {
        expect(new BothTranscoders(table.columns).transcode(writePage(table, choices))).toBeDefined();
      }),
      { numRuns: 400 },
    );
  });

  test("on the result of each policy", () => {
    const policy = fc.constantFrom("replace" as const, "null" as const, "reject" as const);
    fc.assert(
      fc.property(anyTable(20), anyChoices, policy, (table, choices, unrepresentable) => {
        expect(new BothTranscoders(table.columns, unrepresentable).transcode(writePage(table, choices))).toBeDefined();
      }),
      { numRuns: 600 },
    );
  });

  test("on pages with one byte changed", () => {
    fc.assert(
      fc.property(anyTable(0), anyChoices, fc.nat(), fc.nat(127), (table, choices, place, byte) => {
        const page = writePage(table, choices);
        page[place % page.length] = byte;
        expect(new BothTranscoders(table.columns).transcode(page)).toBeDefined();
      }),
      { numRuns: 600 },
    );
  });

  test("on refusing a page truncated anywhere", () => {
    fc.assert(
      fc.property(anyTable(0), anyChoices, fc.nat(), (table, choices, place) => {
        const page = writePage(table, choices).toString().trim();
        const bytes = Buffer.from(page);
        const outcome = new BothTranscoders(table.columns).transcode(bytes.subarray(0, place % bytes.length));
        expect(outcome).toHaveProperty("code");
      }),
      { numRuns: 400 },
    );
  });
});

/** The same cell is refused for the same reason, wherever its byte is. */
function withoutPlace(outcome: ReturnType<BothTranscoders["transcode"]>): unknown {
  return "facts" in outcome ? { ...outcome, facts: { ...outcome.facts, byte_offset: 0 } } : outcome;
}
