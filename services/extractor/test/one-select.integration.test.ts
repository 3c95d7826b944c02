/** A source's query is one SELECT. Every run would execute any other statement, with the rights of the source's credentials. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceConfig } from "@datamantri/api";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { inspectSource } from "../src/bigquery/inspect/inspect-source.ts";
import { chooseRead, wholeQuery } from "../src/bigquery/snapshot/choose-read.ts";
import { pinSnapshot } from "../src/bigquery/snapshot/pin-snapshot.ts";
import { fetchFields } from "../src/bigquery/snapshot/rows-columns.ts";
import { dryRunQuery } from "../src/bigquery/jobs/query-job.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
});

const statements = [
  ["DML", "DELETE FROM `sandbox.flights.airports` WHERE TRUE", "DELETE"],
  ["behind a comment", "/* SELECT */ MERGE d.t USING d.u ON FALSE WHEN NOT MATCHED THEN INSERT ROW", "MERGE"],
  ["DDL", "CREATE OR REPLACE TABLE d.t AS SELECT 1 AS a", "CREATE TABLE AS SELECT"],
  ["an export", "EXPORT DATA OPTIONS (uri = 'gs://theirs/*.csv') AS SELECT 1", "EXPORT DATA"],
  ["a procedure", "CALL d.p()", "CALL"],
  ["a script", "SELECT 1; DROP TABLE d.t", "several statements"],
  ["a script that leaves a wrapper", "SELECT 1); DROP TABLE d.t; SELECT * FROM (SELECT 2", "several statements"],
  ["dynamic SQL", "EXECUTE IMMEDIATE 'DROP TABLE d.t'", "several statements"],
] as const;

const billing = { maximumBytesBilled: 300 * 2 ** 20, pricePerTibUsd: 6.25 };
const never = new AbortController().signal;

type Path = (client: BigQueryClient, config: SourceConfig) => Promise<unknown>;

const options = { runId: "run", pipelineId: "pipeline", attempt: 1, billing, signal: never, runEnded: never };

const paths: readonly (readonly [string, Partial<SourceConfig>, Path])[] = [
  [
    "an estimate or validation",
    {},
    (client, config) => inspectSource(client, config, { mapping: null }, billing, never),
  ],
  [
    "a listing of columns",
    {},
    (client, config) =>
      fetchFields(null, () => dryRunQuery(client, config, wholeQuery(config), { labels: {}, billing, signal: never })),
  ],
  ["a run", {}, (client, config) => pinSnapshot(client, config, chooseRead(config, null, null), options)],
  [
    "an increment",
    { read: "incremental", cursor_column: "a" },
    (client, config) => {
      const after = { column: "a", type: "INTEGER", value: "1" };
      return pinSnapshot(client, config, chooseRead(config, null, after), options);
    },
  ],
];

test.for(
  statements.flatMap(([name, query, what]) =>
    paths.map(([path, more, take]) => [`${name} in ${path}`, { query, what, more, take }] as const),
  ),
)("%s is refused before a job is created", async ([, { query, what, more, take }]) => {
  const config = { project: "theirs", query, api_endpoint: sandbox.url, ...more };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  await expect(take(client, config)).rejects.toMatchObject({
    code: "source_query_invalid",
    isRetryable: false,
    message: expect.stringMatching(new RegExp(`must be one SELECT; this is ${what}$|^BigQuery said: `)) as string,
  });
  const answer = await fetch(`${sandbox.url}/bigquery/v2/projects/theirs/jobs`);
  expect(((await answer.json()) as { jobs?: unknown[] }).jobs ?? []).toEqual([]);
});
