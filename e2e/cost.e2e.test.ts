/** What a pipeline costs, told before it is made; ranges read again; runs that have nothing to do. */
import { expect } from "vitest";

import { Client } from "pg";

import { waitFor } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, pipelineBody, trigger, type Run, type TestStack } from "./test-stack.ts";

let product: TestStack;

test.beforeAll(({ product: shared }) => {
  product = shared;
});
const query = "SELECT title, imdb_votes FROM `sandbox.movies.movies`";
const view = { dataset: "movies", table: "movies_view" };
const mebibyte = 2 ** 20;

interface Estimate {
  readonly estimate: Record<string, unknown> | null;
  readonly cost_usd_per_day: number | null;
  readonly columns: readonly { readonly name: string }[];
  readonly problems: readonly { readonly code: string; readonly field?: string }[];
}

const estimate = (options: Parameters<typeof pipelineBody>[1]) =>
  product.api.post<Estimate>("/api/v1/pipelines/estimate", pipelineBody(product, options));

test("an estimate has bytes, money and columns, and is kept with the pipeline", async () => {
  const asked = await estimate({ name: "estimated", source: { query }, schedule: "0 */6 * * *" });
  expect(asked.estimate).toMatchObject({ read: "query", is_billed: true, bytes_billed: 10 * mebibyte });
  expect(asked.cost_usd_per_day).toBeCloseTo(4 * (10 / 2 ** 20) * 6.25, 9);
  expect(asked.columns.map(({ name }) => name)).toEqual(["title", "imdb_votes"]);

  const id = await createPipeline(product, { name: "estimated", source: { query } });
  const kept = await product.api.get<Estimate>(`/api/v1/pipelines/${id}/estimate`);
  expect(kept).toMatchObject({ estimate: asked.estimate, cost_usd_per_day: null, problems: [] });

  const run = await awaitEnd(product, await trigger(product, id));
  expect(run).toMatchObject({ status: "success", bytes_estimated: 10 * mebibyte, bytes_billed: 10 * mebibyte });
  expect(run.cost_usd).toBeCloseTo((10 / 2 ** 20) * 6.25, 9);
});

test("a pipeline whose runs would be refused for their cost is not made", async () => {
  const dear = { query, maximum_bytes_billed: "1000" };
  await expect(createPipeline(product, { name: "dear", source: dear })).rejects.toThrow(/400.*cost_limit_exceeded/);
  await expect(createPipeline(product, { name: "view", source: view })).rejects.toThrow(/billed_query_not_allowed/);
  const id = await createPipeline(product, { name: "view", source: { ...view, allow_query_billing: true } });
  expect(await awaitEnd(product, await trigger(product, id))).toMatchObject({
    status: "success",
    records_processed: 3_201,
  });
});

test("a scheduled run of a table that has not changed is skipped and says so", async () => {
  const source = { dataset: "weather", table: "seattle_weather" };
  const id = await createPipeline(product, { name: "skipped", source, schedule: "* * * * * *" });
  const [skipped] = await waitFor(
    async () => {
      const runs = await product.api.get<Run[]>(`/api/v1/pipelines/${id}/runs`);
      const found = runs.filter(({ phase }) => phase === "skipped");
      return found.length > 0 && found;
    },
    { what: "a run to be skipped" },
  );
  expect(skipped).toMatchObject({ status: "success", records_processed: 0, bytes_billed: null });
  expect(skipped!.log).toContain("has not changed");
  const run = await awaitEnd(product, await trigger(product, id));
  expect(run).toMatchObject({ phase: "success", records_processed: 1_461 });
  await product.api.delete(`/api/v1/pipelines/${id}`);
});

test("a scheduled run of a table that has not changed loads again what was dropped or emptied", async () => {
  const source = { dataset: "weather", table: "seattle_weather" };
  const id = await createPipeline(product, { name: "dropped", source, schedule: "* * * * * *" });
  const loaded = async (count: number) =>
    waitFor(
      async () => {
        const runs = await product.api.get<Run[]>(`/api/v1/pipelines/${id}/runs`);
        return runs.filter(({ phase }) => phase === "success").length === count && runs[0]?.phase === "skipped";
      },
      { what: `${count} runs to load, and the next one to be skipped` },
    );
  await loaded(1);
  await inWarehouse("drop table dropped");
  await loaded(2);
  expect(await inWarehouse("select count(*)::int as n from dropped")).toEqual([{ n: 1_461 }]);
  await inWarehouse("delete from dropped");
  await loaded(3);
  expect(await inWarehouse("select count(*)::int as n from dropped")).toEqual([{ n: 1_461 }]);
  const runs = await product.api.get<Run[]>(`/api/v1/pipelines/${id}/runs`);
  const again = runs.filter(({ phase }) => phase === "success").slice(0, 2);
  expect(again[0]!.log).toMatch(/not skipped: the source has not changed, but .* was emptied/);
  expect(again[1]!.log).toMatch(/not skipped: the source has not changed, but .* does not exist any more/);
  await product.api.delete(`/api/v1/pipelines/${id}`);
});

test("a range is read again, and repeating it gives the same table", async () => {
  const source = { dataset: "weather", table: "seattle_weather", cursor_column: "date" };
  const id = await createPipeline(product, { name: "backfilled", source, mode: "append" });
  const backfill = (body: object) => product.api.post<{ task_id: string }>(`/api/v1/pipelines/${id}/backfill`, body);
  const year = { from: "2013-01-01", to: "2014-01-01" };
  for (let i = 0; i < 2; i++) {
    const run = await awaitEnd(product, (await backfill(year)).task_id);
    expect(run).toMatchObject({ status: "success", records_processed: 365, bytes_estimated: 10 * mebibyte });
    expect(run).toMatchObject({ range: { column: "date", ...year } });
  }
  const count = async () => (await inWarehouse<{ n: number }>("select count(*)::int as n from backfilled"))[0]!.n;
  expect(await count()).toBe(365);
  await awaitEnd(product, (await backfill({ from: "2012-01-01", to: "2016-01-01" })).task_id);
  expect(await count()).toBe(1_461);

  const wrong = await awaitEnd(product, (await backfill({ ...year, from: "yesterday" })).task_id);
  expect(wrong).toMatchObject({ status: "failed", error_code: "request_invalid" });
  const other = await createPipeline(product, { name: "whole", source, mode: "replace" });
  await expect(product.api.post(`/api/v1/pipelines/${other}/backfill`, year)).rejects.toThrow(
    /append or merge, not replace/,
  );
});

test("a backfill that append cannot place is refused before its query is billed", async () => {
  const source = { dataset: "weather", table: "seattle_weather" };
  const mapping = { columns: [{ source: "date", cast: "text" }] };
  const id = await createPipeline(product, { name: "cast", source, mode: "append", mapping });
  const range = { from: "2013-01-01", to: "2014-01-01", column: "date" };
  const { task_id } = await product.api.post<{ task_id: string }>(`/api/v1/pipelines/${id}/backfill`, range);
  expect(await awaitEnd(product, task_id)).toMatchObject({
    status: "failed",
    error_code: "request_invalid",
    bytes_billed: null,
  });
  const { jobs = [] } = (await (
    await fetch(`${product.access.bigquery}/bigquery/v2/projects/sandbox/jobs`)
  ).json()) as {
    readonly jobs?: readonly { readonly jobReference: { readonly jobId: string } }[];
  };
  expect(jobs.filter(({ jobReference }) => jobReference.jobId.includes(task_id))).toEqual([]);
});

test("a stream runs by itself, one run after the other, and skips what has nothing new", async () => {
  const source = { dataset: "weather", table: "seattle_weather", cursor_column: "date", interval_seconds: 1 };
  const asked = await estimate({ name: "streamed", source, mode: "stream" });
  expect(asked.cost_usd_per_day).toBeCloseTo(86_400 * (10 / 2 ** 20) * 6.25, 6);
  const id = await createPipeline(product, { name: "streamed", source, mode: "stream" });
  const runs = await waitFor(
    async () => {
      const found = await product.api.get<Run[]>(`/api/v1/pipelines/${id}/runs`);
      return found.filter(({ phase }) => phase === "skipped").length >= 2 && found;
    },
    { what: "two runs to be skipped" },
  );
  expect(runs.at(-1)).toMatchObject({ phase: "success", records_processed: 1_461, bytes_billed: 0 });
  expect(runs.slice(0, -1).every(({ bytes_billed }) => bytes_billed === null)).toBe(true);
  await product.api.delete(`/api/v1/pipelines/${id}`);
  expect(await inWarehouse("select count(*)::int as n from streamed")).toEqual([{ n: 1_461 }]);

  const wrong = createPipeline(product, { name: "wrong", source, mode: "stream", schedule: "* * * * *" });
  await expect(wrong).rejects.toThrow(/must be null with mode: stream/);
  const uncursored = { dataset: "weather", table: "seattle_weather" };
  await expect(createPipeline(product, { name: "wrong", source: uncursored, mode: "stream" })).rejects.toThrow(
    /cursor_column: is required/,
  );
});

test("a validation tells every problem, and a source that is not there does not keep a pipeline from being made", async () => {
  const validate = (body: unknown) =>
    product.api.post<{ valid: boolean } & Pick<Estimate, "problems">>("/api/v1/pipelines/validate", body);
  const good = { name: "good", source: { dataset: "movies", table: "movies" }, schedule: "0 5 * * *" };
  expect(await validate(pipelineBody(product, good))).toMatchObject({
    valid: true,
    problems: [],
    schedule: { next: [expect.stringMatching(/T05:00:00/), ...Array<unknown>(4).fill(expect.any(String))] },
    estimate: { row_count: 3_201, estimate: { is_billed: false } },
  });
  const body = pipelineBody(product, good) as { readonly destination_config: object };
  const homeless = await validate({ ...body, destination_config: { ...body.destination_config, schema: "nowhere" } });
  expect(homeless.problems).toMatchObject([{ code: "sink_schema_missing", field: "destination_config" }]);
  const shapeless = await validate({ name: "" });
  expect(shapeless.valid).toBe(false);
  expect(shapeless.problems.map(({ field }) => field)).toContain("name");
  const lost = { name: "lost", source: { dataset: "movies", table: "nope" }, schedule: "61 * * * *" };
  const wrong = await validate(pipelineBody(product, lost));
  expect(wrong).toMatchObject({ valid: false, schedule: null, estimate: { estimate: null } });
  expect(wrong.problems.map(({ code, field }) => [code, field])).toEqual([
    ["request_invalid", "schedule"],
    ["source_not_found", undefined],
  ]);
  const id = await createPipeline(product, { name: "lost", source: lost.source });
  const kept = await product.api.get<Estimate>(`/api/v1/pipelines/${id}/estimate`);
  expect(kept).toMatchObject({ estimate: null, problems: [{ code: "source_not_found" }] });
});

async function inWarehouse<T>(statement: string): Promise<T[]> {
  const client = new Client({ connectionString: product.access.postgres });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}
