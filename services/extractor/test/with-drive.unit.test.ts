import { expect, test } from "vitest";

import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { withDrive } from "../src/bigquery/snapshot/with-drive.ts";

const forDrive = {} as BigQueryClient;
const client = { withDrive: async () => forDrive } as BigQueryClient;

/** As in https://github.com/googleapis/python-bigquery/issues/1392 */
const vendorMessage = "Access Denied: BigQuery BigQuery: Permission denied while getting Drive credentials.";
const refused = new PipelineError("source_permission_denied", "no", {}, { vendorMessage });

/** Work that a token without Drive cannot do, and the tries that it was given. */
function sheet() {
  const tries: string[] = [];
  const work = async (one: BigQueryClient, isAgain: boolean): Promise<string> => {
    tries.push(`${one === forDrive ? "drive" : "plain"}${isAgain ? " again" : ""}`);
    if (one !== forDrive) throw refused;
    return "rows";
  };
  return { tries, work };
}

test("a spreadsheet's table is read with a token for Drive at once", async () => {
  const { tries, work } = sheet();
  const table = { type: "EXTERNAL", externalDataConfiguration: { sourceFormat: "GOOGLE_SHEETS" } };
  expect(await withDrive(client, table, work)).toBe("rows");
  expect(tries).toEqual(["drive"]);
});

test.each([
  ["a query", null],
  ["a view", { type: "VIEW" }],
])("%s over one is read again with such a token", async (_what, table) => {
  const { tries, work } = sheet();
  expect(await withDrive(client, table, work)).toBe("rows");
  expect(tries).toEqual(["plain", "drive again"]);
});

test("other refusals are no reason for one", async () => {
  const denied = new PipelineError("source_permission_denied", "no", {}, { vendorMessage: "Access Denied: Table t" });
  const tries: BigQueryClient[] = [];
  const work = (one: BigQueryClient) => {
    tries.push(one);
    return Promise.reject(denied);
  };
  await expect(withDrive(client, null, work)).rejects.toBe(denied);
  expect(tries).toEqual([client]);
});
