/** A table that a run replaces. */
import { expect } from "vitest";

import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

/** A finalized run with rows 1 to 4. */
export async function replace(
  db: TestDestination,
  options: RunOptions = {},
  beforeFinalizing?: () => Promise<unknown>,
): Promise<TestRun> {
  await using run = new TestRun(db.url, { writeMode: "replace", ...options });
  await run.prepare();
  await run.load(run.batch(0, 1, 2), run.batch(1, 3, 2));
  await beforeFinalizing?.();
  expect(await run.finalize(4)).toBe(4);
  expect(await db.stagingTables()).toBe(0);
  return run;
}

export const targetIds = (db: TestDestination) => db.value("select string_agg(id::text, ',' order by id) from target");
export const targetOid = (db: TestDestination) => db.value("select 'target'::regclass::oid");

export const plain = "create table target (id bigint, name text)";
