/** An older state of a database comes back: the next run stops before it reads a row, and a person lets the pipeline go on. */
import { expect } from "vitest";

import { SandboxDataset } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { inDatabase } from "./in-database.ts";
import { awaitEnd, createPipeline, trigger, type TestStack } from "./test-stack.ts";

/** Two runs have added the rows 1, 2 and 3, 4. @returns the second one's id, too */
async function twoIncrements(product: TestStack, sandbox: SandboxDataset, name: string) {
  const table = await sandbox.createTable({ name, schema: { n: "INT64" }, rows: [{ n: 1 }, { n: 2 }] });
  const source = { ...table, read: "incremental", cursor_column: "n" };
  const id = await createPipeline(product, { name, mode: "append", source });
  const { postgres } = product.access;
  const pipeline = {
    run: async () => awaitEnd(product, await trigger(product, id)),
    goOn: async (failed: string) => {
      const path = `/api/v1/runs/${failed}/retry`;
      const { run_id } = await product.api.post<{ run_id: string }>(path, { from: "destination" });
      return awaitEnd(product, run_id);
    },
    change: (statements: string) => inDatabase(postgres, statements),
    ids: async () =>
      (await inDatabase<{ n: number }>(postgres, `select n::int from ${name} order by n`)).map(({ n }) => n),
  };
  expect(await pipeline.run()).toMatchObject({ status: "success" });
  await sandbox.insert(name, [{ n: 3 }, { n: 4 }]);
  const second = await pipeline.run();
  expect(second).toMatchObject({ status: "success", records_processed: 2 });
  await sandbox.insert(name, [{ n: 5 }]);
  return { ...pipeline, second: second.id };
}

test("of the destination, without the last run: what was lost is read again", async ({ product }) => {
  await using sandbox = await SandboxDataset.create(product.access.bigquery);
  const { run, goOn, change, ids, second } = await twoIncrements(product, sandbox, "lost_increment");
  await change(`
    delete from lost_increment where n > 2;
    delete from datamantri.verifications where run_id = '${second}';
    delete from datamantri.runs where run_id = '${second}'`);
  const refused = await run();
  expect(refused).toMatchObject({ status: "failed", error_code: "sink_rolled_back", records_processed: 0 });
  expect(refused.error_message).toContain(second);
  expect(await run()).toMatchObject({ status: "failed", error_code: "sink_rolled_back" });
  expect(await ids()).toEqual([1, 2]);
  expect(await goOn(refused.id)).toMatchObject({ status: "success", records_processed: 3, retry_of: refused.id });
  expect(await ids()).toEqual([1, 2, 3, 4, 5]);
  expect(await run()).toMatchObject({ status: "success", records_processed: 0 });
});

test("of the metadata database, without the last run: nothing is added twice", async ({ product }) => {
  await using sandbox = await SandboxDataset.create(product.access.bigquery);
  const { run, goOn, ids, second } = await twoIncrements(product, sandbox, "forgotten_increment");
  const registry = product.stack.adminUrl("datamantri_registry");
  // As a backup from between the two runs.
  await inDatabase(
    registry,
    `update pipelines set watermark = jsonb_set(watermark, '{value}', '"2"') where configuration ->> 'name' = 'forgotten_increment'`,
  );
  for (const table of ["run_events", "run_batches", "run_splits"])
    await inDatabase(registry, `delete from ${table} where run_id = '${second}'`);
  await inDatabase(registry, `delete from runs where id = '${second}'`);
  const refused = await run();
  expect(refused).toMatchObject({ status: "failed", error_code: "metadata_rolled_back", records_processed: 0 });
  expect(refused.error_message).toContain(second);
  expect(await ids()).toEqual([1, 2, 3, 4]);
  expect(await goOn(refused.id)).toMatchObject({ status: "success", records_processed: 1 });
  expect(await ids()).toEqual([1, 2, 3, 4, 5]);
});
