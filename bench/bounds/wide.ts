/**
 * A table of 500 columns arrives exactly, by replacement and by merge. Without a full verification: DuckDB, on which the sandbox
 * runs, did not plan that query within minutes.
 */
import { Client } from "pg";

import {
  compareTables,
  createExpectedTable,
  readWireTable,
  triggerRun,
  type ApiClient,
  type Stack,
} from "@datamantri/local-stack";
import { SandboxDataset } from "@datamantri/testkit";

import { awaitSuccess } from "../follow-run.ts";
import { onOwnStack } from "../on-own-stack.ts";
import { makePipeline } from "./make-pipeline.ts";
import type { Measurement } from "./measurement.ts";
import { measurePeaks } from "./peaks.ts";

const part = "wide";
const columnCount = 500;
const rowCount = 2_000;
/** From the trigger to the end. */
const runMs = 60_000;

/** Types in turn, each with SQL that makes a value from the row's number `i` and the column's number. */
const kinds: readonly (readonly [type: string, value: (column: number) => string])[] = [
  ["INT64", (column) => `i * 1000003 - ${column}`],
  ["STRING", (column) => `CONCAT('r', CAST(i AS STRING), ' ü "quoted" \\\\ ', '${column}')`],
  ["FLOAT64", (column) => `i / ${column + 3}`],
  ["BOOL", (column) => `MOD(i, ${column + 2}) = 0`],
  ["TIMESTAMP", (column) => `TIMESTAMP_MICROS(i * 86400000017 + ${column})`],
  ["NUMERIC", (column) => `CAST(i AS NUMERIC) / 8 + ${column}`],
  ["DATE", (column) => `DATE_ADD(DATE '1999-12-31', INTERVAL MOD(i, 9000) + ${column} DAY)`],
  ["BYTES", (column) => `CAST(CONCAT('b', CAST(i AS STRING), '${column}') AS BYTES)`],
];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** The key, and others that are NULL in some rows. */
const columns: readonly Column[] = [
  { name: "id", type: "INT64", value: "i" },
  ...Array.from({ length: columnCount - 1 }, (_, index) => {
    const [type, value] = kinds[index % kinds.length]!;
    return { name: `c${index}`, type, value: `IF(MOD(i + ${index}, 7) = 0, NULL, ${value(index)})` };
  }),
];

export function measureWide(): Promise<readonly Measurement[]> {
  return onOwnStack(async (stack, api) => {
    await using dataset = await SandboxDataset.create(stack.access.bigquery);
    await makeTable(dataset);
    const client = new Client({ connectionString: stack.access.postgres });
    await client.connect();
    try {
      await createExpectedTable(client, await readWireTable(stack.access.bigquery, dataset.dataset, "wide"));
      const measured = [
        ...(await move(stack, api, client, dataset, "replace")),
        ...(await move(stack, api, client, dataset, "merge")),
      ];
      return [...measured, ...measurePeaks(part, stack)];
    } finally {
      await client.end();
    }
  });
}

async function makeTable(dataset: SandboxDataset): Promise<void> {
  const schema = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  await dataset.createTable({ name: "wide", schema });
  const [names, values] = [columns.map(({ name }) => name), columns.map(({ value }) => value)];
  await dataset.query(
    `INSERT INTO wide (${names.join(", ")}) SELECT ${values.join(", ")} FROM UNNEST(GENERATE_ARRAY(1, ${rowCount})) AS i`,
  );
}

async function move(
  { access }: Stack,
  api: ApiClient,
  client: Client,
  { dataset }: SandboxDataset,
  mode: "replace" | "merge",
): Promise<readonly Measurement[]> {
  const id = await makePipeline(api, access, {
    name: `wide_${mode}`,
    source: { dataset, table: "wide" },
    mode,
    destination: mode === "merge" ? { key: ["id"] } : {},
  });
  const startedAt = performance.now();
  await awaitSuccess(api, await triggerRun(api, id));
  const value = Math.round(performance.now() - startedAt);
  const difference = await compareTables(client, {
    expected: "expected",
    actual: `wide_${mode}`,
    columns: columns.map(({ name }) => name),
    key: "id",
  });
  if (difference.rowCount !== rowCount) throw new Error(`the source has ${difference.rowCount} rows`);
  const what = `${mode} of ${rowCount.toLocaleString("en-US")} rows of ${columnCount} columns`;
  return [
    { part, what: `${what}, values that differ`, value: difference.mismatchCount, unit: "values", bound: 0 },
    { part, what, value, unit: "ms", bound: runMs },
  ];
}
