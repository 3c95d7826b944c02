/** What our requests assume of BigQuery's answers, each with the page that says so. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { Job } from "../src/bigquery/jobs/query-job.ts";
import type { Table } from "../src/bigquery/tables/table.ts";
import type { BigQuery } from "./bigquery.ts";
import { Skip, type Report } from "./report.ts";

interface RowsPage {
  readonly totalRows?: string;
  readonly rows?: readonly { readonly f: readonly { readonly v: unknown }[] }[];
}

const tooExpensive = "bytesBilledLimitExceeded";

const valuesOf = ({ rows = [] }: RowsPage) => rows.map(({ f }) => f.map(({ v }) => v));
const dryRunOf = (query: string) => ({ dryRun: true, query: { query, useLegacySql: false } });

export async function checkWire(bigquery: BigQuery, report: Report): Promise<void> {
  await bigquery.make(
    "rows",
    "AS SELECT i, STRUCT(i AS n, CAST(i AS STRING) AS t) AS s FROM UNNEST([1, 2, 3, 4, 5]) AS i",
  );
  await checkTables(bigquery, report);
  await checkSnapshots(bigquery, report);
  await checkDryRuns(bigquery, report);
  await checkJobs(bigquery, report);
  await checkRefusals(bigquery, report);
}

// https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list
async function checkTables(bigquery: BigQuery, report: Report): Promise<void> {
  const data = `${bigquery.path("rows")}/data`;
  await report.check("tables.get: a table has rows, bytes, a time of change, an etag and a location", async () => {
    const table = await bigquery.get<Table>(bigquery.path("rows"));
    assert.equal(table.numRows, "5");
    assert.match(table.lastModifiedTime ?? "", /^\d{13}$/);
    for (const name of ["numBytes", "etag", "location"] as const) assert.ok(table[name], `there is no ${name}`);
  });
  await report.check("every answer has the server's time (Date)", async () => {
    const { serverTimeMs } = await bigquery.get<Table>(bigquery.path("rows"));
    assert.ok(serverTimeMs !== null && Math.abs(serverTimeMs - Date.now()) < 60_000, `it is ${serverTimeMs}`);
  });
  await report.check("tabledata.list: startIndex and maxResults cut the same order at each request", async () => {
    const all = valuesOf(await bigquery.get<RowsPage>(data, { maxResults: 5 }));
    const parts = [];
    for (let i = 0; i < 5; i++) {
      parts.push(...valuesOf(await bigquery.get<RowsPage>(data, { startIndex: i, maxResults: 1 })));
    }
    assert.deepEqual(parts, all);
  });
  await report.check("tabledata.list: selectedFields selects columns and fields of a STRUCT", async () => {
    const page = await bigquery.get<RowsPage>(data, { maxResults: 1, selectedFields: "s.t" });
    assert.deepEqual(
      valuesOf(page).map((row) => row.length),
      [1],
    );
    assert.match(JSON.stringify(valuesOf(page)), /^\[\[\{"f":\[\{"v":"\d"\}\]\}\]\]$/);
  });
  await report.check("formatOptions.useInt64Timestamp: a TIMESTAMP is a whole number of microseconds", async () => {
    await bigquery.make("times", "AS SELECT TIMESTAMP '9999-12-31 23:59:59.999999+00' AS t");
    const query = { "formatOptions.useInt64Timestamp": "true" };
    const page = await bigquery.get<RowsPage>(`${bigquery.path("times")}/data`, query);
    assert.deepEqual(valuesOf(page), [["253402300799999999"]]);
  });
}

// https://docs.cloud.google.com/bigquery/docs/table-decorators
async function checkSnapshots(bigquery: BigQuery, report: Report): Promise<void> {
  let at = 0;
  await report.check("a table at a past time (t@ms) has the rows of then, after a change too", async () => {
    const { serverTimeMs } = await bigquery.get<Table>(bigquery.path("rows"));
    // The clock of answers has whole seconds.
    await sleep(2_000);
    at = (serverTimeMs ?? Date.now()) + 1_000;
    await bigquery.query(`INSERT INTO ${bigquery.quoted("rows")} (i) VALUES (6)`);
    const then = `${bigquery.path("rows")}${encodeURIComponent(`@${at}`)}/data`;
    assert.equal((await bigquery.get<RowsPage>(then, { maxResults: 1 })).totalRows, "5");
    assert.equal((await bigquery.get<RowsPage>(`${bigquery.path("rows")}/data`, { maxResults: 1 })).totalRows, "6");
  });
  await report.check("a query reads the same with FOR SYSTEM_TIME AS OF", async () => {
    const query = `SELECT COUNT(*) FROM ${bigquery.quoted("rows")} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${at})`;
    assert.deepEqual(valuesOf(await bigquery.query(query)), [["5"]]);
  });
  await report.check("a change changes the table's time of modification", async () => {
    const before = await bigquery.get<Table>(bigquery.path("rows"));
    await bigquery.query(`UPDATE ${bigquery.quoted("rows")} SET i = 7 WHERE i = 6`);
    const after = await bigquery.get<Table>(bigquery.path("rows"));
    assert.notEqual(after.lastModifiedTime, before.lastModifiedTime);
  });
}

// https://docs.cloud.google.com/bigquery/docs/running-queries#dry-run
async function checkDryRuns(bigquery: BigQuery, report: Report): Promise<void> {
  const rows = bigquery.quoted("rows");
  const types = [
    [`SELECT * FROM ${rows}`, "SELECT"],
    [`DELETE FROM ${rows} WHERE TRUE`, "DELETE"],
    [`CREATE TABLE ${bigquery.quoted("never")} AS SELECT 1 AS i`, "CREATE_TABLE_AS_SELECT"],
    ["SELECT 1; SELECT 2", "SCRIPT"],
  ] as const;
  for (const [query, type] of types) {
    await report.check(`a dry run says that a statement is ${type}, and does not run it`, async () => {
      const job = await bigquery.insert<Job>(dryRunOf(query));
      assert.equal(job.statistics?.query?.statementType, type);
    });
  }
  await report.check("a dry run has the result's columns, the bytes, the tables and the location", async () => {
    const job = await bigquery.insert<Job>(dryRunOf(`SELECT i FROM ${rows}`));
    assert.deepEqual(
      job.statistics?.query?.schema?.fields?.map(({ name }) => name),
      ["i"],
    );
    assert.ok(Number(job.statistics?.totalBytesProcessed) > 0, "it has no bytes");
    assert.equal(job.statistics?.query?.referencedTables?.length, 1);
    const { location } = await bigquery.get<Table>(bigquery.path("rows"));
    assert.equal(job.jobReference?.location, location);
  });
  await report.check(
    "a query bills the fields of a STRUCT that it names, also in an ARRAY and for IS NULL",
    async () => {
      const large = "REPEAT('x', 1000) AS large";
      await bigquery.make("structs", `AS SELECT STRUCT(1 AS n, ${large}) AS s, [STRUCT(1 AS n, ${large})] AS a`);
      const table = bigquery.quoted("structs");
      for (const query of [
        `SELECT IF(s IS NULL, NULL, STRUCT(s.n AS n)) AS s FROM ${table}`,
        `SELECT ARRAY(SELECT STRUCT(e.n AS n) FROM UNNEST(a) AS e WITH OFFSET AS i ORDER BY i) AS a FROM ${table}`,
      ]) {
        const job = await bigquery.insert<Job>(dryRunOf(query));
        const bytes = Number(job.statistics?.totalBytesProcessed);
        assert.ok(bytes < 1_000, `${query}: ${bytes} bytes`);
      }
    },
  );
  await report.check(
    "tables that require a partition filter refuse a dry run without one, and not their listing",
    async () => {
      await bigquery.make(
        "filtered",
        "PARTITION BY day OPTIONS (require_partition_filter = TRUE) AS SELECT DATE '2026-01-01' AS day, 1 AS i",
      );
      const refused = await bigquery.refusal(bigquery.insert(dryRunOf(`SELECT * FROM ${bigquery.quoted("filtered")}`)));
      assert.equal(refused.status, 400);
      await bigquery.insert(
        dryRunOf(`SELECT * FROM ${bigquery.quoted("filtered")} WHERE (day > '2026-01-01' OR day IS NULL)`),
      );
      assert.equal(
        (await bigquery.get<RowsPage>(`${bigquery.path("filtered")}/data`, { maxResults: 1 })).totalRows,
        "1",
      );
      assert.equal((await bigquery.get<Table>(bigquery.path("filtered"))).requirePartitionFilter, true);
    },
  );
}

// https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/jobs/insert
async function checkJobs(bigquery: BigQuery, report: Report): Promise<void> {
  const { project } = bigquery.options;
  const jobId = `datamantri_verify_${randomUUID()}`;
  const { location } = await bigquery.get<Table>(bigquery.path("rows"));
  const select = { query: `SELECT i FROM ${bigquery.quoted("rows")} WHERE i <= 5`, useLegacySql: false };
  await report.check("a job runs where its data is, and its result is a table that changes do not reach", async () => {
    const inserted = await bigquery.insert<Job>({ query: select, labels: { datamantri_purpose: "verify" } }, { jobId });
    assert.equal(inserted.jobReference.location, location);
    await bigquery.get(`${project}/queries/${jobId}`, { location: location ?? "", maxResults: 0, timeoutMs: 20_000 });
    const job = await bigquery.get<Job>(`${project}/jobs/${jobId}`, { location: location ?? "" });
    const result = job.configuration?.query?.destinationTable;
    assert.ok(result, "it has no destinationTable");
    const path = `${result.projectId}/datasets/${result.datasetId}/tables/${result.tableId}`;
    assert.equal((await bigquery.get<RowsPage>(`${path}/data`, { maxResults: 1 })).totalRows, "5");
    assert.equal((await bigquery.get<Table>(path)).numRows, "5");
  });
  /** Why a job is refused at once, or fails. */
  const reasonOfEnd = async (configuration: object): Promise<string | undefined> => {
    const inserted = await bigquery.insert<Job>(configuration).catch((error: unknown) => error);
    if (inserted instanceof Error) return (await bigquery.refusal(Promise.reject(inserted))).reason;
    const { jobId: id, location: at = "" } = (inserted as Job).jobReference;
    await bigquery.get(`${project}/queries/${id}`, { location: at, maxResults: 0, timeoutMs: 20_000 }).catch(() => {});
    return (await bigquery.get<Job>(`${project}/jobs/${id}`, { location: at })).status?.errorResult?.reason;
  };
  await report.check("a job's id is taken once: the second insert is refused with 409", async () => {
    const refused = await bigquery.refusal(
      bigquery.insert({ query: select }, { jobId, ...(location === undefined ? {} : { location }) }),
    );
    assert.equal(refused.status, 409);
  });
  await report.check("a batch job is accepted, and a job that has ended can be cancelled", async () => {
    const job = await bigquery.insert<Job>({ query: { ...select, priority: "BATCH" } });
    const path = `${project}/jobs/${job.jobReference.jobId}/cancel?location=${job.jobReference.location ?? ""}`;
    await bigquery.post(path, {});
  });
  await report.check("maximumBytesBilled ends a job that would bill more", async () => {
    assert.equal(
      await reasonOfEnd({ query: { ...select, useQueryCache: false, maximumBytesBilled: "1" } }),
      tooExpensive,
    );
  });
}

// https://docs.cloud.google.com/bigquery/docs/error-messages
async function checkRefusals(bigquery: BigQuery, report: Report): Promise<void> {
  const { project } = bigquery.options;
  const shapes = [
    ["a table that is not there is 404 notFound", () => bigquery.get(bigquery.path("never")), 404, "notFound"],
    [
      "rows of a table that is not there are 404 notFound",
      () => bigquery.get(`${bigquery.path("never")}/data`),
      404,
      "notFound",
    ],
    ["a job that is not there is 404 notFound", () => bigquery.get(`${project}/jobs/never`), 404, "notFound"],
    ["invalid SQL is 400 invalidQuery", () => bigquery.insert(dryRunOf("SELECT nothing")), 400, "invalidQuery"],
    [
      "a dry run over a table that is not there is 404 notFound",
      () => bigquery.insert(dryRunOf(`SELECT 1 FROM ${bigquery.quoted("never")}`)),
      404,
      "notFound",
    ],
  ] as const;
  for (const [assumption, request, status, reason] of shapes) {
    await report.check(assumption, async () => {
      assert.deepEqual(await bigquery.refusal(request()), { status, reason });
    });
  }
  await report.check("a view has the type VIEW, and its rows cannot be listed", async () => {
    await bigquery.make("view", `AS SELECT i FROM ${bigquery.quoted("rows")}`, "VIEW");
    assert.equal((await bigquery.get<Table>(bigquery.path("view"))).type, "VIEW");
    assert.equal((await bigquery.refusal(bigquery.get(`${bigquery.path("view")}/data`))).status, 400);
  });
  await report.check("a table with a row access policy is not listed (403), and a query shows its rows", async () => {
    await bigquery.make("secured", "AS SELECT 1 AS i UNION ALL SELECT 2");
    const policy = `CREATE ROW ACCESS POLICY one ON ${bigquery.quoted("secured")} GRANT TO ('allAuthenticatedUsers') FILTER USING (i = 1)`;
    await bigquery.query(policy).catch((error: unknown) => {
      throw new Skip(`no policy could be made: ${String(error)}`);
    });
    assert.equal((await bigquery.refusal(bigquery.get(`${bigquery.path("secured")}/data`))).status, 403);
    assert.deepEqual(valuesOf(await bigquery.query(`SELECT i FROM ${bigquery.quoted("secured")}`)), [["1"]]);
  });
}
