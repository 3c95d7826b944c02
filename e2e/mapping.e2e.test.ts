/** A mapping from the API to the values in PostgreSQL, through all processes. */
import { createHash, createHmac } from "node:crypto";

import { Client } from "pg";
import { afterAll, describe, expect } from "vitest";

import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, trigger, type PipelineOptions, type Run, type TestStack } from "./test-stack.ts";

let product: TestStack;
let target: Client;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  target = new Client({ connectionString: product.access.postgres });
  await target.connect();
});

afterAll(async () => {
  await target.end();
});

interface Report {
  readonly columns: readonly { source: string; target: string | null; target_type: string | null; fidelity: string }[];
  readonly problems: readonly string[];
}

async function move(options: PipelineOptions): Promise<{ id: string; run: Run }> {
  const id = await createPipeline(product, options);
  return { id, run: await awaitEnd(product, await trigger(product, id)) };
}

async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  return (await target.query<Record<string, unknown>>(sql)).rows;
}

const columnsOf = (table: string) =>
  rowsOf(`
    select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped order by attnum
  `);

const people = `
  SELECT 7 AS id, 'ann@example.com' AS email, '4111111111111111' AS card, 'x' AS secret,
    STRUCT('Berlin' AS city, STRUCT(52.5 AS lat) AS geo) AS address, ['a', 'b'] AS tags, NUMERIC '12.50' AS amount
  UNION ALL SELECT 8, NULL, NULL, 'y', NULL, [], NULL`;
const mask_key = "canary-key-of-the-masks";

describe("every part of a mapping", () => {
  let id: string;

  test("arrives as it says", async () => {
    const mapping = {
      structs: "flatten",
      arrays: "native",
      mask_key,
      columns: [
        { source: "id", cast: "integer", name: 'Key "of" all' },
        { source: "email", mask: { method: "hmac" } },
        { source: "card", mask: { method: "partial", keep_last: 4 } },
        { source: "secret", exclude: true },
        { source: "address.geo.lat", name: "latitude", cast: "numeric(6,3)" },
        { source: "amount", mask: { method: "sha256", salted: true } },
      ],
    };
    const moved = await move({ name: "mapped", source: { query: people }, mapping });
    expect(moved.run).toMatchObject({ status: "success", error_message: null });
    id = moved.id;
    expect(await columnsOf("mapped")).toEqual([
      { name: 'Key "of" all', type: "integer" },
      { name: "email", type: "text" },
      { name: "card", type: "text" },
      { name: "address_city", type: "text" },
      { name: "latitude", type: "numeric(6,3)" },
      { name: "tags", type: "text[]" },
      { name: "amount", type: "text" },
    ]);
    expect(await rowsOf(`select * from mapped order by 1`)).toEqual([
      {
        'Key "of" all': 7,
        email: createHmac("sha256", mask_key).update("ann@example.com").digest("hex"),
        card: "************1111",
        address_city: "Berlin",
        latitude: "52.500",
        tags: ["a", "b"],
        amount: createHash("sha256").update(`${mask_key}12.5`).digest("hex"),
      },
      { 'Key "of" all': 8, email: null, card: null, address_city: null, latitude: null, tags: [], amount: null },
    ]);
  });

  test("is shown with the pipeline, but never its key", async () => {
    const pipeline = await product.api.get<{ mapping: unknown }>(`/api/v1/pipelines/${id}`);
    expect(pipeline.mapping).toMatchObject({ structs: "flatten" });
    expect(JSON.stringify(pipeline)).not.toContain(mask_key);
  });

  test("is in the type report", async () => {
    const report = await product.api.get<Report>(`/api/v1/pipelines/${id}/type-report`);
    expect(report.problems).toEqual([]);
    expect(report.columns.map(({ source, target_type }) => `${source}: ${target_type}`)).toEqual([
      "id: integer",
      "email: text",
      "card: text",
      "secret: null",
      "address.city: text",
      "address.geo.lat: numeric(6,3)",
      "tags: text[]",
      "amount: text",
    ]);
  });

  test("has its type report before a run; without a source the answer says how to get one", async () => {
    const mapping = { columns: [{ source: "id", cast: "smallint" }] };
    const fresh = await createPipeline(product, { name: "unplanned", source: { query: people }, mapping });
    const report = await product.api.get<Report>(`/api/v1/pipelines/${fresh}/type-report`);
    expect(report.columns[0]).toMatchObject({ target_type: "smallint" });
    const lost = await createPipeline(product, { name: "lost", source: { dataset: "flights", table: "nope" } });
    await expect(product.api.get(`/api/v1/pipelines/${lost}/type-report`)).rejects.toThrow(/404.*Trigger the pipeline/);
  });

  test("that does not fit the source is refused with every reason", async () => {
    const mapping = { columns: [{ source: "nope" }, { source: "id", cast: "uuid" }] };
    const creating = createPipeline(product, { name: "unfit", source: { query: people }, mapping });
    await expect(creating).rejects.toThrow(/400.*mapping_invalid.*cannot be cast.*no column/);
  });
});

test("every type inside of a flattened STRUCT arrives as it does outside, and what is excluded is not there", async () => {
  const { run } = await move({
    name: "flattened",
    source: { dataset: "types", table: "all_types" },
    mapping: {
      structs: "flatten",
      arrays: "native",
      columns: [
        { source: "string_required", exclude: true },
        { source: "struct.inner_struct.day", exclude: true },
        { source: "struct_array.tags", exclude: true },
      ],
    },
  });
  expect(run).toMatchObject({ status: "success", records_processed: 5_000 });
  const names = (await columnsOf("flattened")).map(({ name }) => String(name));
  expect(names).not.toContain("string_required");
  expect(names).not.toContain("struct_inner_struct_day");
  const inside = names.filter((name) => name.startsWith("scalars_"));
  expect(inside.length).toBeGreaterThan(12);
  for (const name of inside) {
    const same = `count(*) filter (where "${name}"::text is not distinct from "${name.slice("scalars_".length)}"::text)::int`;
    expect([name, await rowsOf(`select ${same} as same from flattened`)]).toEqual([name, [{ same: 5_000 }]]);
  }
  expect(
    await rowsOf(`select int64_array::text as ints, timestamp_array[1] = 'epoch'::timestamptz + id * interval '1000001 microseconds' as moment,
      struct_x::int, struct_inner_struct_ok as ok, struct_array from flattened where id = 13`),
  ).toEqual([{ ints: "{0,1,2}", moment: true, struct_x: 13, ok: false, struct_array: [{ k: "k13", n: 3.25 }] }]);
});

test("names beyond 63 bytes are shortened, the same in each run and as the type report says", async () => {
  const [key, value] = ["k", "v"].map((end) => `${"long_".repeat(14)}${end}`) as [string, string];
  const shortened = (name: string) =>
    `${name.slice(0, 50)}_${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;
  const source = { query: `SELECT 1 AS \`${key}\`, 'a' AS \`${value}\` UNION ALL SELECT 2, 'b'` };
  const destination = { write_mode: "merge", key: [shortened(key)] };
  const moved = await move({ name: "shortened", source, mode: "batch", destination });
  expect(moved.run).toMatchObject({ status: "success", error_message: null });
  expect(await awaitEnd(product, await trigger(product, moved.id))).toMatchObject({ status: "success" });
  const report = await product.api.get<Report>(`/api/v1/pipelines/${moved.id}/type-report`);
  expect(report.columns.map(({ target: name }) => name)).toEqual([shortened(key), shortened(value)]);
  expect(await rowsOf("select * from shortened order by 1")).toEqual([
    { [shortened(key)]: "1", [shortened(value)]: "a" },
    { [shortened(key)]: "2", [shortened(value)]: "b" },
  ]);
});

test("a cursor that is renamed still tells where to go on", async () => {
  const id = await createPipeline(product, {
    name: "renamed_cursor",
    source: { dataset: "weather", table: "seattle_weather", read: "incremental", cursor_column: "date" },
    mode: "append",
    mapping: { columns: [{ source: "date", name: "day" }] },
  });
  const first = await awaitEnd(product, await trigger(product, id));
  expect(first.records_processed).toBeGreaterThan(1_000);
  expect(await awaitEnd(product, await trigger(product, id))).toMatchObject({
    status: "success",
    records_processed: 0,
  });
});

test("a value that its cast does not take fails the run and says where", async () => {
  const mapping = { columns: [{ source: "email", cast: "uuid" }] };
  const { run } = await move({ name: "uncast", source: { query: people }, mapping });
  expect(run).toMatchObject({ status: "failed", error_code: "value_not_representable" });
  expect(run.error_message).toMatch(/"email".*not a UUID/);
  expect(JSON.stringify(run)).not.toContain("ann@");
  expect(await rowsOf("select to_regclass('uncast') as target")).toEqual([{ target: null }]);
});
