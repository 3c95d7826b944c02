/** Whether the order of a wildcard's tables can be the cursor: found before anything is billed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceConfig } from "@datamantri/api";
import { SandboxDataset } from "@datamantri/testkit";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { assertSuffixes } from "../src/bigquery/snapshot/assert-suffixes.ts";

const { signal } = new AbortController();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
});

/** @param last table suffix of the run before. */
async function check(tables: readonly string[], more: Partial<SourceConfig> = {}, last?: string): Promise<string[]> {
  await using dataset = await SandboxDataset.create(sandbox.url);
  for (const name of tables) await dataset.createTable({ name, schema: { id: "INT64" } });
  const config = {
    project: "sandbox",
    api_endpoint: sandbox.url,
    dataset: dataset.dataset,
    table: "events_*",
    read: "incremental",
    cursor_column: "_table_suffix",
    ...more,
  } as const;
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  const watermark = last === undefined ? null : { column: "table_suffix", type: "STRING", value: last };
  return await assertSuffixes(client, config, watermark, signal);
}

const days = ["events_20240105", "events_20240106", "other_intraday"];
const withIntraday = [...days, "events_intraday_20240107"];
const filter = String.raw`REGEXP_CONTAINS(_TABLE_SUFFIX, r'^\d{8}$')`;
const lookback_seconds = 3 * 86_400;

test.each([
  ["days", days, {}],
  ["a filter on the suffix", withIntraday, { filter }],
  ["days with a lookback", days, { lookback_seconds }],
  ["a filter and a lookback", withIntraday, { filter, lookback_seconds }],
  ["no tables yet", [], {}],
  ["a full read", withIntraday, { read: "full" }],
  ["one table, whose query BigQuery refuses", withIntraday, { table: "events_20240105" }],
  ["another cursor", withIntraday, { cursor_column: "id" }],
] as const)("passes: %s", async (_what, tables, more) => {
  expect(await check(tables, more)).toEqual([]);
});

test.each([
  ["no filter", {}],
  ["a filter that does not name the suffix", { filter: "id > 1" }],
] as const)("tables that text does not order are refused, with the filter to set: %s", async (_what, more) => {
  await expect(check(withIntraday, more)).rejects.toMatchObject({
    code: "request_invalid",
    message: expect.stringContaining(filter) as string,
  });
});

test("a lookback is for days only", async () => {
  const message = expect.stringContaining("tables of days") as string;
  const months = ["events_202401", "events_202402"];
  await expect(check(months, { lookback_seconds })).rejects.toMatchObject({ code: "request_invalid", message });
  await check(months);
});

describe("after a run", () => {
  test("that ended with a day, days follow", async () => {
    expect(await check(days, {}, "20240104")).toEqual([]);
    expect(await check(withIntraday, { filter }, "20240104")).toEqual([]);
  });

  test("that ended with an intraday table, no day would follow", async () => {
    await expect(check(days, { filter }, "intraday_20240104")).rejects.toMatchObject({
      code: "request_invalid",
      message: expect.stringContaining("Duplicate the pipeline") as string,
    });
  });

  test("that ended with an intraday table, a filter may leave these or the days", async () => {
    for (const each of [filter, "STARTS_WITH(_TABLE_SUFFIX, 'intraday_')"]) {
      const notes = await check(withIntraday, { filter: each }, "intraday_20240104");
      expect(notes).toEqual([expect.stringContaining("duplicate the pipeline")]);
    }
    const only = ["events_intraday_20240106", "events_intraday_20240107"];
    expect(await check(only, {}, "intraday_20240106")).toEqual([]);
  });
});

test("tables that may not be listed are left to the loader", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  const config = {
    project: "sandbox",
    api_endpoint: sandbox.url,
    dataset: `${dataset.dataset}_gone`,
    table: "events_*",
  };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  await assertSuffixes(client, { ...config, read: "incremental", cursor_column: "_TABLE_SUFFIX" }, null, signal);
});
