import { BigQuery, type Job } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import { afterEach, describe, expect, test, vi } from "vitest";

import { useSandbox } from "./rest.ts";

const { sandbox } = useSandbox();
afterEach(() => {
  vi.unstubAllEnvs();
});

function connect(projectId = "sandbox"): BigQuery {
  return new BigQuery({ projectId, apiEndpoint: sandbox().url, authClient: new PassThroughClient() });
}

/** One page, the next one, and the whole answer. The client's types contain only the parsed rows. */
async function readPage(job: Job, options: object) {
  const [rows, next, response] = (await job.getQueryResults({ autoPaginate: false, ...options })) as unknown as [
    unknown[],
    object | null,
    Record<string, unknown>,
  ];
  return { rows, next, response };
}

async function metadataOf(resource: { getMetadata(): Promise<unknown> }): Promise<unknown> {
  const [metadata] = (await resource.getMetadata()) as [unknown];
  return metadata;
}

// Keeps a core busy for minutes unless it is stopped.
const SLOW_QUERY = `
  SELECT COUNT(*) AS n
  FROM UNNEST(GENERATE_ARRAY(1, 200000)) AS a
  CROSS JOIN UNNEST(GENERATE_ARRAY(1, 200000)) AS b
  WHERE MOD(a * b, 7) = 3`;

describe("jobs of the official Node client, unchanged", () => {
  test("a query job and its pages", async () => {
    const [job] = await connect("pays").createQueryJob({
      query:
        "SELECT origin, COUNT(*) AS flights FROM `sandbox.flights.flights_3m` GROUP BY origin ORDER BY flights DESC",
      labels: { team: "data" },
    });
    const rows: unknown[] = [];
    for (let query: object | null = { maxResults: 100 }; query !== null;) {
      const page = await readPage(job, query);
      rows.push(...page.rows);
      query = page.next;
    }
    const { response } = await readPage(job, { maxResults: 0 });
    expect(rows).toHaveLength(Number(response["totalRows"]));
    expect(rows[0]).toEqual({ origin: "ORD", flights: expect.any(Number) as number });
    expect(await metadataOf(job)).toMatchObject({
      configuration: {
        jobType: "QUERY",
        labels: { team: "data" },
        query: {
          destinationTable: {
            projectId: "pays",
            datasetId: expect.stringMatching(/^_/) as string,
            tableId: expect.stringMatching(/^anon/) as string,
          },
        },
      },
      jobReference: { projectId: "pays", location: "US" },
      statistics: { query: { statementType: "SELECT" } },
      status: { state: "DONE" },
    });
  });

  test("a dry run returns bytes and columns", async () => {
    const [job] = await connect().createQueryJob({ query: "SELECT delay FROM flights.flights_3m", dryRun: true });
    expect(job.metadata).toMatchObject({
      statistics: {
        totalBytesProcessed: "24000000",
        query: { schema: { fields: [{ name: "delay", type: "INTEGER", mode: "NULLABLE" }] } },
      },
      status: { state: "DONE" },
    });
  });

  test("a dry run analyses statements that change data, and nothing remains of it", async () => {
    const [job] = await connect().createQueryJob({ query: "DELETE FROM flights.airports WHERE TRUE", dryRun: true });
    const { statistics } = job.metadata as { statistics: { query: object } };
    expect(statistics.query).toMatchObject({ statementType: "DELETE" });
    expect(statistics.query).not.toHaveProperty("schema");
  });

  test("a deterministic job id can be used once", async () => {
    const client = connect();
    const options = { query: "SELECT 1 AS one", jobId: `run-${Date.now()}` };
    await client.createQueryJob(options);
    await expect(client.createQueryJob(options)).rejects.toMatchObject({
      code: 409,
      message: `Already Exists: Job sandbox:US.${options.jobId}`,
      errors: [{ reason: "duplicate", domain: "global" }],
    });
    const [rows] = await client.job(options.jobId).getQueryResults();
    expect(rows).toEqual([{ one: 1 }]);
  });

  test("a running job is cancelled", async () => {
    const [job] = await connect().createQueryJob({ query: SLOW_QUERY, useQueryCache: false });
    // The client's reaction to `jobComplete: false` with a timeout.
    await expect(readPage(job, { timeoutMs: 50 })).rejects.toMatchObject({
      message: "The query did not complete before 50ms",
    });
    await job.cancel();
    await expect(job.getQueryResults()).rejects.toMatchObject({
      message: expect.stringMatching("cancelled") as string,
    });
    expect(await metadataOf(job)).toMatchObject({ status: { state: "DONE", errorResult: { reason: "stopped" } } });
  });

  test("an equal query comes from the cache", async () => {
    const query = "SELECT MAX(delay) AS worst FROM flights.flights_200k";
    await connect().query(query);
    const [job] = await connect().createQueryJob({ query });
    await job.getQueryResults();
    expect(await metadataOf(job)).toMatchObject({ statistics: { query: { cacheHit: true, totalBytesBilled: "0" } } });
  });

  test("a result is a table: parts of it are read by number", async () => {
    const client = connect("pays");
    const [job] = await client.createQueryJob({ query: "SELECT id FROM types.all_types ORDER BY id DESC" });
    await job.getQueryResults();
    const { configuration } = (await metadataOf(job)) as {
      configuration: { query: { destinationTable: { datasetId: string; tableId: string } } };
    };
    const { datasetId, tableId } = configuration.query.destinationTable;
    const table = client.dataset(datasetId).table(tableId);
    const [rows] = await table.getRows({ startIndex: "4998", maxResults: 10, autoPaginate: false });
    expect(rows).toEqual([{ id: 1 }, { id: 0 }]);
    const [again] = await client.query(`SELECT COUNT(*) AS n FROM \`pays.${datasetId}.${tableId}\``);
    expect(again).toEqual([{ n: 5000 }]);
  });
});

describe("query() of the official Node client, unchanged", () => {
  test("answers in one request, with named parameters", async () => {
    const [rows] = await connect().query({
      query: "SELECT @n + 1 AS n, @names AS names, @day AS day",
      params: { n: 41, names: ["a", "b"], day: BigQuery.date("2024-02-29") },
    });
    expect(rows).toEqual([{ n: 42, names: ["a", "b"], day: BigQuery.date("2024-02-29") }]);
  });

  test("reads all rows of several pages, with positional parameters", async () => {
    const [rows] = await connect().query({
      query: "SELECT id FROM types.all_types WHERE id < ? ORDER BY id",
      params: [2500],
      maxResults: 1000,
    });
    expect(rows.map((row: { id: number }) => row.id)).toEqual(Array.from({ length: 2500 }, (_, id) => id));
  });

  test.each(["", "/bigquery/v2"])("finds the sandbox by BIGQUERY_EMULATOR_HOST with the suffix %j", async (suffix) => {
    vi.stubEnv("BIGQUERY_EMULATOR_HOST", sandbox().url + suffix);
    const client = new BigQuery({ projectId: "sandbox", authClient: new PassThroughClient() });
    const [rows] = await client.query("SELECT COUNT(*) AS n FROM `sandbox`.`movies`.`movies`");
    expect(rows).toEqual([{ n: 3201 }]);
  });
});

describe("tables of the official Node client, unchanged", () => {
  test("getRows", async () => {
    const table = connect().dataset("weather").table("seattle_weather");
    const [rows] = await table.getRows();
    expect(rows).toHaveLength(1461);
    expect(rows[0]).toEqual({
      date: BigQuery.date("2012-01-01"),
      precipitation: 0,
      temp_max: 12.8,
      temp_min: 5,
      wind: 4.7,
      weather: "drizzle",
    });
  });

  test("a table at a point in time", async () => {
    const [rows] = await connect()
      .dataset("weather")
      .table(`seattle_weather@${Date.now() - 3_600_000}`)
      .getRows();
    expect(rows).toHaveLength(1461);
  });

  test("lists of datasets and tables", async () => {
    const client = connect();
    const [datasets] = await client.getDatasets();
    expect(datasets.map((dataset) => dataset.id)).toEqual([
      "earth",
      "flights",
      "limits",
      "movies",
      "tokyo",
      "types",
      "weather",
    ]);
    const [tables] = await client.dataset("flights").getTables();
    expect(tables.map((table) => table.id)).toEqual(["airports", "flights_200k", "flights_3m"]);
    expect(await client.dataset("flights").exists()).toEqual([true]);
    expect(await client.dataset("flights").table("nope").exists()).toEqual([false]);
    const table = client.dataset("flights").table("flights_3m");
    expect(await metadataOf(table)).toMatchObject({ numRows: "3000000", numBytes: "102000000", location: "US" });
  });

  test("an empty table", async () => {
    const [rows] = await connect().dataset("types").table("empty").getRows();
    expect(rows).toEqual([]);
    const [none] = await connect().query("SELECT * FROM types.empty");
    expect(none).toEqual([]);
  });

  test("a 503 and a body that breaks off are retried", { timeout: 30_000 }, async () => {
    sandbox().faults.add(
      { match: "tabledata.list", fault: "503" },
      { match: "tabledata.list", fault: "truncated_body", after: 1 },
    );
    const [rows] = await connect().dataset("weather").table("seattle_weather").getRows();
    expect(rows).toHaveLength(1461);
    expect(
      sandbox()
        .faults.list()
        .map((rule) => rule.struck),
    ).toEqual([1, 1]);
  });
});
