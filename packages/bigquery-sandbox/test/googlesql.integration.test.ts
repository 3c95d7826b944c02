/*
 * GoogleSQL's meaning, case by case, through jobs.query. The expected values are those of the pages that googlesql/
 * names, below https://cloud.google.com/bigquery/docs/reference/standard-sql/. A further case is one more line there.
 */
import { describe, expect, test } from "vitest";

import type { Expected } from "./googlesql/cases.ts";
import { dates } from "./googlesql/dates.ts";
import { json } from "./googlesql/json.ts";
import { math } from "./googlesql/math.ts";
import { operators } from "./googlesql/operators.ts";
import { queries } from "./googlesql/queries.ts";
import { ranges } from "./googlesql/ranges.ts";
import { strings } from "./googlesql/strings.ts";
import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

const pages = [...operators, ...math, ...strings, ...json, ...dates, ...ranges, ...queries];

describe.each(pages)("$page", ({ page, cases }) => {
  test.each(cases)("%s", async (sql, expected) => {
    const isStatement = page.startsWith("query-syntax") || /^(SELECT|WITH)\b/.test(sql);
    const { status, body } = await rest.query(isStatement ? sql : `SELECT ${sql}`);
    expect({ status, body }).toMatchObject(answer(expected));
  });
});

function answer(expected: Expected): object {
  if (expected !== null && typeof expected === "object") {
    if ("anyRefusal" in expected)
      return { status: expect.toSatisfy((status: number) => status >= 400 && status < 500) as number };
    if ("rows" in expected) return { status: 200, body: expected };
    if ("refused" in expected) return refusal(expected.refused as { message: string; reason: string });
  }
  return { status: 200, body: { totalRows: "1", rows: [{ f: [{ v: expected }] }] } };
}

function refusal({ message, reason }: { message: string; reason: string }): object {
  return {
    status: 400,
    body: { error: { message: expect.stringContaining(message) as string, errors: [{ reason }] } },
  };
}
