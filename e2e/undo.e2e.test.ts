/** A successful run is undone through the API, and the pipeline goes on. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  awaitEnd,
  createPipeline,
  pipelineBody,
  startTestStack,
  trigger,
  type PipelineOptions,
  type Run,
  type TestStack,
} from "./test-stack.ts";

let product: TestStack;
let warehouse: Client;

beforeAll(async () => {
  product = await startTestStack();
  warehouse = new Client({ connectionString: product.access.postgres });
  await warehouse.connect();
});

afterAll(async () => {
  await warehouse.end();
  await product[Symbol.asyncDispose]();
});

const runOf = (id: string) => product.api.get<Run>(`/api/v1/runs/${id}`);

const query = (first: number) => ({
  project: "sandbox",
  query: `SELECT id FROM UNNEST(GENERATE_ARRAY(${first}, ${first + 99})) AS id`,
});

const range = async () => (await warehouse.query("select min(id), max(id), count(*) from undone")).rows[0];

const toOptions = (name: string, first: number, options: object): PipelineOptions => ({
  name,
  source: query(first),
  mode: "replace",
  destination: { table: "undone", ...options },
});

const change = (...[name, first, options]: Parameters<typeof toOptions>) =>
  product.api.put(`/api/v1/pipelines/by-name/${name}`, pipelineBody(product, toOptions(name, first, options)));

test.for([["swap"], ["in_place"]] as const)("runs are undone by %s, and the next run loads again", async ([way]) => {
  const name = `undone by ${way}`;
  await warehouse.query("drop table if exists undone");
  const keeping = { keep_previous: 1, replace_by: way };
  const pipeline = await createPipeline(product, toOptions(name, 1, keeping));
  const first = await awaitEnd(product, await trigger(product, pipeline));
  expect(first).toMatchObject({ status: "success", can_undo: false });
  await change(name, 1_001, keeping);
  const second = await awaitEnd(product, await trigger(product, pipeline));
  expect(second).toMatchObject({ status: "success", can_undo: true });
  expect(await range()).toEqual({ min: "1001", max: "1100", count: "100" });
  await expect(product.api.post(`/api/v1/runs/${first.id}/undo`)).rejects.toThrow(/409|conflict/);

  const { task_id } = await product.api.post<{ task_id: string }>(`/api/v1/runs/${second.id}/undo`);
  const undo = await awaitEnd(product, task_id);
  expect(undo).toMatchObject({ status: "success", cause: "undo", undo_of: second.id, records_processed: 100 });
  expect(await range()).toEqual({ min: "1", max: "100", count: "100" });
  expect(await runOf(second.id)).toMatchObject({ status: "success", can_undo: false, undone_by: undo.id });
  await expect(product.api.post(`/api/v1/runs/${second.id}/undo`)).rejects.toThrow(/409|conflict/);
  const ledger = await warehouse.query("select state, row_count from datamantri.runs where run_id = $1", [undo.id]);
  expect(ledger.rows).toEqual([{ state: "finalized", row_count: "100" }]);
  expect((await warehouse.query("select * from datamantri.previous_states")).rows).toEqual([]);

  const next = await awaitEnd(product, await trigger(product, pipeline));
  expect(next).toMatchObject({ status: "success", can_undo: true });
  expect(await range()).toEqual({ min: "1001", max: "1100", count: "100" });
  // Without the option nothing is kept any longer.
  await change(name, 2_001, { replace_by: way });
  const last = await awaitEnd(product, await trigger(product, pipeline));
  expect(last).toMatchObject({ status: "success", can_undo: false });
  expect(await runOf(next.id)).toMatchObject({ can_undo: false });
  expect((await warehouse.query("select to_regclass($1) as kept", [keptBy(next.id)])).rows).toEqual([{ kept: null }]);
});

const keptBy = (runId: string) => `datamantri.previous_${runId.replaceAll("-", "")}`;
