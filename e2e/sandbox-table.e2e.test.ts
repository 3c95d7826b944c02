/** A test's own table in the sandbox is moved, and moved again when it has changed. */
import { expect } from "vitest";

import { SandboxDataset } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { inDatabase } from "./in-database.ts";
import { awaitEnd, createPipeline, trigger } from "./test-stack.ts";

test("a table of the test's own arrives, and its changes", async ({ product }) => {
  await using sandbox = await SandboxDataset.create(product.access.bigquery);
  const source = await sandbox.createTable({
    name: "orders",
    schema: { id: "INT64", amount: "NUMERIC", tags: { type: "STRING", mode: "REPEATED" } },
    rows: [
      { id: "9223372036854775807", amount: "0.10", tags: ["a", "b"] },
      { id: 2, amount: null },
    ],
  });
  const pipeline = await createPipeline(product, { name: "own_orders", source });
  const run = async () => (await awaitEnd(product, await trigger(product, pipeline))).status;
  const rows = () =>
    inDatabase(product.access.postgres, "select id::text, amount::text, tags from own_orders order by id");
  expect(await run()).toBe("success");
  expect(await rows()).toEqual([
    { id: "2", amount: null, tags: [] },
    { id: "9223372036854775807", amount: "0.1", tags: ["a", "b"] },
  ]);
  await sandbox.query("UPDATE orders SET amount = NUMERIC '1.5' WHERE id = 2");
  expect(await run()).toBe("success");
  expect(await rows()).toMatchObject([{ id: "2", amount: "1.5" }, { id: "9223372036854775807" }]);
});

test("a dropped target of an incremental pipeline gets every row again, not only the new ones", async ({ product }) => {
  await using sandbox = await SandboxDataset.create(product.access.bigquery);
  const table = await sandbox.createTable({ name: "events", schema: { n: "INT64" }, rows: [{ n: 1 }, { n: 2 }] });
  const source = { ...table, read: "incremental", cursor_column: "n" };
  const pipeline = await createPipeline(product, { name: "own_events", mode: "append", source });
  const run = async () => awaitEnd(product, await trigger(product, pipeline));
  const rows = () => inDatabase(product.access.postgres, "select n::int from own_events order by n");
  expect(await run()).toMatchObject({ status: "success" });
  await inDatabase(product.access.postgres, "drop table own_events");
  await sandbox.insert("events", [{ n: 3 }]);
  const again = await run();
  expect(again).toMatchObject({ status: "success" });
  expect(again.log).toContain("planned again, with all rows");
  expect(await rows()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await sandbox.insert("events", [{ n: 4 }]);
  expect(await run()).toMatchObject({ status: "success", records_processed: 1 });
});
