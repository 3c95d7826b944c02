/**
 * What users of comparable tools met, on the whole product: a table, its rows, a pipeline, and the rows that must arrive. A
 * new case is one entry of a table in field-cases/. services/loader/test/field-cases has the cases of targets in each write
 * mode, on PostgreSQL 15 and 18.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";

import { repositoryRoot } from "@datamantri/local-stack";

import { casesElsewhere } from "./field-cases/elsewhere.ts";
import { excludedCases } from "./field-cases/excluded.ts";
import { check } from "./field-cases/field-case.ts";
import { incrementCases } from "./field-cases/increments.ts";
import { refusedCases } from "./field-cases/refused.ts";
import { targetCases } from "./field-cases/targets.ts";
import { test } from "./fixtures.ts";

describe("cases from the field", () => {
  for (const fieldCase of [...targetCases, ...incrementCases, ...excludedCases, ...refusedCases]) {
    test(`${fieldCase.id}: ${fieldCase.what}`, async ({ product }) => check(product, fieldCase));
  }
});

describe("cases from the field with tests of their own", () => {
  for (const { id, what, test: place } of casesElsewhere) {
    if (place === undefined) {
      test.todo(`${id}: ${what}`);
      continue;
    }
    const [file, text] = place;
    test(`${id}: ${what}`, () => expect(readFileSync(join(repositoryRoot, file), "utf8")).toContain(text));
  }
});
