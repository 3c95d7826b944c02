/**
 * Load jobs: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationLoad
 * and https://cloud.google.com/bigquery/docs/reference/api-uploads
 */
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { DuckDBInstance } from "@duckdb/node-api";
import { beforeEach, describe, expect, test } from "vitest";

import { makeDataset, type OwnDataset } from "./own-dataset.ts";
import { useSandbox } from "./rest.ts";

const { sandbox, rest } = useSandbox();

let own: OwnDataset;

beforeEach(async () => {
  own = await makeDataset(rest);
});

interface JobResource {
  readonly jobReference: { readonly jobId: string };
  readonly status: {
    readonly state: string;
    readonly errorResult?: { readonly reason: string; readonly message: string };
  };
  readonly statistics: { readonly load?: Record<string, string> };
}

const uploads = () => `${sandbox().url}/upload/bigquery/v2/projects/${own.project}/jobs`;

function jobOf(load: object): string {
  const destinationTable = { projectId: own.project, datasetId: own.dataset, tableId: "t" };
  return JSON.stringify({ configuration: { load: { destinationTable, ...load } } });
}

/** The job when it is done. */
async function finished({ jobReference }: JobResource): Promise<JobResource> {
  for (;;) {
    const job = (await rest.get(`${own.project}/jobs/${jobReference.jobId}`)).body as unknown as JobResource;
    if (job.status.state === "DONE") return job;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function load(configuration: object, data: string | Buffer): Promise<JobResource> {
  const boundary = "===============7330845974216740156==";
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Type: application/json\r\n\r\n${jobOf(configuration)}\r\n`),
    Buffer.from(`--${boundary}\r\nContent-Type: */*\r\n\r\n`),
    Buffer.from(data),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { "content-type": `multipart/related; boundary="${boundary}"` };
  const response = await fetch(`${uploads()}?uploadType=multipart`, { method: "POST", headers, body });
  const job = (await response.json()) as JobResource;
  if (response.status !== 200) throw new Error(JSON.stringify(job));
  return finished(job);
}

const schema = {
  fields: [
    { name: "id", type: "INT64", mode: "REQUIRED" },
    { name: "name", type: "STRING" },
    { name: "seen", type: "TIMESTAMP" },
    { name: "price", type: "NUMERIC" },
  ],
};
const read = (format = "") => own.rows(`SELECT id, name, UNIX_MICROS(seen), price FROM t ORDER BY id${format}`);

describe("JSON lines", () => {
  test("into a new table, then appended, then replaced", async () => {
    const line = (id: number) => `{"id": ${id}, "name": "n${id}", "seen": "2024-01-01T00:00:00Z", "price": 0.10}\n`;
    const json = { sourceFormat: "NEWLINE_DELIMITED_JSON", schema };
    const job = await load(json, line(1) + line(2));
    expect(job.status).toEqual({ state: "DONE" });
    expect(job.statistics.load).toMatchObject({ inputFiles: "1", outputRows: "2", badRecords: "0" });
    await load({ sourceFormat: "NEWLINE_DELIMITED_JSON" }, line(3));
    expect(await read()).toEqual([1, 2, 3].map((id) => [String(id), `n${id}`, "1704067200000000", "0.1"]));
    await load({ ...json, writeDisposition: "WRITE_TRUNCATE" }, line(9));
    expect((await read()).map(([id]) => id)).toEqual(["9"]);
    const refused = await load({ ...json, writeDisposition: "WRITE_EMPTY" }, line(1));
    expect(refused.status.errorResult).toMatchObject({ reason: "duplicate" });
    const never = {
      ...json,
      createDisposition: "CREATE_NEVER",
      destinationTable: { datasetId: own.dataset, tableId: "nope" },
    };
    expect((await load(never, line(1))).status.errorResult).toMatchObject({ reason: "notFound" });
  });

  test("with a schema that is detected, nested and JSON columns", async () => {
    const rows = [
      { a: 1, b: { c: [1.5], d: "2024-01-01" }, e: true },
      { a: 2, f: "x" },
    ];
    await load(
      { sourceFormat: "NEWLINE_DELIMITED_JSON", autodetect: true },
      rows.map((row) => JSON.stringify(row)).join("\n"),
    );
    expect((await rest.get(`${own.tables}/t`)).body["schema"]).toEqual({
      fields: [
        { name: "a", type: "INTEGER", mode: "NULLABLE" },
        {
          name: "b",
          type: "RECORD",
          mode: "NULLABLE",
          fields: [
            { name: "c", type: "FLOAT", mode: "REPEATED" },
            { name: "d", type: "DATE", mode: "NULLABLE" },
          ],
        },
        { name: "e", type: "BOOLEAN", mode: "NULLABLE" },
        { name: "f", type: "STRING", mode: "NULLABLE" },
      ],
    });
    const fields = [{ name: "j", type: "JSON" }];
    const json = { sourceFormat: "NEWLINE_DELIMITED_JSON", schema: { fields }, writeDisposition: "WRITE_TRUNCATE" };
    await load(json, '{"j": {"n": 12345678901234567890, "m": [0.5]}}\n{"j": "text"}');
    expect(await own.rows("SELECT j FROM t")).toEqual([['{"m":[0.5],"n":12345678901234567890}'], ['"text"']]);
  });

  test("that do not fit fail the job and write nothing, unless they are few", async () => {
    const json = { sourceFormat: "NEWLINE_DELIMITED_JSON", schema };
    const data = '{"id": 1}\n{"id": "x"}\n{"name": "no id"}\n';
    const failed = await load(json, data);
    expect(failed.status.errorResult).toMatchObject({
      reason: "invalid",
      message: expect.stringContaining("errors: 2") as string,
    });
    expect((await rest.get(`${own.tables}/t`)).status).toBe(404);
    const job = await load({ ...json, maxBadRecords: 2 }, data);
    expect(job.statistics.load).toMatchObject({ outputRows: "1", badRecords: "2" });
    expect((await load(json, "not json")).status.errorResult).toMatchObject({ reason: "invalid" });
  });
});

describe("CSV", () => {
  test("with a header, quotes, null markers and another delimiter", async () => {
    const csv = { sourceFormat: "CSV", schema, skipLeadingRows: 1, fieldDelimiter: ";", nullMarker: "\\N" };
    const data = 'id;name;seen;price\r\n1;"a;""b""";2024-01-01 00:00:00 UTC;1.50\r\n2;\\N;\\N;\\N\n3;;\\N;7\n';
    expect((await load(csv, data)).status).toEqual({ state: "DONE" });
    expect(await read()).toEqual([
      ["1", 'a;"b"', "1704067200000000", "1.5"],
      ["2", null, null, null],
      ["3", "", null, "7"],
    ]);
  });

  test("by default an empty value is NULL and a quoted one is empty", async () => {
    await load({ schema }, '1,,,\n2,"",,\n');
    expect(await read()).toEqual([
      ["1", null, null, null],
      ["2", "", null, null],
    ]);
  });

  test("with line breaks in quotes if they are allowed, and compressed", async () => {
    const data = gzipSync('1,"a\nb",,\n');
    expect((await load({ schema }, data)).status.errorResult).toMatchObject({ reason: "invalid" });
    await load({ schema, allowQuotedNewlines: true }, data);
    expect(await read()).toEqual([["1", "a\nb", null, null]]);
  });

  test("with a schema that is detected by the header", async () => {
    await load({ autodetect: true, skipLeadingRows: 1 }, "id,name,day\n1,a,2024-01-01\n2,b,2024-01-02\n");
    expect((await rest.get(`${own.tables}/t`)).body["schema"]).toMatchObject({
      fields: [
        { name: "id", type: "INTEGER" },
        { name: "name", type: "STRING" },
        { name: "day", type: "DATE" },
      ],
    });
    expect(await own.rows("SELECT COUNT(*) FROM t")).toEqual([["2"]]);
  });

  test.each([
    ["1,a\n", "column 3 of 4"],
    ["1,a,,,5\n", "column 5"],
    ['1,"a"b,,\n', "closing quote"],
    ['1,"a\n', "no closing"],
    ["x,a,,\n", "id"],
  ])("%j fails", async (data, message) => {
    const { status } = await load({ schema }, data);
    expect(status.errorResult).toMatchObject({
      reason: "invalid",
      message: expect.stringContaining(message) as string,
    });
  });

  test("may be short if that is allowed", async () => {
    await load({ schema, allowJaggedRows: true }, "1,a\n");
    expect(await read()).toEqual([["1", "a", null, null]]);
  });
});

describe("Parquet", () => {
  async function parquetOf(select: string): Promise<Buffer> {
    const path = join(tmpdir(), `sandbox-test-${process.pid}-${Date.now()}.parquet`);
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    const data = await readFile(path);
    await rm(path);
    return data;
  }

  test("makes a table with the file's types", async () => {
    const data = await parquetOf(`
      SELECT 1::INTEGER AS a, 1.5::FLOAT AS f, 0.1::DECIMAL(10, 2) AS n, 'x' AS s, 'ab'::BLOB AS b, DATE '2024-01-01' AS d,
        TIMESTAMP '2024-01-01 00:00:00.5' AS dt, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS ts, TIME '01:02:03' AS ti, [1, 2] AS l,
        {'x': 1, 'y': 'z'} AS r, true AS o`);
    const job = await load({ sourceFormat: "PARQUET" }, data);
    expect(job.status).toEqual({ state: "DONE" });
    expect(job.statistics.load).toMatchObject({ outputRows: "1" });
    const { fields } = (await rest.get(`${own.tables}/t`)).body["schema"] as unknown as { fields: { type: string }[] };
    expect(fields.map(({ type }) => type)).toEqual(
      "INTEGER FLOAT NUMERIC STRING BYTES DATE DATETIME TIMESTAMP TIME INTEGER RECORD BOOLEAN".split(" "),
    );
    expect(await own.rows("SELECT * EXCEPT (ts) FROM t")).toEqual([
      [
        "1",
        "1.5",
        "0.1",
        "x",
        "YWI=",
        "2024-01-01",
        "2024-01-01T00:00:00.500000",
        "01:02:03",
        [{ v: "1" }, { v: "2" }],
        { f: [{ v: "1" }, { v: "z" }] },
        "true",
      ],
    ]);
  });

  test("appends to a table by name", async () => {
    await own.makeTable("t", schema.fields);
    await load({ sourceFormat: "PARQUET" }, await parquetOf("SELECT 'n' AS name, 7 AS id"));
    expect(await read()).toEqual([["7", "n", null, null]]);
    const wrong = await load({ sourceFormat: "PARQUET" }, await parquetOf("SELECT 'x' AS id"));
    expect(wrong.status.errorResult).toMatchObject({ reason: "invalidQuery" });
    expect((await load({ sourceFormat: "PARQUET" }, "no parquet")).status.errorResult).toMatchObject({
      reason: "invalid",
    });
  });

  test("is not a way for queries to files", async () => {
    const { status } = await own.query("SELECT * FROM read_parquet('/etc/passwd')");
    expect(status).toBe(400);
  });
});

describe("a resumable upload", () => {
  const begin = async (): Promise<string> => {
    const headers = { "content-type": "application/json" };
    const body = jobOf({ sourceFormat: "NEWLINE_DELIMITED_JSON", schema });
    const response = await fetch(`${uploads()}?uploadType=resumable`, { method: "POST", headers, body });
    expect(response.status).toBe(200);
    return response.headers.get("location")!;
  };
  const put = (location: string, range: string, body: string | null, headers = {}) =>
    fetch(location, { method: "PUT", headers: { "content-range": range, ...headers }, body });

  test("arrives in pieces, which may be sent again", async () => {
    const data = '{"id": 1}\n{"id": 2}\n';
    const location = await begin();
    const first = await put(location, `bytes 0-7/*`, data.slice(0, 8));
    expect([first.status, first.headers.get("range")]).toEqual([308, "bytes=0-7"]);
    const asked = await put(location, "bytes */20", null);
    expect([asked.status, asked.headers.get("range")]).toEqual([308, "bytes=0-7"]);
    const go = await put(location, "bytes 4-11/*", data.slice(4, 12), { "x-guploader-no-308": "yes" });
    expect([go.status, go.headers.get("x-http-status-code-override")]).toEqual([200, "308"]);
    const last = await put(location, "bytes 12-19/20", data.slice(12));
    expect(last.status).toBe(200);
    const job = (await last.json()) as JobResource;
    expect((await finished(job)).statistics.load).toMatchObject({ outputRows: "2" });
    const again = await put(location, "bytes 12-19/20", data.slice(12));
    expect((await again.json()) as JobResource).toMatchObject({ jobReference: job.jobReference });
  });

  test("may come whole", async () => {
    const response = await fetch(await begin(), { method: "PUT", body: '{"id": 5}' });
    await finished((await response.json()) as JobResource);
    expect((await read()).map(([id]) => id)).toEqual(["5"]);
  });

  test("that nobody began is not found", async () => {
    expect((await put(`${uploads()}?uploadType=resumable&upload_id=nope`, "bytes 0-0/1", "x")).status).toBe(404);
  });
});

test.each([
  [{ sourceUris: ["gs://bucket/file"] }, "Cloud Storage"],
  [{ sourceFormat: "AVRO" }, "AVRO"],
  [{ schema, encoding: "UTF-16" }, "UTF-16"],
])("%j is said to be not covered", async (configuration, message) => {
  await expect(load(configuration, "1")).rejects.toThrow(new RegExp(`The sandbox does not cover.*${message}`));
});

test("jobs without data are refused", async () => {
  const { status } = await rest.post(`${own.project}/jobs`, JSON.parse(jobOf({ schema })) as object);
  expect(status).toBe(400);
});
