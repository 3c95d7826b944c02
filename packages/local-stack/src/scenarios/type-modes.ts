/* For each write mode: the runs that fill its target, and the target's expected content after each. */
import type { ExpectedStates } from "./type-states.ts";

export const typeModes = ["append", "replace", "merge", "mirror", "mirror_soft", "history"] as const;

/** A write mode; `mirror_soft` is mirror with `delete_mode: soft`. */
export type TypeMode = (typeof typeModes)[number];

/** Input of a run: a query for some rows or an earlier state, or the table itself. */
export type TypeSource = "gone" | "earlier" | "table";

/** Some rows of the target, and their expected values. */
export interface TypeCheck {
  /** A condition on the target's rows. */
  readonly where: string;
  readonly expected: keyof ExpectedStates;
}

export interface TypeStep {
  readonly source: TypeSource;
  readonly checks: readonly TypeCheck[];
}

const isCurrent = `"valid_to" is null`;
const isAlive = `"_deleted_at" is null`;

const all = (expected: keyof ExpectedStates): readonly TypeCheck[] => [{ where: "true", expected }];

/** Keyed modes read the table twice: the second time nothing has changed, so nothing may happen. */
const repeated = (checks: readonly TypeCheck[]): readonly TypeStep[] => [
  { source: "table", checks },
  { source: "table", checks },
];

export const typeSteps: Readonly<Record<TypeMode, readonly TypeStep[]>> = {
  append: [
    { source: "gone", checks: all("gone") },
    { source: "table", checks: all("all") },
  ],
  replace: [
    { source: "earlier", checks: all("earlier") },
    { source: "table", checks: all("later") },
  ],
  merge: [{ source: "earlier", checks: all("earlier") }, ...repeated(all("all"))],
  mirror: [{ source: "earlier", checks: all("earlier") }, ...repeated(all("later"))],
  mirror_soft: [
    { source: "earlier", checks: [{ where: isAlive, expected: "earlier" }] },
    ...repeated([
      { where: isAlive, expected: "later" },
      { where: `not (${isAlive})`, expected: "gone" },
    ]),
  ],
  history: [
    { source: "earlier", checks: [{ where: isCurrent, expected: "earlier" }] },
    ...repeated([
      { where: isCurrent, expected: "later" },
      { where: `not (${isCurrent})`, expected: "ended" },
    ]),
  ],
};
