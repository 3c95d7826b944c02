import { Client } from "pg";
import { afterAll, describe, expect } from "vitest";

import type { RejectsView } from "@datamantri/api";
import { typeModes, TypesMover } from "@datamantri/local-stack";

import { waitFor } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, trigger, type Run, type TestStack } from "./test-stack.ts";

let product: TestStack;
let mover: TypesMover;
let target: Client;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  mover = await TypesMover.open(product.api, product.access, "all_types");
  target = new Client({ connectionString: product.access.postgres });
  await target.connect();
});

afterAll(async () => {
  await target.end();
  await mover[Symbol.asyncDispose]();
});

describe("a table with every type arrives value by value", () => {
  test("the table has every type, and enough rows for several batches", () => {
    expect(mover.rowCount).toBe(5_000);
    expect(mover.columns.length).toBeGreaterThan(25);
  });

  test.each(typeModes)("%s", async (mode) => {
    const result = await mover.move(mode);
    expect(result).toMatchObject({ mismatches: 0, samples: {} });
    expect(new Set(result.runs)).toEqual(new Set(["success"]));
  });

  test("history ends a version when the next one begins, and a repeat begins none", async () => {
    const { rows } = await target.query(`
      select count(*)::int as ended, count(next.id)::int as followed, count(distinct old.valid_to)::int as moments
      from all_types_history as old
      left join all_types_history as next on next.id = old.id and next.valid_from = old.valid_to
      where old.valid_to is not null
    `);
    expect(rows).toEqual([{ ended: 1_766, followed: 1_666, moments: 1 }]);
  });
});

describe("a full verification", () => {
  interface Verification {
    readonly level: string;
    readonly rows: Record<string, number | null>;
    readonly target: Record<string, number>;
    readonly rows_hash: string | null;
    readonly columns: readonly { name: string; compared: string; reason: string | null; hash: string | null }[];
    readonly job_id: string | null;
    readonly bytes_billed: number;
  }

  const verificationOf = async (run: Run) => product.api.get<Verification>(`/api/v1/runs/${run.id}/verification`);

  test.each([
    ["a table", { dataset: "types", table: "all_types" }],
    ["a query's result", { query: "select * from `sandbox.types.all_types`" }],
  ])("of %s says how each column was compared, in digests", async (name, source) => {
    const options = { name: name.replaceAll(/\W/g, "_"), source, destination: { verification: "full" } };
    const run = await awaitEnd(product, await trigger(product, await createPipeline(product, options)));
    expect(run.error_message).toBeNull();
    expect(run.log).toMatch(
      /source verified: 5,000 rows, 26 columns, job datamantri_[-0-9a-f]+_statistics, [\d,]+ bytes/,
    );
    const verification = await verificationOf(run);
    const rows = { source: 5_000, source_query: 5_000, manifest: 5_000, ledger: 5_000, staged: 5_000 };
    const target = { inserted: 5_000, updated: 0, deleted: 0 };
    expect(verification).toMatchObject({ level: "full", rows, target, rows_hash: expect.any(String) as string });
    expect(verification.columns.map(({ name: column }) => column)).toEqual(mover.columns);
    for (const { compared, reason, hash } of verification.columns) {
      expect([compared, reason === null, hash === null]).toEqual(
        compared === "values" ? ["values", true, false] : ["nulls", false, true],
      );
    }
    expect(verification.job_id).toBe(`datamantri_${run.id}_statistics`);
  });

  test("is asked for: without it a run has the counts", async () => {
    const options = { name: "counted", source: { dataset: "types", table: "all_types" } };
    const run = await awaitEnd(product, await trigger(product, await createPipeline(product, options)));
    expect(await verificationOf(run)).toMatchObject({
      level: "counts",
      rows: { source: 5_000, source_query: null, ledger: 5_000, staged: 5_000 },
      columns: [],
      bytes_billed: 0,
    });
  });
});

describe("the comparison notices", () => {
  const later = { where: "true", expected: "later" } as const;

  test.each([
    ["float64", "0.0", "float64 = 0 and id = 5", "-0 that became 0"],
    ["numeric", "1.50", "id = 4", "another scale"],
    ["string", "string || ' '", "id = 10", "a blank"],
    ["range_date", "'[2020-01-01,2020-12-31]'", "id = 10", "a range with its end"],
    ["interval", "interval '720 hours'", "id = 30", "an equal interval"],
    ["scalars", `jsonb_set(scalars, '{numeric}', '1.50')`, "id = 4", "a number deep in a STRUCT"],
    ["timestamp", "timestamp + interval '1 microsecond'", "id = 7", "a microsecond"],
  ])("in %s, %s where %s: %s", async (column, value, where) => {
    await withChange(`update all_types_replace set "${column}" = ${value} where ${where}`, async () => {
      const { mismatchCount, samples } = await mover.compare("replace", later);
      expect({ mismatchCount, columns: Object.keys(samples) }).toEqual({ mismatchCount: 1, columns: [column] });
    });
  });

  test.each([
    ["delete from all_types_replace where id = 7", "missing row"],
    ["insert into all_types_replace select * from all_types_replace where id = 7", "unexpected row"],
  ])("%s", async (statement, name) => {
    await withChange(statement, async () => {
      expect(await mover.compare("replace", later)).toEqual({
        rowCount: 5_000,
        mismatchCount: 1,
        samples: { [name]: ["7"] },
      });
    });
  });

  /** The comparison has a session of its own, so the change is committed, and made good afterwards. */
  async function withChange(statement: string, look: () => Promise<void>): Promise<void> {
    await target.query("create table kept as table all_types_replace");
    try {
      expect((await target.query(statement)).rowCount).toBe(1);
      await look();
    } finally {
      await target.query(
        "begin; truncate all_types_replace; insert into all_types_replace table kept; drop table kept; commit",
      );
    }
  }
});

describe("what docs/types.md says", () => {
  test("json is made canonical by PostgreSQL", async () => {
    const j = await arrived("json_text", `PARSE_JSON('{"b": 1.50, "a": 25e-1, "b": 2}')`);
    expect(j).toBe('{"a": 2.5, "b": 1.50}');
  });

  test.each([
    ["null_array", "CAST(NULL AS ARRAY<INT64>)", "[]"],
    ["floats", "[0.1e0, CAST('nan' AS FLOAT64), CAST('-inf' AS FLOAT64)]", '[0.1, "NaN", "-Infinity"]'],
    ["bytes", "[b'abc']", '["YWJj"]'],
    ["moments", "[TIMESTAMP '2024-05-06 07:08:09+00']", '["2024-05-06T07:08:09.000000Z"]'],
    ["struct", "STRUCT(1 AS n, [PARSE_JSON('[1.0]')] AS j)", '{"j": [[1.0]], "n": 1}'],
    ["days", "CAST('0001-01-01' AS DATE)", "0001-01-01"],
    ["zero", "CAST('-0' AS FLOAT64)", "-0"],
    ["place", "ST_GEOGPOINT(1, 2)", "POINT(1 2)"],
    ["cleaned", "REPLACE('a' || CODE_POINTS_TO_STRING([0]) || 'b', CODE_POINTS_TO_STRING([0]), '')", "ab"],
  ])("%s: %s arrives as %s", async (name, expression, expected) => {
    expect(await arrived(name, expression)).toBe(expected);
  });

  test.each([
    ["nul_text", "'secret' || CODE_POINTS_TO_STRING([0])"],
    ["nul_json", String.raw`PARSE_JSON(r'{"k": "secret\u0000"}')`],
    ["nul_key", String.raw`PARSE_JSON(r'{"secret\u0000": 1}')`],
    ["nul_array", "['secret' || CODE_POINTS_TO_STRING([0])]"],
    ["nul_struct", "STRUCT('secret' || CODE_POINTS_TO_STRING([0]) AS inner_text)"],
  ])("%s cannot be carried over: %s", async (name, expression) => {
    const run = await runOf(name, expression);
    expect(run).toMatchObject({ status: "failed", error_code: "value_not_representable" });
    expect(run.error_message).toContain(`"${name}"`);
    expect(JSON.stringify(run)).not.toContain("secret");
    expect((await target.query("select to_regclass($1) as target", [name])).rows).toEqual([{ target: null }]);
  });

  test("a JSON number beyond numeric cannot be carried over", async () => {
    // BigQuery's own JSON has no such number: its STRINGs may.
    const pipeline = await createPipeline(product, {
      name: "huge_number",
      source: { query: "SELECT 1 AS id, '1e200000' AS huge_number" },
      mapping: { columns: [{ source: "huge_number", name: "huge_number", cast: "jsonb" }] },
    });
    const run = await awaitEnd(product, await trigger(product, pipeline));
    expect(run).toMatchObject({ status: "failed", error_code: "value_not_representable" });
  });

  test.each([
    ["replace", ["a\ufffd", "ok"], '{"j": [1, "\ufffd"]}', [1, 1, 0]],
    ["null", [null, "ok"], null, [1, 1, 0]],
    ["reject", ["ok"], undefined, [0, 0, 1]],
  ] as const)("unrepresentable: %s", async (unrepresentable, texts, json, [textCells, jsonCells, rejected]) => {
    const name = `policy_${unrepresentable}`;
    const query = String.raw`
      SELECT 1 AS id, 'a' || CODE_POINTS_TO_STRING([0]) AS text, PARSE_JSON(r'{"j": [1, "\u0000"]}') AS json
      UNION ALL SELECT 2, 'ok', PARSE_JSON('{}')
    `;
    const pipeline = await createPipeline(product, {
      name,
      source: { query },
      mapping: { unrepresentable },
      destination: { rejects: { max_rows: 1 } },
    });
    const run = await awaitEnd(product, await trigger(product, pipeline));
    expect(run).toMatchObject({ status: "success", rejected_count: rejected, records_processed: 2 - rejected });
    const counts = Object.fromEntries(run.replaced_cells.map(({ column, cell_count }) => [column, cell_count]));
    expect(counts).toEqual(rejected === 1 ? {} : { text: textCells, json: jsonCells });
    const { rows } = await target.query<{ text: string; json: string }>(
      `select text, json::text as json from ${name} order by id`,
    );
    expect(rows.map((row) => row.text)).toEqual(texts);
    if (json !== undefined) expect(rows[0]!.json).toBe(json);

    const rejects = await product.api.get<RejectsView>(`/api/v1/runs/${run.id}/rejects`);
    expect(rejects.rejected_count).toBe(rejected);
    expect(rejects.reasons).toMatchObject(
      rejected === 0 ? [] : [{ row_count: 1, columns: ["text", "json"], sqlstate: null, row_numbers: [0] }],
    );
  });
});

test("a rejected row is loaded after a fix, once", async () => {
  await target.query("create table public.repaired (id bigint, text varchar(3))");
  const query = "SELECT 1 AS id, 'abc' AS text UNION ALL SELECT 2, 'too long'";
  const destination = { rejects: { max_share: 0.5 } };
  const pipeline = await createPipeline(product, { name: "repaired", source: { query }, destination });
  const run = await awaitEnd(product, await trigger(product, pipeline));
  expect(run).toMatchObject({ status: "success", rejected_count: 1, records_processed: 1 });
  await target.query("alter table public.repaired alter column text type text");
  const path = `/api/v1/runs/${run.id}`;
  for (let times = 0; times < 2; times++) await product.api.post(`${path}/rejects/replay`);
  await waitFor(async () => (await product.api.get<Run>(path)).log.split("1 of 1 reject loaded").length === 3, {
    what: "both replays",
  });
  expect(await product.api.get<Run>(path)).toMatchObject({ status: "success", replayed_count: 1 });
  expect((await target.query("select text from public.repaired order by id")).rows).toEqual([
    { text: "abc" },
    { text: "too long" },
  ]);
});

async function runOf(name: string, expression: string): Promise<Run> {
  // Quoted, because `struct` is reserved in GoogleSQL.
  const query = `SELECT 1 AS id, ${expression} AS \`${name}\``;
  return awaitEnd(product, await trigger(product, await createPipeline(product, { name, source: { query } })));
}

/** The text that PostgreSQL shows for the value of an expression. */
async function arrived(name: string, expression: string): Promise<string> {
  expect(await runOf(name, expression)).toMatchObject({ status: "success" });
  const { rows } = await target.query<{ text: string }>(`select ${name}::text as text from ${name}`);
  return rows[0]!.text;
}
