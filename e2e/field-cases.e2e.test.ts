/**
 * What users of comparable tools met, on the whole product: a table, its rows, a pipeline, and the rows that must arrive. A
 * new case is one entry of a table in field-cases/. services/loader/test/field-cases has the cases of targets in each write
 * mode, on PostgreSQL 15 and 18.
 */
import { describe } from "vitest";

import { dataCases } from "./field-cases/data.ts";
import { check } from "./field-cases/field-case.ts";
import { test } from "./fixtures.ts";

describe("cases from the field", () => {
  for (const fieldCase of dataCases) {
    test(`${fieldCase.id}: ${fieldCase.what}`, async ({ product }) => check(product, fieldCase));
  }
});
