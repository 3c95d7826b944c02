import { describe, expect, test } from "vitest";

import { assertGoodPassword } from "../src/users/password.ts";

const email = "grace.hopper@example.com";

describe("a password", () => {
  test.each([
    "bigquery-postgres",
    "datamantri-pipeline-postgresql",
    "DataMantri!BigQuery?2026",
    "D4t4M4ntr1!2026",
    "P0stgr35-P1p3l1n3",
    "grace.hopper-datamantri",
    "HopperGraceExample1",
    "mandatamantritri2026",
    "datadatamantrimantri2026",
  ])("of words that everybody knows is refused, however many and however written: %s", async (password) => {
    await expect(assertGoodPassword(password, email)).rejects.toMatchObject({ code: "request_invalid" });
  });

  test.each([
    "correct horse battery staple",
    "the pipeline under our violet kettle hums",
    "grace waters 7 orchids daily",
    "\u{1F40E}\u0130 violet kettle hums",
  ])("may have some of them besides others: %s", async (password) => {
    await assertGoodPassword(password, email);
  });
});
