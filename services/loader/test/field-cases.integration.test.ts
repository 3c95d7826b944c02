/** Cases of people with comparable tools, in each write mode. A new case is one entry of a table in field-cases/. */
import { describe, expect } from "vitest";

import { arrayCases } from "./field-cases/arrays-of-domains.ts";
import { CaseInMode, modes } from "./field-cases/field-case.ts";
import { enumCases } from "./field-cases/enums-and-domains.ts";
import { hiddenRowCases } from "./field-cases/hidden-rows.ts";
import { largeKeyCases } from "./field-cases/large-keys.ts";
import { settingCases } from "./field-cases/settings.ts";
import { triggerCases } from "./field-cases/triggers.ts";
import { typeCases } from "./field-cases/types.ts";
import { uniqueCases } from "./field-cases/unique-values.ts";
import { test } from "./fixtures.ts";

const cases = [
  ...typeCases,
  ...settingCases,
  ...hiddenRowCases,
  ...uniqueCases,
  ...largeKeyCases,
  ...enumCases,
  ...arrayCases,
  ...triggerCases,
];

describe.each(cases)("$title", (fieldCase) => {
  for (const mode of modes) {
    const outcome = fieldCase.outcome[mode];
    if ("impossible" in outcome) {
      test.skip(`${mode}: ${outcome.impossible}`);
      continue;
    }
    test(mode, async ({ db }) => {
      await using tried = new CaseInMode(db, fieldCase, mode);
      await tried.makeTarget();
      const last = fieldCase.runs.length - 1;
      for (const [index, rows] of fieldCase.runs.slice(0, last).entries()) await tried.run(rows, index);
      if (fieldCase.between !== undefined) await db.query(fieldCase.between);
      if ("refused" in outcome) {
        const before = await tried.rows();
        await expect(tried.run(fieldCase.runs[last]!, last)).rejects.toMatchObject({
          code: outcome.refused,
          message: expect.stringContaining(outcome.saying) as string,
        });
        expect(await tried.rows()).toEqual(before);
        return;
      }
      const { rejectedRows, ...changes } = await tried.run(fieldCase.runs[last]!, last);
      expect(await tried.rows()).toEqual(outcome);
      expect(rejectedRows).toBe(fieldCase.rejects ?? 0);
      if (fieldCase.holds !== undefined) expect(await db.value(fieldCase.holds)).toBe(true);
      if (fieldCase.isRepeat === true && mode !== "append" && mode !== "replace") {
        expect(changes).toEqual({ insertedRows: 0, updatedRows: 0, deletedRows: 0 });
      }
    });
  }
});
