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
