/** Moves tables of every type by every way of reading, with the whole product, into a PostgreSQL of its own. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

import { startStack, waitUntilItServes, warehouseOf, type ApiClient, type Stack } from "@datamantri/local-stack";
import type { RunDetail } from "@datamantri/api";
import { waitFor } from "@datamantri/testkit";

import type { BigQuery } from "./bigquery.ts";
import { Skip, type Report } from "./report.ts";
import { typeValues } from "./type-values.ts";

const values = typeValues.map(({ name, literal }) => `${literal} AS ${name}`).join(", ");
const nulls = typeValues.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`).join(", ");

export async function checkMoves(bigquery: BigQuery, report: Report): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-verify-"));
  console.log("\nstarting the product, to move what was made");
  const stack = await startStack({ dataDir, usualPorts: false });
  try {
    const mover = new Mover(stack, await waitUntilItServes(stack.access), bigquery);
    await report.check("every type can be stored in a table", () => mover.makeTypes());
    for (const [name, options] of Object.entries(readings(bigquery))) {
      await report.check(`every type arrives by ${name}`, () => mover.moveTypes(options));
    }
    await report.check("the next increment reads only what is new", () => mover.moveIncrements());
    await report.check("several tables are read as one, with their suffix as cursor", () => mover.moveSuffixes());
    await report.check("ingestion-time partitions are read, and again when they grow", () => mover.movePartitions());
  } finally {
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
}

interface Reading {
  readonly source: Readonly<Record<string, unknown>>;
  readonly destination?: Readonly<Record<string, unknown>>;
}

function readings(bigquery: BigQuery): Readonly<Record<string, Reading>> {
  const table = bigquery.name("types");
  return {
    "listing the table": { source: { table } },
    "a filter": { source: { table, filter: "id > 0" } },
    "a query": { source: { query: `SELECT * FROM ${bigquery.quoted("types")}` } },
    "a view": { source: { table: bigquery.name("types_view"), allow_query_billing: true } },
    "listing, compared value by value": { source: { table }, destination: { verification: "full" } },
  };
}

class Mover {
  readonly #stack: Stack;
  readonly #api: ApiClient;
  readonly #bigquery: BigQuery;
  #count = 0;
  #hasTypes = false;

  constructor(stack: Stack, api: ApiClient, bigquery: BigQuery) {
    this.#stack = stack;
    this.#api = api;
    this.#bigquery = bigquery;
  }

  async makeTypes(): Promise<void> {
    await this.#bigquery.make("types", `AS SELECT 1 AS id, ${values} UNION ALL SELECT 2, ${nulls}`);
    await this.#bigquery.make("types_view", `AS SELECT * FROM ${this.#bigquery.quoted("types")}`, "VIEW");
    this.#hasTypes = true;
  }

  async moveTypes(reading: Reading): Promise<void> {
    if (!this.#hasTypes) throw new Skip("there is no table to move");
    const target = await this.#makePipeline("replace", reading);
    await target.run();
    const columns = typeValues.map(({ name }) => `${name}::text`).join(", ");
    const [first, second] = await target.rows(`select ${columns} from ${target.name} order by id`);
    assert.deepEqual(first, Object.fromEntries(typeValues.map(({ name, arrives }) => [name, arrives])));
    // https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls: the API sends [].
    const ofNull = (type: string) => (type.startsWith("ARRAY") ? "[]" : null);
    assert.deepEqual(second, Object.fromEntries(typeValues.map(({ name, type }) => [name, ofNull(type)])));
  }

  async moveIncrements(): Promise<void> {
    const target = await this.#makePipeline("merge", {
      source: { table: this.#bigquery.name("rows"), read: "incremental", cursor_column: "i", cursor_start: "2" },
      destination: { key: ["i"] },
    });
    await target.run();
    await this.#bigquery.query(`INSERT INTO ${this.#bigquery.quoted("rows")} (i) VALUES (1), (100)`);
    await target.run();
    const rows = await target.rows(`select i::int from ${target.name} order by i`);
    assert.deepEqual(
      rows.map(({ i }) => i).filter((i) => i === 1 || i === 2 || i === 100),
      [2, 100],
    );
  }

  async moveSuffixes(): Promise<void> {
    await this.#bigquery.make("days_20260101", "AS SELECT 1 AS id, 'a' AS t");
    await this.#bigquery.make("days_20260102", "AS SELECT 2 AS id, 'b' AS t");
    const target = await this.#makePipeline("merge", {
      source: { table: `${this.#bigquery.name("days_")}*`, read: "incremental", cursor_column: "_TABLE_SUFFIX" },
      destination: { key: ["id"] },
    });
    await target.run();
    await target.run();
    assert.deepEqual(await target.rows(`select id::int, table_suffix from ${target.name} order by id`), [
      { id: 1, table_suffix: "20260101" },
      { id: 2, table_suffix: "20260102" },
    ]);
  }

  async movePartitions(): Promise<void> {
    await this.#bigquery.make("ingested", "(id INT64) PARTITION BY _PARTITIONDATE");
    const ingested = this.#bigquery.quoted("ingested");
    await this.#bigquery.query(`INSERT INTO ${ingested} (_PARTITIONTIME, id) VALUES (TIMESTAMP '2026-01-01', 1)`);
    const target = await this.#makePipeline("merge", {
      source: { table: this.#bigquery.name("ingested"), read: "incremental", cursor_column: "_PARTITIONTIME" },
      destination: { key: ["id"] },
    });
    await target.run();
    await this.#bigquery.query(`INSERT INTO ${ingested} (_PARTITIONTIME, id) VALUES (TIMESTAMP '2026-01-01', 2)`);
    await target.run();
    assert.deepEqual(await target.rows(`select id::int from ${target.name} order by id`), [{ id: 1 }, { id: 2 }]);
  }

  async #makePipeline(mode: string, { source, destination }: Reading): Promise<Target> {
    const { project, dataset, endpoint, credentials, maxBytes } = this.#bigquery.options;
    const name = `moved_${++this.#count}`;
    const { id } = await this.#api.post<{ id: string }>("/api/v1/pipelines", {
      name,
      source_type: "bigquery",
      source_config: {
        project,
        ...(source["query"] === undefined && { dataset }),
        maximum_bytes_billed: String(maxBytes),
        ...(endpoint !== undefined && { api_endpoint: endpoint }),
        ...(credentials !== null && { credentials: JSON.parse(credentials) as object }),
        ...source,
      },
      destination_type: "postgres",
      destination_config: { ...warehouseOf(this.#stack.access), table: name, ...destination },
      mode,
    });
    return new Target(this.#stack, this.#api, id, name);
  }
}

/** A pipeline and the table that it fills. */
class Target {
  readonly name: string;
  readonly #stack: Stack;
  readonly #api: ApiClient;
  readonly #id: string;

  constructor(stack: Stack, api: ApiClient, id: string, name: string) {
    this.#stack = stack;
    this.#api = api;
    this.#id = id;
    this.name = name;
  }

  async run(): Promise<void> {
    const { run_id } = await this.#api.post<{ run_id: string }>(`/api/v1/pipelines/${this.#id}/trigger`);
    const run = await waitFor(
      async () => {
        const seen = await this.#api.get<RunDetail>(`/api/v1/runs/${run_id}`);
        return seen.end_time === null ? undefined : seen;
      },
      { what: "the run to end", timeoutMs: 300_000 },
    );
    assert.equal(run.status, "success", `${run.error_code}: ${run.error_message}`);
  }

  async rows(query: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.#stack.access.postgres, options: "-c timezone=UTC" });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(query)).rows;
    } finally {
      await client.end();
    }
  }
}
