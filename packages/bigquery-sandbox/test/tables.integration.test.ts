/** Shapes and errors: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets and .../tables */
import { describe, expect, test } from "vitest";

import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

const project = "own-project";
let count = 0;

/** Path of a new dataset. */
async function makeDataset(more: object = {}): Promise<{ path: string; datasetId: string }> {
  const datasetId = `made_${(count += 1)}`;
  const made = await rest.post(`${project}/datasets`, { datasetReference: { projectId: project, datasetId }, ...more });
  expect(made.status).toBe(200);
  return { path: `${project}/datasets/${datasetId}`, datasetId };
}

const text = (value: unknown): string => String(value);

describe("datasets", () => {
  test("are made, listed, changed and deleted", async () => {
    const { path, datasetId } = await makeDataset({ location: "EU", description: "first", labels: { team: "data" } });
    const { body: got } = await rest.get(path);
    expect(got).toMatchObject({
      kind: "bigquery#dataset",
      id: `${project}:${datasetId}`,
      datasetReference: { projectId: project, datasetId },
      location: "EU",
      description: "first",
      labels: { team: "data" },
      selfLink: expect.stringMatching(new RegExp(`^http://.*/bigquery/v2/projects/${path}$`)) as string,
    });
    expect((await (await fetch(text(got["selfLink"]))).json()) as object).toEqual(got);

    const patched = await rest.send("PATCH", path, { labels: { team: null, cost: "x" }, friendlyName: "A name" });
    expect(patched.body).toMatchObject({ description: "first", labels: { cost: "x" }, friendlyName: "A name" });
    expect(patched.body["labels"]).toEqual({ cost: "x" });
    expect(patched.body["etag"]).not.toBe(got["etag"]);

    expect((await rest.send("DELETE", path)).status).toBe(204);
    expect((await rest.get(path)).status).toBe(404);
  });

  test("exist once", async () => {
    const { datasetId } = await makeDataset();
    const again = await rest.post(`${project}/datasets`, { datasetReference: { datasetId } });
    const message = `Already Exists: Dataset ${project}:${datasetId}`;
    expect(again).toMatchObject({ status: 409, body: { error: { code: 409, message, status: "ALREADY_EXISTS" } } });
  });

  test("with tables are deleted with deleteContents only", async () => {
    const { path } = await makeDataset();
    await rest.post(`${path}/tables`, {
      tableReference: { tableId: "t" },
      schema: { fields: [{ name: "a", type: "INT64" }] },
    });
    expect(await rest.send("DELETE", path)).toMatchObject({
      status: 400,
      body: { error: { errors: [{ reason: "resourceInUse" }] } },
    });
    // Python's spelling.
    expect((await rest.send("DELETE", `${path}?deleteContents=True`)).status).toBe(204);
  });

  test("are listed page by page", async () => {
    const pages = "list-project";
    for (const datasetId of ["c", "a", "b"]) await rest.post(`${pages}/datasets`, { datasetReference: { datasetId } });
    const first = await rest.get(`${pages}/datasets?maxResults=2`);
    expect(first.body).toMatchObject({ datasets: [{ id: `${pages}:a` }, { id: `${pages}:b` }] });
    const second = await rest.get(`${pages}/datasets?maxResults=2&pageToken=${text(first.body["nextPageToken"])}`);
    expect(second.body).toMatchObject({ datasets: [{ id: `${pages}:c` }] });
    expect(second.body).not.toHaveProperty("nextPageToken");
    const projects = (await (await fetch(rest.url("projects"))).json()) as { projects: { id: string }[] };
    expect(projects.projects.map(({ id }) => id)).toContain(pages);
  });

  test("belong to a project, which has a service account", async () => {
    expect((await rest.get(`${project}/serviceAccount`)).body).toEqual({
      kind: "bigquery#getServiceAccountResponse",
      email: `bq-${project}@bigquery-encryption.iam.gserviceaccount.com`,
    });
  });

  test.each([
    ["a-b", 'Invalid dataset ID "a-b".'],
    ["_hidden", 'Invalid dataset ID "_hidden".'],
  ])("a dataset called %s is refused", async (datasetId, message) => {
    const { status, body } = await rest.post(`${project}/datasets`, { datasetReference: { datasetId } });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { message: expect.stringContaining(message) as string, errors: [{ reason: "invalid" }] },
    });
  });

  test("of the sample data cannot be changed", async () => {
    const refused = { status: 403, body: { error: { errors: [{ reason: "accessDenied" }] } } };
    expect(await rest.send("DELETE", "sandbox/datasets/flights?deleteContents=true")).toMatchObject(refused);
    expect(await rest.send("PATCH", "sandbox/datasets/flights", { description: "x" })).toMatchObject(refused);
    expect(await rest.send("DELETE", "sandbox/datasets/flights/tables/airports")).toMatchObject(refused);
    const table = { tableReference: { tableId: "t" }, schema: { fields: [{ name: "a", type: "INT64" }] } };
    expect(await rest.post("sandbox/datasets/flights/tables", table)).toMatchObject(refused);
    const rows = { rows: [{ json: { iata: "ZRH" } }] };
    expect(await rest.post("sandbox/datasets/flights/tables/airports/insertAll", rows)).toMatchObject(refused);
    expect(await rest.query("TRUNCATE TABLE flights.airports")).toMatchObject(refused);
  });
});

const everything = {
  schema: {
    fields: [
      { name: "id", type: "INT64", mode: "REQUIRED", description: "Key" },
      { name: "name", type: "STRING", maxLength: "10" },
      { name: "price", type: "NUMERIC", precision: "10", scale: "2" },
      { name: "big", type: "BIGNUMERIC" },
      { name: "day", type: "DATE" },
      {
        name: "part",
        type: "STRUCT",
        fields: [
          { name: "tags", type: "STRING", mode: "REPEATED" },
          { name: "ok", type: "BOOL" },
        ],
      },
      { name: "valid", type: "RANGE", rangeElementType: { type: "TIMESTAMP" } },
    ],
  },
  description: "Orders",
  labels: { team: "data" },
  timePartitioning: { type: "DAY", field: "day" },
  requirePartitionFilter: true,
  clustering: { fields: ["name"] },
  tableConstraints: { primaryKey: { columns: ["id"] } },
};

describe("tables", () => {
  test("have the schema and the properties that they were made with", async () => {
    const { path, datasetId } = await makeDataset({ location: "EU" });
    const made = await rest.post(`${path}/tables`, { tableReference: { tableId: "orders" }, ...everything });
    expect(made.status).toBe(200);
    const { body } = await rest.get(`${path}/tables/orders`);
    expect(body).toEqual(made.body);
    const { schema: _schema, ...properties } = everything;
    expect(body).toMatchObject({
      kind: "bigquery#table",
      id: `${project}:${datasetId}.orders`,
      tableReference: { projectId: project, datasetId, tableId: "orders" },
      type: "TABLE",
      location: "EU",
      numRows: "0",
      numBytes: "0",
      ...properties,
    });
    // Schemas have the legacy names of types: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema
    expect(body["schema"]).toEqual({
      fields: [
        { name: "id", type: "INTEGER", mode: "REQUIRED", description: "Key" },
        { name: "name", type: "STRING", mode: "NULLABLE", maxLength: "10" },
        { name: "price", type: "NUMERIC", mode: "NULLABLE", precision: "10", scale: "2" },
        { name: "big", type: "BIGNUMERIC", mode: "NULLABLE" },
        { name: "day", type: "DATE", mode: "NULLABLE" },
        {
          name: "part",
          type: "RECORD",
          mode: "NULLABLE",
          fields: [
            { name: "tags", type: "STRING", mode: "REPEATED" },
            { name: "ok", type: "BOOLEAN", mode: "NULLABLE" },
          ],
        },
        { name: "valid", type: "RANGE", mode: "NULLABLE", rangeElementType: { type: "TIMESTAMP" } },
      ],
    });
    const listed = await rest.get(`${path}/tables`);
    expect(listed.body).toMatchObject({
      totalItems: 1,
      tables: [{ id: `${project}:${datasetId}.orders`, timePartitioning: { field: "day" } }],
    });
  });

  test("exist once, and need a dataset", async () => {
    const { path, datasetId } = await makeDataset();
    const table = { tableReference: { tableId: "t" }, schema: { fields: [{ name: "a", type: "INT64" }] } };
    expect((await rest.post(`${path}/tables`, table)).status).toBe(200);
    expect(await rest.post(`${path}/tables`, table)).toMatchObject({
      status: 409,
      body: { error: { message: `Already Exists: Table ${project}:${datasetId}.t` } },
    });
    expect(await rest.post(`${project}/datasets/nope/tables`, table)).toMatchObject({
      status: 404,
      body: { error: { message: `Not found: Dataset ${project}:nope` } },
    });
    expect((await rest.send("DELETE", `${path}/tables/t`)).status).toBe(204);
    expect((await rest.send("DELETE", `${path}/tables/t`)).status).toBe(404);
  });

  test("get columns and properties by a patch, if their etag is the known one", async () => {
    const { path } = await makeDataset();
    const fields = [{ name: "a", type: "INTEGER", mode: "REQUIRED" }];
    const made = await rest.post(`${path}/tables`, { tableReference: { tableId: "t" }, schema: { fields } });
    await rest.post(`${path}/tables/t/insertAll`, { rows: [{ json: { a: 1 } }] });
    const stale = { "if-match": text(made.body["etag"]) };
    expect(await rest.send("PATCH", `${path}/tables/t`, { description: "x" }, stale)).toMatchObject({
      status: 412,
      body: { error: { errors: [{ reason: "conditionNotMet" }] } },
    });
    const etag = text((await rest.get(`${path}/tables/t`)).body["etag"]);
    const wider = {
      fields: [
        { name: "a", type: "INTEGER" },
        { name: "tags", type: "STRING", mode: "REPEATED" },
      ],
    };
    const patched = await rest.send(
      "PATCH",
      `${path}/tables/t`,
      { description: "x", schema: wider },
      { "if-match": etag },
    );
    expect(patched).toMatchObject({ status: 200, body: { description: "x", numRows: "1" } });
    expect(await rest.rows(`SELECT a, ARRAY_LENGTH(tags) FROM \`${path.replaceAll("/datasets/", ".")}.t\``)).toEqual([
      ["1", "0"],
    ]);
    for (const schema of [{ fields: [{ name: "b", type: "INTEGER" }] }, { fields: [{ name: "a", type: "STRING" }] }]) {
      const refused = await rest.send("PATCH", `${path}/tables/t`, { schema });
      expect(refused).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining("Provided Schema does not match Table") as string } },
      });
    }
  });

  test("that are views are read by queries alone", async () => {
    const { path, datasetId } = await makeDataset();
    await rest.post(`${path}/tables`, {
      tableReference: { tableId: "t" },
      schema: { fields: [{ name: "a", type: "INT64" }] },
    });
    const view = { query: `SELECT a * 2 AS twice FROM ${datasetId}.t WHERE a > 1`, useLegacySql: false };
    const made = await rest.post(`${path}/tables`, { tableReference: { tableId: "v" }, view });
    expect(made.body).toMatchObject({ type: "VIEW", view, schema: { fields: [{ name: "twice", type: "INTEGER" }] } });
    await rest.post(`${path}/tables/t/insertAll`, { rows: [{ json: { a: 1 } }, { json: { a: 2 } }] });
    expect(await rest.rows(`SELECT * FROM \`${project}.${datasetId}.v\``)).toEqual([["4"]]);
    expect(await rest.get(`${path}/tables/v/data`)).toMatchObject({ status: 400 });
  });

  test.each([
    [{ schema: { fields: [{ name: "a", type: "INT63" }] } }, "Invalid value for type: INT63 is not a valid value"],
    [
      {
        schema: {
          fields: [
            { name: "a", type: "INT64" },
            { name: "A", type: "INT64" },
          ],
        },
      },
      "Duplicate field name A in the schema.",
    ],
    [{ schema: { fields: [{ name: "a", type: "RECORD" }] } }, "Field a is type RECORD but has no schema"],
    [{ timePartitioning: { type: "DAY", field: "nope" } }, "nope"],
    [{ colour: "red" }, 'Unknown name "colour": Cannot find field.'],
  ])("%j is refused", async (definition, message) => {
    const { path } = await makeDataset();
    const { status, body } = await rest.post(`${path}/tables`, { tableReference: { tableId: "t" }, ...definition });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { message: expect.stringContaining(message) as string, errors: [{ reason: "invalid" }] },
    });
  });

  test.each([
    { expirationTime: "4102444800000" },
    { externalDataConfiguration: { sourceFormat: "CSV" } },
    { materializedView: { query: "SELECT 1" } },
    { schema: { fields: [{ name: "a", type: "INT64", defaultValueExpression: "1" }] } },
  ])("%j is said to be not covered", async (definition) => {
    const { path } = await makeDataset();
    const { status, body } = await rest.post(`${path}/tables`, { tableReference: { tableId: "t" }, ...definition });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: {
        message: expect.stringContaining("The sandbox does not cover") as string,
        errors: [{ reason: "notImplemented" }],
      },
    });
  });
});

// https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_decimal_type
test.each([
  ["NUMERIC", 40, undefined, "In NUMERIC(P, 0), P must be between 1 and 29: 40"],
  ["NUMERIC", 38, 9, undefined],
  ["NUMERIC", 10, 10, "In NUMERIC(P, S), S must be between 0 and 9: 10"],
  ["NUMERIC", 1, 2, "In NUMERIC(P, 2), P must be between 2 and 31: 1"],
  ["BIGNUMERIC", 76, 38, undefined],
  ["BIGNUMERIC", 39, 0, "In BIGNUMERIC(P, 0), P must be between 1 and 38: 39"],
])("%s of %s and %s digits: %s", async (type, precision, scale, message) => {
  const { path } = await makeDataset();
  const field = {
    name: "n",
    type,
    precision: String(precision),
    ...(scale === undefined ? {} : { scale: String(scale) }),
  };
  const made = await rest.post(`${path}/tables`, { tableReference: { tableId: "t" }, schema: { fields: [field] } });
  expect(made.status).toBe(message === undefined ? 200 : 400);
  if (message !== undefined) expect(made.body).toMatchObject({ error: { message } });
  const digits = [precision, ...(scale === undefined ? [] : [scale])].join(", ");
  const dataset = path.replace(`${project}/datasets/`, "");
  const { status } = await rest.query(`CREATE TABLE \`${project}\`.${dataset}.u (n ${type}(${digits}))`);
  expect(status).toBe(message === undefined ? 200 : 400);
});
