/** What Google's clients send that plain requests do not. `npm run verify:bigquery-clients` runs the clients themselves. */
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

const url = () => rest.url("projects/sandbox/queries");

// Java's client: https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding
test("a compressed request", async () => {
  const body = gzipSync(JSON.stringify({ query: "SELECT 1 AS one", useLegacySql: false }));
  const headers = { "content-type": "application/json; charset=UTF-8", "content-encoding": "gzip" };
  const response = await fetch(url(), { method: "POST", headers, body });
  expect(await response.json()).toMatchObject({ rows: [{ f: [{ v: "1" }] }] });
});

test.each([
  ["gzip", "not compressed", "Invalid gzip data received."],
  ["br", "x", "Unsupported content encoding: br"],
  ["identity", "{", "Invalid JSON payload received."],
])("a body that is not what its header %s says", async (encoding, body, message) => {
  const headers = { "content-type": "application/json", "content-encoding": encoding };
  const response = await fetch(url(), { method: "POST", headers, body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message, errors: [{ reason: "invalid" }] } });
});

// Python's client: str(True)
test.each([
  ["True", "1408452095220000"],
  ["true", "1408452095220000"],
  ["False", "1.408452095220000E9"],
])("formatOptions.useInt64Timestamp=%s", async (value, expected) => {
  const { body } = await rest.query("SELECT TIMESTAMP '2014-08-19 12:41:35.22+00' AS ts");
  const { jobId } = body["jobReference"] as unknown as { jobId: string };
  const page = await rest.get(`sandbox/queries/${jobId}?formatOptions.useInt64Timestamp=${value}`);
  expect(page.body).toMatchObject({ rows: [{ f: [{ v: expected }] }] });
});

// Go's client and SQLAlchemy: https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#query_parameters
test("names of parameters in backticks", async () => {
  const queryParameters = [{ name: "a_b", parameterType: { type: "INT64" }, parameterValue: { value: "41" } }];
  const { body } = await rest.query("SELECT @`a_b` + @a_b", { parameterMode: "NAMED", queryParameters });
  expect(body).toMatchObject({ rows: [{ f: [{ v: "82" }] }] });
});

test("lists of jobs in pages, newest first", async () => {
  const project = "job-pages";
  const sent: string[] = [];
  for (const jobId of ["one", "two", "three"]) {
    await rest.post(`${project}/jobs`, {
      jobReference: { jobId },
      configuration: { query: { query: "SELECT 1", useLegacySql: false } },
    });
    sent.push(jobId);
  }
  const seen: string[] = [];
  for (let token = ""; ;) {
    const { body } = await rest.get(`${project}/jobs?maxResults=1${token}`);
    seen.push(
      ...(body["jobs"] as unknown as { jobReference: { jobId: string } }[]).map(
        ({ jobReference }) => jobReference.jobId,
      ),
    );
    if (body["nextPageToken"] === undefined) break;
    token = `&pageToken=${String(body["nextPageToken"])}`;
  }
  expect(seen).toEqual(sent.toReversed());
});

test("links of a resource are followed", async () => {
  const { body } = await rest.get("sandbox/datasets/weather/tables/seattle_weather");
  expect(await (await fetch(String(body["selfLink"]))).json()).toEqual(body);
});

// Java's client lists every page after the first so.
test("a page's token beside startIndex=0", async () => {
  const path = "sandbox/datasets/weather/tables/seattle_weather/data";
  const first = await rest.get(`${path}?maxResults=2`);
  const next = await rest.get(`${path}?startIndex=0&maxResults=2&pageToken=${String(first.body["pageToken"])}`);
  const expected = await rest.get(`${path}?startIndex=2&maxResults=2`);
  expect(next.status).toBe(200);
  expect(next.body["rows"]).toEqual(expected.body["rows"]);
});

// Java's client sends PATCH so (com.google.api.client.googleapis.MethodOverride).
test("a method in X-HTTP-Method-Override", async () => {
  await rest.post("override/datasets", { datasetReference: { datasetId: "ds" } });
  const headers = { "X-HTTP-Method-Override": "PATCH" };
  const patched = await rest.send("POST", "override/datasets/ds", { description: "new" }, headers);
  expect(patched).toMatchObject({ status: 200, body: { description: "new" } });
  // A request that reads stays one that reads.
  const read = await fetch(rest.url("projects/override/datasets/ds"), {
    headers: { "X-HTTP-Method-Override": "DELETE" },
  });
  expect(read.status).toBe(200);
  expect((await rest.get("override/datasets/ds")).status).toBe(200);
});
