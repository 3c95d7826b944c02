/** Suffixes of tables as cursor: those that were read decide, whatever the source's filter says. */
import { expect } from "vitest";

import { noWatermark } from "@datamantri/contracts";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

const options = {
  columns: [column("id", "INT64"), column("day", "STRING", { sourcePath: ["table_suffix"] })],
  cursorColumn: "_TABLE_SUFFIX",
  source: { read: "incremental" },
  writeMode: "merge",
  config: { key: ["id"] },
} as const;

/** @returns the new watermark's value. */
async function read(db: TestDestination, suffixes: readonly string[], before = ""): Promise<string> {
  await using run = new TestRun(db.url, options);
  run.before = before === "" ? noWatermark : { column: "table_suffix", type: "STRING", value: before };
  await run.prepare();
  const rows = suffixes.map((suffix, id) => tuple(bigint(id), text(suffix)));
  if (rows.length > 0) await run.load(run.batchOf(0, rows));
  await run.finalize(rows.length).catch(async (error: unknown) => {
    await run.discard();
    throw error;
  });
  return run.watermark.value;
}

test("of one form give the watermark", async ({ db }) => {
  expect(await read(db, ["20240105", "20240104"])).toBe("20240105");
  expect(await read(db, ["20240103"], "20240105")).toBe("20240105");
  expect(await read(db, [], "20240105")).toBe("20240105");
});

test.for([
  ["of several forms", ["20240105", "intraday_20240106"], "", "several forms"],
  ["of another form than before", ["20240105"], "2024_01_04", "Duplicate the pipeline"],
] as const)("%s fail the run, and the target is unchanged", async ([, suffixes, before, saying], { db }) => {
  await read(db, ["20240101"]);
  await expect(read(db, suffixes, before)).rejects.toMatchObject({
    code: "request_invalid",
    message: expect.stringContaining(saying) as string,
  });
  expect(await db.query("select id::int, day from target")).toEqual([{ id: 0, day: "20240101" }]);
});
