import { describe, expect, test } from "vitest";

import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

const tables = "sandbox/datasets/limits/tables";

async function ids(sql: string): Promise<unknown[]> {
  const { status, body } = await rest.query(sql);
  expect({ status, body }).toMatchObject({ status: 200 });
  return ((body["rows"] ?? []) as unknown as { f: { v: unknown }[] }[]).map((row) => row.f[0]!.v);
}

const refusal = (status: number, reason: string, message: string) => ({
  status,
  body: { error: { code: status, errors: [{ reason }], message: expect.stringContaining(message) as string } },
});

/** https://cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table */
describe("a table partitioned by ingestion time", () => {
  test("has two pseudo columns, which * leaves out", async () => {
    expect(
      await ids("SELECT id FROM limits.by_ingestion_time WHERE _PARTITIONDATE = '2024-01-01' ORDER BY id"),
    ).toEqual(["1", "2"]);
    const sql = "SELECT FORMAT_TIMESTAMP('%F', _PARTITIONTIME) FROM limits.by_ingestion_time WHERE id = 3";
    expect(await ids(sql)).toEqual(["2024-01-02"]);
    const all = await rest.query("SELECT * FROM limits.by_ingestion_time ORDER BY id LIMIT 1");
    expect(all.body).toMatchObject({ rows: [{ f: [{ v: "1" }, { v: "a" }] }] });
    expect(
      await rest.query("SELECT _PARTITIONTIME FROM limits.filter_required WHERE day = '2024-01-01'"),
    ).toMatchObject(refusal(400, "invalidQuery", "Unrecognized name: _PARTITIONTIME"));
  });

  test("says so in its resource, and is listed without them", async () => {
    const { body } = await rest.get(`${tables}/by_ingestion_time`);
    expect(body).toMatchObject({
      timePartitioning: { type: "DAY" },
      schema: { fields: [{ name: "id" }, { name: "name" }] },
    });
    expect(body["timePartitioning"]).not.toHaveProperty("field");
    const listed = await rest.get(`${tables}/by_ingestion_time/data`);
    expect(listed.body).toMatchObject({ totalRows: "4", rows: [{ f: [{ v: "1" }, { v: "a" }] }, {}, {}, {}] });
  });
});

/** https://cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries */
describe("a table that requires a partition filter", () => {
  const missing = refusal(
    400,
    "invalidQuery",
    "Cannot query over table 'sandbox.limits.filter_required' without a filter over column(s) 'day' that can be used for partition elimination",
  );

  test.each([
    "SELECT * FROM limits.filter_required",
    "SELECT COUNT(*) FROM limits.filter_required",
    "SELECT id FROM limits.filter_required WHERE id = 1",
    "SELECT id FROM limits.filter_required WHERE day = '2024-01-01' OR id = 1",
    "SELECT id FROM limits.filter_required WHERE NOT (day = '2024-01-01' AND id = 1)",
    "SELECT id FROM limits.filter_required WHERE day = DATE_ADD(day, INTERVAL 0 DAY)",
  ])("%s is refused", async (sql) => {
    expect(await rest.query(sql)).toMatchObject(missing);
    expect(await rest.query(sql, { dryRun: true })).toMatchObject(missing);
  });

  test.each([
    ["SELECT id FROM limits.filter_required WHERE day = '2024-01-02'", ["3"]],
    ["SELECT id FROM limits.filter_required WHERE id > 1 AND day < '2024-01-02'", ["2"]],
    ["SELECT id FROM limits.filter_required WHERE day BETWEEN '2024-01-02' AND '2024-01-03' ORDER BY id", ["3", "4"]],
    ["SELECT id FROM limits.filter_required WHERE day IN ('2024-01-03')", ["4"]],
    ["SELECT id FROM limits.filter_required WHERE day > '2024-01-02' OR day IS NULL", ["4"]],
    ["SELECT id FROM limits.filter_required WHERE id > 1 AND (day < '2024-01-02' OR day IS NULL AND id = 9)", ["2"]],
    ["SELECT id FROM limits.filter_required WHERE NOT (day < '2024-01-03' OR id = 1)", ["4"]],
    ["SELECT id FROM (SELECT * FROM limits.filter_required) WHERE day = '2024-01-02'", ["3"]],
    ["SELECT id FROM limits.filtered_view ORDER BY id", ["3", "4"]],
  ])("%s runs", async (sql, expected) => {
    expect(await ids(sql)).toEqual(expected);
  });

  test("says so in its resource", async () => {
    const { body } = await rest.get(`${tables}/filter_required`);
    expect(body).toMatchObject({ timePartitioning: { type: "DAY", field: "day" }, requirePartitionFilter: true });
  });
});

/** https://cloud.google.com/bigquery/docs/querying-wildcard-tables */
describe("a wildcard", () => {
  test.each([
    ["SELECT COUNT(*) FROM `limits.events_*`", ["9"]],
    ["SELECT DISTINCT _TABLE_SUFFIX AS day FROM `sandbox.limits.events_2024*` ORDER BY day", ["0101", "0102", "0103"]],
    ["SELECT id FROM `limits.events_*` WHERE _TABLE_SUFFIX = '20240102' ORDER BY id", ["1", "2", "3"]],
    // The columns are those of the newest table.
    ["SELECT SUM(amount) FROM `limits.events_*`", ["60"]],
  ])("%s", async (sql, expected) => {
    expect(await ids(sql)).toEqual(expected);
  });

  test("that matches nothing is refused", async () => {
    expect(await rest.query("SELECT * FROM `limits.nothing_*`")).toMatchObject(
      refusal(400, "invalidQuery", "does not match any table"),
    );
  });
});

/** https://cloud.google.com/bigquery/docs/using-row-level-security-with-features */
test("a row access policy filters queries, and forbids tabledata.list", async () => {
  expect(await ids("SELECT id FROM limits.row_policy ORDER BY id")).toEqual(["1", "3"]);
  expect(await ids("SELECT COUNT(*) FROM limits.row_policy")).toEqual(["2"]);
  expect(await rest.query("SELECT * FROM limits.row_policy ORDER BY id")).toMatchObject({ body: { totalRows: "2" } });
  expect(await rest.query("SELECT * FROM limits.row_policy")).toMatchObject({ body: { totalRows: "2" } });
  expect(await rest.get(`${tables}/row_policy/data`)).toMatchObject(
    refusal(403, "accessDenied", "due to row access policies"),
  );
  expect((await rest.get(`${tables}/row_policy`)).status).toBe(200);
});

/** https://cloud.google.com/bigquery/docs/column-level-security */
test("a column with a policy tag is read by nobody, and the others by everybody", async () => {
  const denied = refusal(403, "accessDenied", "policy tag");
  for (const sql of [
    "SELECT * FROM limits.policy_tag",
    "SELECT email FROM limits.policy_tag",
    "SELECT id FROM limits.policy_tag WHERE email = 'x'",
    "SELECT policy_tag FROM limits.policy_tag",
  ]) {
    expect(await rest.query(sql)).toMatchObject(denied);
  }
  expect(await ids("SELECT id FROM limits.policy_tag ORDER BY id LIMIT 1")).toEqual(["1"]);
  expect(await rest.query("SELECT * EXCEPT (email) FROM limits.policy_tag")).toMatchObject({
    body: { totalRows: "4" },
  });
  expect(await rest.get(`${tables}/policy_tag/data`)).toMatchObject(denied);
  expect(await rest.get(`${tables}/policy_tag/data?selectedFields=id,name`)).toMatchObject({
    body: { totalRows: "4" },
  });
  const { body } = await rest.get(`${tables}/policy_tag`);
  const { fields } = body["schema"] as unknown as { fields: object[] };
  expect(fields.map((field) => "policyTags" in field)).toEqual([false, false, true]);
});

/** https://cloud.google.com/bigquery/docs/external-data-drive */
test("a Google Sheet needs the scope of Google Drive", async () => {
  expect(await rest.query("SELECT * FROM limits.google_sheet")).toMatchObject(
    refusal(403, "accessDenied", "Permission denied while getting Drive credentials"),
  );
  expect(await rest.get(`${tables}/google_sheet/data`)).toMatchObject(
    refusal(400, "invalid", "Cannot list a table of type EXTERNAL"),
  );
  const { body } = await rest.get(`${tables}/google_sheet`);
  expect(body).toMatchObject({ type: "EXTERNAL", externalDataConfiguration: { sourceFormat: "GOOGLE_SHEETS" } });
});
