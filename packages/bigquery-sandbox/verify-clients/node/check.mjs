// Google's client for Node against the sandbox, unchanged: it finds it by BIGQUERY_EMULATOR_HOST.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BigQuery } from "@google-cloud/bigquery";
import { OAuth2Client } from "google-auth-library";

const cases = JSON.parse(readFileSync(process.env.CLIENT_CASES, "utf8"));
const projectId = "client-checks";
// The variable makes the client ask for no credentials; it is set here alone.
process.env.BIGQUERY_EMULATOR_HOST = process.env.SANDBOX_URL;
const client = new BigQuery({ projectId });
// Without credentials the client cannot upload: its request has no headers yet (teeny-request sets one on undefined).
const authClient = new OAuth2Client();
authClient.setCredentials({ access_token: "any", expiry_date: Date.now() + 3_600_000 });
const uploader = new BigQuery({
  projectId,
  authClient,
  apiEndpoint: process.env.SANDBOX_URL,
  useAuthWithCustomEndpoint: true,
});
const dataset = client.dataset("node_client");
const table = dataset.table("every_type");
const fields = cases.columns.map(({ field }) => field);
const rows = [0, 1, 2].map((row) =>
  Object.fromEntries(cases.columns.map(({ field, sent }) => [field.name, sent[row]])),
);

function report(check, status, detail = "") {
  console.log(JSON.stringify({ check, status, detail }));
}

async function run(check, work) {
  try {
    await work();
    report(check, "passed");
  } catch (error) {
    report(check, "failed", String(error?.message ?? error).slice(0, 2000));
  }
}

/** A value as the cases write it. */
function textOf(value, field) {
  if (field.mode === "REPEATED") return value.map((item) => textOfOne(item, field));
  return textOfOne(value, field);
}

function textOfOne(value, field) {
  if (value === null || value === undefined) return null;
  switch (field.type) {
    case "RECORD":
      return Object.fromEntries(field.fields.map((inner) => [inner.name, textOf(value[inner.name], inner)]));
    case "RANGE":
      return { start: value.start?.value ?? null, end: value.end?.value ?? null };
    case "FLOAT":
      return bitsOf(Number(value));
    case "BYTES":
      return value.toString("base64");
    case "NUMERIC":
    case "BIGNUMERIC":
      return value.toFixed();
    case "DATETIME":
    case "TIME":
      return withMicros(value.value);
    case "TIMESTAMP":
      return String(microsOf(value.value));
    case "INTERVAL":
      return intervalOf(value);
    case "INTEGER":
      return String(value?.value ?? value);
    default:
      return String(value?.value ?? value);
  }
}

function bitsOf(value) {
  if (Number.isNaN(value)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

function withMicros(text) {
  const [seconds, fraction = ""] = text.split(".");
  return `${seconds}.${fraction.padEnd(6, "0")}`;
}

function microsOf(text) {
  const [seconds, fraction = ""] = text.replace(/Z$/, "").split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

function intervalOf(text) {
  const [, sign, years, months, days, clock, hours, minutes, seconds, fraction = ""] =
    /^(-?)(\d+)-(\d+) (-?\d+) (-?)(\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(text);
  const monthCount = Number(years) * 12 + Number(months);
  const micros =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6 + Number(fraction.padEnd(6, "0"));
  return `${sign ? -monthCount : monthCount} months ${days} days ${clock ? -micros : micros} us`;
}

function checkRows(found, what) {
  const sorted = [...found].sort((one, other) => Number(one.id) - Number(other.id));
  assert.equal(sorted.length, 3, `${what}: rows`);
  for (const { field, read } of cases.columns) {
    // The client's PreciseDate misreads fractions of a second before 1970: the last row's is skipped.
    const end = field.type === "TIMESTAMP" ? 2 : 3;
    const actual = sorted.slice(0, end).map((row) => textOf(row[field.name], field));
    assert.deepEqual(
      actual,
      read.slice(0, end),
      `${what}: ${field.name} is ${JSON.stringify(actual)}, not ${JSON.stringify(read)}`,
    );
  }
}

const whole = { wrapIntegers: true };

async function pagesOf(oneTable, maxResults) {
  const found = [];
  for (let query = { ...whole, maxResults, autoPaginate: false }; query;) {
    const [page, next] = await oneTable.getRows(query);
    assert.ok(page.length <= maxResults);
    found.push(...page);
    // The client forgets the option after the first page.
    query = next && { ...next, ...whole };
  }
  return found;
}

/** Ids in pages of one. The client takes maxResults for the whole list's size unless it pages by hand. */
async function idsOf(list) {
  const ids = [];
  for (let query = { maxResults: 1, autoPaginate: false }; query;) {
    const [page, next] = await list(query);
    assert.ok(page.length <= 1);
    ids.push(...page.map(({ id }) => id));
    query = next;
  }
  return ids;
}

const version = createRequire(import.meta.url)("@google-cloud/bigquery/package.json").version;
report("version", "passed", version);
report("a TIMESTAMP before 1970", "skipped", "the client's PreciseDate misreads fractions of a second before 1970");

await run("create a dataset", async () => {
  await client.createDataset("node_client", { location: "EU", labels: { team: "data" } });
  const [metadata] = await dataset.getMetadata();
  assert.equal(metadata.location, "EU");
  await assert.rejects(client.createDataset("node_client"), { code: 409 });
});

await run("create a table of every type", async () => {
  await dataset.createTable("every_type", {
    schema: { fields },
    timePartitioning: { type: "DAY", field: "c_timestamp" },
    clustering: { fields: ["c_string"] },
  });
  const [metadata] = await table.getMetadata();
  assert.deepEqual(
    metadata.schema.fields.map(({ name, type, mode }) => [name, type, mode]),
    fields.map(({ name, type, mode = "NULLABLE" }) => [name, type, mode]),
  );
  assert.equal(metadata.timePartitioning.field, "c_timestamp");
});

await run("insert rows (insertAll)", async () => {
  await table.insert(
    rows.map((json, index) => ({ insertId: `row-${index}`, json })),
    { raw: true },
  );
  // The same ids: these rows are known.
  await table.insert(
    rows.map((json, index) => ({ insertId: `row-${index}`, json })),
    { raw: true },
  );
  await assert.rejects(table.insert([{ c_date: "never" }]), (error) => error.name === "PartialFailureError");
});

await run("list rows in small pages", async () => {
  checkRows(await pagesOf(table, 1), "pages of one row");
  const [found] = await table.getRows(whole);
  checkRows(found, "one page");
});

await run("load JSON lines", async () => {
  const lines = rows.map((row) =>
    JSON.stringify({ ...row, c_json: row.c_json === null ? null : JSON.parse(row.c_json) }),
  );
  const path = join(tmpdir(), `client-check-${process.pid}.jsonl`);
  writeFileSync(path, lines.join("\n"));
  try {
    const loaded = dataset.table("loaded");
    await uploader
      .dataset(dataset.id)
      .table(loaded.id)
      .load(path, { sourceFormat: "NEWLINE_DELIMITED_JSON", schema: { fields } });
    checkRows(await pagesOf(loaded, 2), "loaded");
  } finally {
    rmSync(path);
  }
});

await run("DDL and DML", async () => {
  const name = `\`${projectId}.node_client.stock\``;
  await client.query(`CREATE TABLE ${name} (item STRING NOT NULL, amount INT64)`);
  await client.query(`INSERT INTO ${name} (item, amount) VALUES ('a', 1), ('b', 2)`);
  const [job] = await client.createQueryJob(`UPDATE ${name} SET amount = amount + 1 WHERE item = 'a'`);
  await job.getQueryResults();
  const [metadata] = await job.getMetadata();
  assert.equal(metadata.statistics.query.numDmlAffectedRows, "1");
  const [found] = await client.query(`SELECT item, amount FROM ${name} ORDER BY item`);
  assert.deepEqual(found, [
    { item: "a", amount: 2 },
    { item: "b", amount: 2 },
  ]);
});

await run("query with parameters", async () => {
  const sent = {
    n: 41,
    f: 0.5,
    s: "it's",
    b: true,
    d: BigQuery.date("2024-02-29"),
    dt: BigQuery.datetime("2024-02-29T12:30:00"),
    t: BigQuery.time("01:02:03"),
    ts: BigQuery.timestamp("2024-02-29T12:30:00Z"),
    list: ["a", "b"],
  };
  const list = Object.keys(sent).map((name) => `@${name} AS ${name}`);
  const [[row]] = await client.query({ query: `SELECT ${list.join(", ")}`, params: sent });
  assert.deepEqual({ ...row }, sent);
  // The client sends a Buffer as an object, which is no BYTES: they are sent in base64, as the API has them.
  const [[bytes]] = await client.query({ query: "SELECT @x AS x", params: { x: "AP8=" }, types: { x: "BYTES" } });
  assert.deepEqual([...bytes.x], [0, 255]);
  const [[other]] = await client.query({ query: "SELECT ? + ? AS sum", params: [1, 2] });
  assert.equal(other.sum, 3);
});

await run("read the sample's types", async () => {
  const { dataset: name, table: id, rows: expected } = cases.sample;
  const sample = client.dataset(name, { projectId: "sandbox" }).table(id);
  const [metadata] = await sample.getMetadata();
  const [queried] = await client.query({ query: `SELECT * FROM \`sandbox.${name}.${id}\``, ...whole });
  for (const { way, found } of [
    { way: "listed", found: await pagesOf(sample, 5) },
    { way: "queried", found: queried },
  ]) {
    assert.equal(found.length, 12);
    for (const [key, columns] of Object.entries(expected)) {
      const row = found.find((one) => String(one.id?.value ?? one.id) === key);
      for (const [column, value] of Object.entries(columns)) {
        const field = metadata.schema.fields.find((one) => one.name === column);
        assert.deepEqual(textOf(row[column], field), value, `${way}: ${column} of row ${key}`);
      }
    }
  }
});

await run("read every sample table", async () => {
  for (const [name, count] of Object.entries(cases.sampleTables)) {
    const [datasetId, tableId] = name.split(".");
    const sample = client.dataset(datasetId, { projectId: "sandbox" }).table(tableId);
    const [metadata] = await sample.getMetadata();
    assert.equal(metadata.numRows, String(count), name);
    const [page] = await sample.getRows({ maxResults: 1000, autoPaginate: false });
    assert.equal(page.length, Math.min(count, 1000), name);
  }
});

await run("pages of lists, etags", async () => {
  for (const id of ["node_page_a", "node_page_b", "node_page_c"]) await client.createDataset(id);
  const datasets = await idsOf((query) => client.getDatasets(query));
  assert.deepEqual(
    datasets.filter((id) => id.startsWith("node_page_")),
    ["node_page_a", "node_page_b", "node_page_c"],
  );
  assert.deepEqual(await idsOf((query) => dataset.getTables(query)), ["every_type", "loaded", "stock"]);
  const [before] = await table.getMetadata();
  await table.setMetadata({ description: "new" });
  const [after] = await table.getMetadata();
  assert.equal(after.description, "new");
  assert.notEqual(after.etag, before.etag);
});

await run("errors", async () => {
  await assert.rejects(dataset.table("nope").getMetadata(), { code: 404 });
  await assert.rejects(client.query("DELETE FROM sandbox.movies.movies WHERE TRUE"), { code: 403 });
});

await run("delete a dataset", async () => {
  await dataset.delete({ force: true });
  assert.deepEqual(await dataset.exists(), [false]);
});
