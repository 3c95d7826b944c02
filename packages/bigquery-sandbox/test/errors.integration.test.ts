import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";

import { startSandbox } from "../src/index.ts";
import { Rest, useSandbox } from "./rest.ts";

const { sandbox, rest } = useSandbox();

const TABLE = "sandbox/datasets/weather/tables/seattle_weather";

function errorBody(code: number, status: string, reason: string, message: string, where: object = {}) {
  return { error: { code, message, errors: [{ message, domain: "global", reason, ...where }], status } };
}

const IN_QUERY = { location: "q", locationType: "parameter" };

describe("missing objects", () => {
  test.each([
    ["sandbox/datasets/flights/tables/nope", "Not found: Table sandbox:flights.nope"],
    ["sandbox/datasets/flights/tables/nope/data", "Not found: Table sandbox:flights.nope"],
    ["sandbox/datasets/nope", "Not found: Dataset sandbox:nope"],
    ["other/datasets/flights/tables/flights_3m", "Not found: Dataset other:flights"],
    ["sandbox/jobs/nope", "Not found: Job sandbox:US.nope"],
    ["sandbox/queries/nope?location=EU", "Not found: Job sandbox:EU.nope"],
  ])("%s", async (path, message) => {
    expect(await rest.get(path)).toEqual({ status: 404, body: errorBody(404, "NOT_FOUND", "notFound", message) });
  });

  test("a table in a query", async () => {
    const message = "Not found: Table sandbox:flights.nope was not found in location US";
    const body = errorBody(404, "NOT_FOUND", "notFound", message);
    expect(await rest.query("SELECT * FROM flights.nope")).toEqual({ status: 404, body });
    const inserted = await rest.post("sandbox/jobs", {
      jobReference: { jobId: "nope-job" },
      configuration: { query: { query: "SELECT * FROM `sandbox.flights.nope`", useLegacySql: false } },
    });
    expect(inserted.body).toMatchObject({ status: { state: "DONE", errorResult: { reason: "notFound", message } } });
    expect(await rest.get("sandbox/queries/nope-job")).toEqual({ status: 404, body });
  });

  test("a dataset in another location", async () => {
    const message = "Not found: Dataset sandbox:flights was not found in location EU";
    const { body } = await rest.query("SELECT * FROM flights.airports", { location: "EU" });
    expect(body).toEqual(errorBody(404, "NOT_FOUND", "notFound", message));
  });
});

/** https://cloud.google.com/bigquery/docs/locations#specify_locations and .../reference/rest/v2/jobs/get */
describe("a job outside US and EU", () => {
  const project = "sandbox";
  const sql = "SELECT COUNT(*) AS n FROM tokyo.weather";
  const insert = async (location?: string) => {
    const jobId = `job-${randomUUID()}`;
    const configuration = { query: { query: sql, useLegacySql: false } };
    const jobReference = { jobId, ...(location === undefined ? {} : { location }) };
    return { jobId, inserted: await rest.post(`${project}/jobs`, { jobReference, configuration }) };
  };

  test("runs where its data is, and is found there alone", async () => {
    const { jobId, inserted } = await insert();
    expect(inserted.body).toMatchObject({ jobReference: { jobId, location: "asia-northeast1" } });
    const missing = { status: 404, body: { error: { message: `Not found: Job ${project}:US.${jobId}` } } };
    expect(await rest.get(`${project}/jobs/${jobId}`)).toMatchObject(missing);
    expect(await rest.get(`${project}/queries/${jobId}`)).toMatchObject(missing);
    expect(await rest.post(`${project}/jobs/${jobId}/cancel`, {})).toMatchObject(missing);
    const there = "location=asia-northeast1";
    expect(await rest.get(`${project}/queries/${jobId}?${there}`)).toMatchObject({
      status: 200,
      body: { jobComplete: true, rows: [{ f: [{ v: "1461" }] }] },
    });
    expect((await rest.get(`${project}/jobs/${jobId}?location=Asia-Northeast1`)).status).toBe(200);
    expect((await rest.post(`${project}/jobs/${jobId}/cancel?${there}`, {})).status).toBe(200);
  });

  test("finds no data when it runs elsewhere, and tables of two places are in no job", async () => {
    const nowhere = "Not found: Dataset sandbox:tokyo was not found in location US";
    expect((await insert("US")).inserted.body).toMatchObject({ status: { errorResult: { message: nowhere } } });
    const both = await rest.query("SELECT * FROM tokyo.weather, flights.airports");
    expect(both).toMatchObject({
      status: 404,
      body: { error: { message: "Not found: Dataset sandbox:flights was not found in location asia-northeast1" } },
    });
  });
});

describe("refused SQL", () => {
  test.each([
    ["SELECT 1; SELECT 2", "scripts"],
    ["BEGIN SELECT 1; END", "scripts"],
    ["DECLARE x INT64; SELECT 1", "scripts"],
    ["BEGIN TRANSACTION", "scripts"],
    ["EXECUTE IMMEDIATE 'SELECT 1'", "scripts"],
    ["INSERT d.t (a) VALUES (1); SELECT 1", "scripts"],
    ["CREATE TEMP TABLE t AS SELECT 1 AS a", "temporary tables"],
    ["CREATE TEMP FUNCTION f(x INT64) AS (x); SELECT f(1)", "functions"],
    ["CALL d.p()", "CALL statements"],
  ])("%s, which the README names as not covered", async (sql, what) => {
    const { status, body } = await rest.query(sql);
    const message = expect.stringContaining(`The sandbox does not cover ${what}`) as string;
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: { errors: [{ reason: "notImplemented", message }] } },
    });
  });

  test.each([
    ["SELECT nope FROM flights.airports", "Unrecognized name: nope at [1:8]"],
    ["SELEC 1", 'Syntax error: Unexpected identifier "SELEC" at [1:1]'],
    ["DELETE FROM flights.airports", "Syntax error: DELETE must have a WHERE clause"],
    ["SELECT 1 AS a, 2 AS A", "Duplicate column names in the result are not supported. Found duplicate(s): A"],
  ])("%s", async (sql, message) => {
    const { status, body } = await rest.query(sql);
    expect({ status, body }).toEqual({
      status: 400,
      body: errorBody(400, "INVALID_ARGUMENT", "invalidQuery", message, IN_QUERY),
    });
  });

  test.each(["SELECT FROM WHERE", "SELECT NO_SUCH_FUNCTION(1)", "SELECT * FROM read_csv('/etc/passwd')"])(
    "%s is reported as not supported by the sandbox",
    async (sql) => {
      const { status, body } = await rest.query(sql);
      expect(status).toBe(400);
      expect(body).toMatchObject({ error: { message: expect.stringContaining("see its README") as string } });
    },
  );

  test.each([
    ["CAST(title AS INT64)", "Bad int64 value: The Land Girls"],
    ["CAST(title AS FLOAT64)", "Bad double value: The Land Girls"],
    ["CAST(title AS BOOL)", "Bad bool value: The Land Girls"],
    ["CAST(title AS NUMERIC)", "Invalid NUMERIC value: The Land Girls"],
    ["CAST(title AS DATE)", "Invalid date: 'The Land Girls'"],
    ["CAST(title AS TIMESTAMP)", "Invalid timestamp: 'The Land Girls'"],
    ["ERROR(CONCAT('refused: ', title))", "refused: The Land Girls"],
  ])("a job's error quotes the row: %s", async (expression, message) => {
    const jobId = `cast-${randomUUID()}`;
    const query = `SELECT ${expression} AS x FROM movies.movies`;
    const body = { jobReference: { jobId }, configuration: { query: { query, useLegacySql: false } } };
    await rest.post("sandbox/jobs", body);
    expect(await rest.get(`sandbox/queries/${jobId}`)).toMatchObject({ status: 400, body: { error: { message } } });
    const job = await rest.get(`sandbox/jobs/${jobId}`);
    expect(job.body).toMatchObject({ status: { state: "DONE", errorResult: { reason: "invalidQuery", message } } });
  });

  test("too many bytes billed", async () => {
    const { status, body } = await rest.query("SELECT * FROM flights.flights_3m", { maximumBytesBilled: "20000000" });
    const message = "Query exceeded limit for bytes billed: 20000000. 102760448 or higher required.";
    expect({ status, body }).toEqual({
      status: 400,
      body: errorBody(400, "INVALID_ARGUMENT", "bytesBilledLimitExceeded", message),
    });
  });
});

describe("times in the past", () => {
  test("within seven days return the table itself", async () => {
    const { body } = await rest.get(`${TABLE}@${Date.now() - 1000}/data?maxResults=1`);
    expect(body).toMatchObject({ totalRows: "1461" });
    const query = await rest.query(
      "SELECT COUNT(*) AS n FROM weather.seattle_weather FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR) WHERE temp_max > 0",
    );
    expect(query.body).toMatchObject({ jobComplete: true, totalRows: "1" });
  });

  test("before that they are refused", async () => {
    const { status, body } = await rest.get(`${TABLE}@${Date.now() - 8 * 86_400_000}/data`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { message: expect.stringMatching(/^Invalid snapshot time \d+/) as string } });
    const query = await rest.query(
      "SELECT * FROM weather.seattle_weather FOR SYSTEM_TIME AS OF TIMESTAMP '2020-01-01'",
    );
    expect(query.body).toMatchObject({ error: { message: expect.stringMatching(/^Invalid snapshot time/) as string } });
  });
});

describe("faults", () => {
  test.each([
    ["401", 401, "authError", "UNAUTHENTICATED"],
    ["429", 429, "rateLimitExceeded", "RESOURCE_EXHAUSTED"],
    ["403_rateLimitExceeded", 403, "rateLimitExceeded", "PERMISSION_DENIED"],
    ["500", 500, "internalError", "INTERNAL"],
    ["503", 503, "backendError", "UNAVAILABLE"],
    ["expired_job", 404, "notFound", "NOT_FOUND"],
  ] as const)("%s occurs once and at the right request", async (fault, code, reason, status) => {
    sandbox().faults.add({ match: "tabledata.list", fault, after: 1 });
    expect((await rest.get(TABLE)).status).toBe(200);
    expect((await rest.get(`${TABLE}/data?maxResults=1`)).status).toBe(200);
    const struck = await rest.get(`${TABLE}/data?maxResults=1`);
    expect(struck.status).toBe(code);
    expect(struck.body).toMatchObject({ error: { code, status, errors: [{ reason, domain: "global" }] } });
    expect((await rest.get(`${TABLE}/data?maxResults=1`)).status).toBe(200);
  });

  test.each(["identity", "gzip"])("truncated_body breaks an answer off (%s)", async (encoding) => {
    sandbox().faults.add({ match: "/seattle_weather/data", fault: "truncated_body" });
    await expect(rest.get(`${TABLE}/data`, { "accept-encoding": encoding })).rejects.toThrow(/terminated|JSON/);
    expect((await rest.get(`${TABLE}/data`)).status).toBe(200);
  });

  test("reset cuts the connection before an answer", async () => {
    sandbox().faults.add({ match: "tables.get", fault: "reset" });
    await expect(rest.get(TABLE)).rejects.toThrow("fetch failed");
  });

  test("slow_page waits", async () => {
    sandbox().faults.add({ match: "tabledata.list", fault: "slow_page", delayMs: 150 });
    const startedMs = performance.now();
    await rest.get(`${TABLE}/data?maxResults=1`);
    expect(performance.now() - startedMs).toBeGreaterThan(140);
  });

  test("can be set over HTTP too", async () => {
    const url = `${sandbox().url}/sandbox/faults`;
    const rules = [{ match: "tables.get", fault: "503", count: 2 }];
    const added = await fetch(url, { method: "POST", body: JSON.stringify({ rules }) });
    expect(await added.json()).toEqual({
      rules: [{ match: "tables.get", fault: "503", after: 0, count: 2, delayMs: 1000, struck: 0 }],
    });
    expect((await rest.get(TABLE)).status).toBe(503);
    await fetch(url, { method: "DELETE" });
    expect((await rest.get(TABLE)).status).toBe(200);
    const wrong = await fetch(url, {
      method: "POST",
      body: JSON.stringify({ rules: [{ match: "x", fault: "fire" }] }),
    });
    expect(wrong.status).toBe(400);
  });
});

test("requireToken refuses requests without a bearer token", async () => {
  await using strict = await startSandbox({ requireToken: true });
  const strictRest = new Rest(() => strict.url);
  expect(await strictRest.get(TABLE)).toMatchObject({
    status: 401,
    body: { error: { code: 401, status: "UNAUTHENTICATED", errors: [{ reason: "authError" }] } },
  });
  expect((await strictRest.get(TABLE, { authorization: "Bearer anything" })).status).toBe(200);
});
