/** Cells of 1 MB, and rows that are larger than a message, arrive exactly, and no service's memory grows with them. */
import { Client } from "pg";

import { triggerRun } from "@datamantri/local-stack";
import { SandboxDataset } from "@datamantri/testkit";

import { awaitSuccess } from "../follow-run.ts";
import { onOwnStack } from "../on-own-stack.ts";
import { makePipeline } from "./make-pipeline.ts";
import type { Measurement } from "./measurement.ts";
import { measurePeaks } from "./peaks.ts";

const part = "cells";
/** A cell is an MD5 in hexadecimal so many times: 1 MiB. */
const repeats = 32_768;
/** From the trigger to the end. */
const runMs = 120_000;

const sandboxMemoryMb = 1_024;

/** Rows of one large cell, and of twelve such cells each, so that each row is larger than a message: 100 MB each. */
const shapes = [
  { name: "one_cell", cells: 1, rows: 100 },
  { name: "larger_than_a_message", cells: 12, rows: 8 },
] as const;

type Shape = (typeof shapes)[number];

const namesOf = ({ cells }: Shape) => Array.from({ length: cells }, (_, index) => `c${index}`);

export function measureCells(): Promise<readonly Measurement[]> {
  return onOwnStack(
    async (stack, api) => {
      const { access } = stack;
      await using dataset = await SandboxDataset.create(access.bigquery);
      const client = new Client({ connectionString: access.postgres });
      await client.connect();
      const measured: Measurement[] = [];
      try {
        for (const shape of shapes) {
          const source = await makeTable(dataset, shape);
          const id = await makePipeline(api, access, { name: shape.name, source, mode: "replace" });
          const startedAt = performance.now();
          await awaitSuccess(api, await triggerRun(api, id));
          const value = Math.round(performance.now() - startedAt);
          const what = `${shape.rows} rows of ${shape.cells} MiB`;
          measured.push(
            { part, what: `${what}, rows that differ`, value: await countOther(client, shape), unit: "rows", bound: 0 },
            { part, what, value, unit: "ms", bound: runMs },
          );
        }
      } finally {
        await client.end();
      }
      return [...measured, ...measurePeaks(part, stack)];
    },
    { sandboxMemoryMb },
  );
}

async function makeTable(dataset: SandboxDataset, shape: Shape) {
  const names = namesOf(shape);
  const cells = names.map((name) => [name, "STRING"]);
  const source = await dataset.createTable({
    name: shape.name,
    schema: Object.fromEntries([["id", "INT64"], ...cells]),
  });
  const values = names.map((name) => `REPEAT(TO_HEX(MD5(CONCAT('${name}:', CAST(id AS STRING)))), ${repeats})`);
  // Row by row: the sandbox holds a statement's values in memory.
  for (let id = 1; id <= shape.rows; id++) {
    await dataset.query(
      `INSERT INTO ${shape.name} (id, ${names.join(", ")}) SELECT id, ${values.join(", ")} FROM UNNEST([${id}]) AS id`,
    );
  }
  return source;
}

/** Rows that are missing, twice, unexpected or of another value. */
async function countOther(client: Client, shape: Shape): Promise<number> {
  const isSame = namesOf(shape).map((name) => `${name} = repeat(md5('${name}:' || id), ${repeats})`);
  const { rows } = await client.query<{ same: number; all: number; ids: number }>(`
    select
      count(*) filter (where id between 1 and ${shape.rows} and ${isSame.join(" and ")})::int as same,
      count(*)::int as all,
      count(distinct id)::int as ids
    from ${shape.name}
  `);
  const { same, all, ids } = rows[0]!;
  return all - same + Math.abs(shape.rows - all) + (all - ids);
}
