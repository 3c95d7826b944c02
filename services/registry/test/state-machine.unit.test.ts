import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  isTerminal,
  runInputs,
  runStates,
  toStatus,
  transitions,
  type RunState,
  type Transition,
} from "../src/runs/steps/state-machine.ts";

describe("the transition table", () => {
  test("has a transition for every input in every state", () => {
    expect(Object.keys(transitions).toSorted()).toEqual([...runStates].toSorted());
    for (const state of runStates) {
      expect(Object.keys(transitions[state]).toSorted()).toEqual([...runInputs].toSorted());
      for (const input of runInputs) expect([...runStates, "ignore", "refuse"]).toContain(transitions[state][input]);
    }
  });

  test("has four final states", () => {
    expect(runStates.filter(isTerminal)).toEqual(["success", "failed", "cancelled", "skipped"]);
    for (const state of runStates.filter(isTerminal)) {
      for (const input of runInputs) expect(transitions[state][input]).toMatch(/ignore|refuse/);
    }
  });

  test("any sequence of inputs reaches at most one end and never leaves it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...runInputs), { maxLength: 40 }), (inputs) => {
        const visited: RunState[] = ["queued"];
        for (const input of inputs) {
          const next = transitions[visited.at(-1)!][input];
          if (next !== "ignore" && next !== "refuse") visited.push(next);
        }
        const ends = visited.filter(isTerminal);
        expect(ends.length).toBeLessThanOrEqual(1);
        if (ends.length === 1) expect(visited.at(-1)).toBe(ends[0]);
        // No way back, so no state occurs twice.
        expect(new Set(visited).size).toBe(visited.length);
      }),
    );
  });

  test("success needs every step, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...runInputs), { maxLength: 60 }), (inputs) => {
        let state: RunState = "queued";
        const moves: string[] = [];
        for (const input of inputs) {
          const next: Transition = transitions[state][input];
          if (next === "ignore" || next === "refuse") continue;
          moves.push(input);
          state = next;
        }
        const begins = moves[0] === "resumed" ? ["resumed"] : ["released", "planned"];
        const steps = moves[0] === "undoing" ? ["undoing"] : [...begins, "prepared", "loaded"];
        const moved = moves.filter((input) => input !== "cancel");
        if (state === "success") expect(moved).toEqual([...steps, "finalized"]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("an end can be reached from every open state", () => {
    for (const start of runStates.filter((state) => !isTerminal(state))) {
      const reachable = new Set<RunState>([start]);
      for (const state of reachable) {
        for (const input of runInputs) {
          const next = transitions[state][input];
          if (next !== "ignore" && next !== "refuse") reachable.add(next);
        }
      }
      expect([...reachable].some(isTerminal)).toBe(true);
    }
  });

  test("once rows may be moving, only the outcome of the move counts", () => {
    const leaving = runInputs.filter((input) => !/ignore|refuse/.test(transitions.finalizing[input]));
    expect(leaving).toEqual(["finalized", "finalize_failed", "cancel"]);
    expect(transitions.finalizing.cancel).toBe("abandoned");
    const settling = runInputs.filter((input) => !/ignore|refuse/.test(transitions.abandoned[input]));
    expect(settling).toEqual(["finalized", "finalize_failed", "discarded"]);
  });
});

test.each([
  ["queued", "queued"],
  ["planning", "running"],
  ["preparing", "running"],
  ["loading", "running"],
  ["finalizing", "running"],
  ["abandoned", "outcome_unknown"],
  ["success", "success"],
  ["failed", "failed"],
  ["cancelled", "cancelled"],
  ["skipped", "success"],
] as const)("the API shows %s as %s", (state, status) => {
  expect(toStatus(state)).toBe(status);
});

const spec = join(import.meta.dirname, "../../../SPEC.md");

/** A table whose first column lists the inputs and whose header lists the states. */
test.skipIf(!existsSync(spec))("SPEC.md shows the same table", () => {
  const rows = readFileSync(spec, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.replaceAll(/[`*\s]/g, "")),
    );
  const header = rows.find((cells) => runStates.every((state) => cells.includes(state)));
  expect(header, "the header with every state").toBeDefined();
  for (const state of runStates) {
    const cell = (input: string) => {
      const row = rows.find((cells) => cells.length === header!.length && cells[0] === input);
      const text = row?.[header!.indexOf(state)];
      return text === "–" ? "ignore" : text === "no" ? "refuse" : text;
    };
    const shown = Object.fromEntries(runInputs.map((input) => [input, cell(input)]));
    expect(shown, state).toEqual(transitions[state]);
  }
});
