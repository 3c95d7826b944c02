/** Tables that clients make have the partitions, families and limits of access of the sample data. */
import { beforeEach, describe, expect, test } from "vitest";

import { makeDataset, type OwnDataset } from "./own-dataset.ts";
import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

let own: OwnDataset;

beforeEach(async () => {
  own = await makeDataset(rest);
});

async function run(sql: string) {
  const answer = await own.query(sql);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

const refusal = (status: number, reason: string, message: string) => ({
  status,
  body: { error: { errors: [{ reason }], message: expect.stringContaining(message) as string } },
});

/** https://cloud.google.com/bigquery/docs/using-dml-with-partitioned-tables */
describe("partitions by the time of arrival", () => {
  const days = "SELECT id, FORMAT_DATE('%F', _PARTITIONDATE) FROM t WHERE _PARTITIONTIME < '2024-02-01' ORDER BY id";

  beforeEach(async () => {
    await run("CREATE TABLE t (id INT64) PARTITION BY _PARTITIONDATE");
    await run("INSERT INTO t (_PARTITIONTIME, id) VALUES (TIMESTAMP '2024-01-01', 1), ('2024-01-02', 2)");
  });

  test("are in the table's resource and in no *", async () => {
    const { body } = await rest.get(`${own.tables}/t`);
    expect(body).toMatchObject({ timePartitioning: { type: "DAY" }, schema: { fields: [{ name: "id" }] } });
    expect(await own.rows("SELECT * FROM t ORDER BY id")).toEqual([["1"], ["2"]]);
    expect(await own.rows(days)).toEqual([
      ["1", "2024-01-01"],
      ["2", "2024-01-02"],
    ]);
  });

  test("are today's for rows that name none, however they arrive", async () => {
    await run("INSERT INTO t (id) VALUES (3)");
    await own.insert("t", [{ id: 4 }]);
    await run("MERGE t USING (SELECT 5 AS id) AS s ON FALSE WHEN NOT MATCHED THEN INSERT ROW");
    const today = "SELECT id FROM t WHERE _PARTITIONDATE >= DATE_SUB(CURRENT_DATE(), INTERVAL 1 DAY) ORDER BY id";
    expect(await own.rows(today)).toEqual([["3"], ["4"], ["5"]]);
  });

  test("stay when rows and columns change", async () => {
    await run("UPDATE t SET id = id * 10 WHERE _PARTITIONDATE = '2024-01-02'");
    await run("ALTER TABLE t ADD COLUMN name STRING");
    expect(await own.rows(days)).toEqual([
      ["1", "2024-01-01"],
      ["20", "2024-01-02"],
    ]);
    await run("DELETE FROM t WHERE _PARTITIONTIME = TIMESTAMP '2024-01-01'");
    expect(await own.rows("SELECT id, name FROM t")).toEqual([["20", null]]);
  });

  test("begin at their unit's begin", async () => {
    const sql = "INSERT INTO t (_PARTITIONTIME, id) VALUES (TIMESTAMP '2024-01-01 21:30:00', 3)";
    expect(await own.query(sql)).toMatchObject(refusal(400, "invalidQuery", "_PARTITIONTIME"));
  });

  test("may have to be named by every query", async () => {
    await run("ALTER TABLE t SET OPTIONS (require_partition_filter = TRUE)");
    const missing = "without a filter over column(s) '_PARTITION_LOAD_TIME', '_PARTITIONDATE', '_PARTITIONTIME'";
    expect(await own.query("SELECT id FROM t")).toMatchObject(refusal(400, "invalidQuery", missing));
    expect(await own.query("DELETE FROM t WHERE id = 1")).toMatchObject(refusal(400, "invalidQuery", missing));
    expect(await own.rows("SELECT id FROM t WHERE _PARTITIONDATE = '2024-01-01'")).toEqual([["1"]]);
  });
});

/** https://cloud.google.com/bigquery/docs/querying-wildcard-tables */
test("a wildcard reads a family of tables with the newest one's columns, and no view", async () => {
  await run("CREATE TABLE events_1 AS SELECT 1 AS id");
  await run("CREATE TABLE events_2 AS SELECT 2 AS id, 'b' AS name");
  expect(await own.rows("SELECT _TABLE_SUFFIX, * FROM `events_*` ORDER BY id")).toEqual([
    ["1", "1", null],
    ["2", "2", "b"],
  ]);
  expect(await own.rows("SELECT id FROM `events_*` WHERE _TABLE_SUFFIX = '2'")).toEqual([["2"]]);
  await run(`CREATE VIEW events_view AS SELECT id FROM ${own.dataset}.events_1`);
  const message = "Views cannot be queried through prefix";
  expect(await own.query("SELECT * FROM `events_*`")).toMatchObject(refusal(400, "invalidQuery", message));
});

/** https://cloud.google.com/bigquery/docs/managing-row-level-security */
describe("a row access policy", () => {
  beforeEach(async () => {
    await run("CREATE TABLE t AS SELECT id, MOD(id, 2) = 0 AS is_even FROM UNNEST([1, 2, 3, 4]) AS id");
    await run("CREATE ROW ACCESS POLICY even ON t GRANT TO ('allAuthenticatedUsers') FILTER USING (is_even)");
  });

  const ids = async () => (await own.rows("SELECT id FROM t ORDER BY id")).flat();

  test("shows its rows, alone or with others, until it is dropped", async () => {
    expect(await ids()).toEqual(["2", "4"]);
    await run("CREATE ROW ACCESS POLICY one ON t GRANT TO ('allAuthenticatedUsers') FILTER USING (id = 1)");
    expect(await ids()).toEqual(["1", "2", "4"]);
    await run("DROP ROW ACCESS POLICY one ON t");
    await run("CREATE OR REPLACE ROW ACCESS POLICY even ON t GRANT TO ('user:a@example.com') FILTER USING (is_even)");
    expect(await ids()).toEqual([]);
    await run("DROP ROW ACCESS POLICY even ON t");
    expect(await ids()).toEqual(["1", "2", "3", "4"]);
  });

  test("filters views and copies, and forbids lists and changes", async () => {
    await run(`CREATE VIEW v AS SELECT COUNT(*) AS n FROM ${own.dataset}.t`);
    expect(await own.rows("SELECT n FROM v")).toEqual([["2"]]);
    await run("CREATE TABLE copy AS SELECT * FROM t");
    expect(await own.rows("SELECT COUNT(*) FROM copy")).toEqual([["2"]]);
    const denied = refusal(403, "accessDenied", "due to row access policies");
    expect(await rest.get(`${own.tables}/t/data`)).toMatchObject(denied);
    expect(await own.query("UPDATE t SET id = 0 WHERE TRUE")).toMatchObject(denied);
  });

  test.each([
    ["CREATE ROW ACCESS POLICY even ON t FILTER USING (TRUE)", "duplicate", "Already Exists"],
    ["CREATE ROW ACCESS POLICY p ON t FILTER USING (nope)", "invalidQuery", "Unrecognized name: nope"],
    ["DROP ROW ACCESS POLICY p ON t", "notFound", "Row access policy p"],
  ])("%s is refused", async (sql, reason, message) => {
    const { body } = await own.query(sql);
    expect(body).toMatchObject({
      error: { errors: [{ reason }], message: expect.stringContaining(message) as string },
    });
  });
});

/** https://cloud.google.com/bigquery/docs/column-level-security */
test("a column with a policy tag is read by nobody", async () => {
  const tag = "projects/p/locations/us/taxonomies/3/policyTags/4";
  await own.makeTable(
    "t",
    [
      { name: "a", type: "INT64" },
      { name: "b", type: "STRING", policyTags: { names: [tag] } },
    ],
    [{ a: 1 }],
  );
  expect(await own.rows("SELECT a FROM t")).toEqual([["1"]]);
  expect(await own.query("SELECT b FROM t")).toMatchObject(refusal(403, "accessDenied", tag));
  expect(await rest.get(`${own.tables}/t/data`)).toMatchObject(refusal(403, "accessDenied", tag));
});

/** https://cloud.google.com/bigquery/docs/column-level-security */
describe("a field of a STRUCT with a policy tag", () => {
  const tag = "projects/p/locations/us/taxonomies/3/policyTags/4";
  const tagged = (name: string) => ({ name, type: "STRING", policyTags: { names: [tag] } });
  const text = (name: string) => ({ name, type: "STRING" });
  const rows = [
    { id: 1, p: { name: "ann", ssn: "1", home: { city: "x", street: "y" } }, items: [{ sku: "b" }, { sku: "a" }] },
    { id: 2, p: null, items: [] },
  ];

  beforeEach(async () => {
    const home = { name: "home", type: "RECORD", fields: [text("city"), tagged("street")] };
    const fields = [
      { name: "id", type: "INTEGER" },
      { name: "p", type: "RECORD", fields: [text("name"), tagged("ssn"), home] },
      { name: "items", type: "RECORD", mode: "REPEATED", fields: [text("sku"), tagged("price")] },
    ];
    await own.makeTable("t", fields, rows);
  });

  test.each([
    ["SELECT * FROM t", ["t.p.ssn", "t.p.home.street", "t.items.price"]],
    ["SELECT t FROM t", ["t.p.ssn", "t.items.price"]],
    ["SELECT p FROM t", ["t.p.ssn", "t.p.home.street"]],
    ["SELECT P.Home FROM t", ["t.p.home.street"]],
    ["SELECT p.* FROM t", ["t.p.ssn"]],
    ["SELECT id FROM t WHERE t.p.ssn = '1'", ["t.p.ssn"]],
    ["SELECT TO_JSON_STRING(p) FROM t", ["t.p.ssn"]],
    ["SELECT COUNTIF(p.ssn IS NULL) FROM t", ["t.p.ssn"]],
    ["SELECT e FROM t, t.items AS e", ["t.items.price"]],
    ["SELECT price FROM t, UNNEST(items)", ["t.items.price"]],
    ["SELECT ARRAY(SELECT AS STRUCT e.* FROM UNNEST(items) AS e) FROM t", ["t.items.price"]],
    ["SELECT items[SAFE_OFFSET(0)].sku FROM t", ["t.items.price"]],
    ["SELECT q.home.city FROM (SELECT p AS q FROM t)", ["t.p.ssn"]],
  ])("%s is denied", async (sql, columns) => {
    const answer = await own.query(sql);
    for (const column of columns) expect(answer).toMatchObject(refusal(403, "accessDenied", `.${column}`));
  });

  test.each([
    ["SELECT p.name, t.p.home.city FROM t WHERE id = 1", [["ann", "x"]]],
    ["SELECT q.name FROM (SELECT p.home.city AS c, STRUCT(p.name) AS q FROM t WHERE id = 1)", [["ann"]]],
    ["SELECT p.* EXCEPT (ssn, home) FROM t ORDER BY id", [["ann"], [null]]],
    [
      "SELECT p IS NULL, items IS NULL FROM t ORDER BY id",
      [
        ["false", "false"],
        ["true", "false"],
      ],
    ],
    ["SELECT id FROM t WHERE p IS NULL AND items IS NOT NULL AND t.p.home IS NULL", [["2"]]],
    ["SELECT COUNT(*) FROM t, t.items", [["2"]]],
    [
      "SELECT i, e.sku FROM t, t.items AS e WITH OFFSET AS i ORDER BY i",
      [
        ["0", "b"],
        ["1", "a"],
      ],
    ],
  ])("%s is not", async (sql, expected) => {
    expect(await own.rows(sql)).toEqual(expected);
  });

  test("is left out by selectedFields", async () => {
    const listed = (selected: string) => rest.get(`${own.tables}/t/data?selectedFields=${selected}`);
    expect(await listed("id,p.name,P.HOME.city,items.sku")).toMatchObject({
      status: 200,
      body: { rows: [{ f: [{ v: "1" }, { v: { f: [{ v: "ann" }, { v: { f: [{ v: "x" }] } }] } }, {}] }, {}] },
    });
    for (const selected of ["p", "p.home", "p.ssn", "items"]) {
      expect(await listed(selected)).toMatchObject(refusal(403, "accessDenied", tag));
    }
  });

  test("is not billed where it is not read", async () => {
    const bytes = async (sql: string) => Number((await own.query(sql, { dryRun: true })).body["totalBytesProcessed"]);
    // A STRING has 2 bytes and those of UTF-8: .../bigquery/docs/reference/standard-sql/data-types#data_type_sizes
    expect(await bytes("SELECT p.name FROM t")).toBe(5);
    expect(await bytes("SELECT id, p.home.city, e.sku FROM t, t.items AS e")).toBe(16 + 3 + 6);
  });

  /** https://cloud.google.com/bigquery/docs/column-level-security#struct_or_record */
  test("is a leaf: a STRUCT has none", async () => {
    const fields = [{ name: "p", type: "RECORD", policyTags: { names: [tag] }, fields: [text("a")] }];
    const made = await rest.post(own.tables, { tableReference: { tableId: "u" }, schema: { fields } });
    expect(made).toMatchObject(refusal(400, "invalid", "policy tags"));
  });
});

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#coercion */
describe("NULL without a type", () => {
  const types =
    "INT64 FLOAT64 NUMERIC BIGNUMERIC BOOL STRING BYTES DATE DATETIME TIME TIMESTAMP JSON GEOGRAPHY INTERVAL".split(
      " ",
    );
  const columns = [...types, "RANGE<DATE>", "STRUCT<s STRING>"];

  beforeEach(async () => {
    await run(`CREATE TABLE t (id INT64, ${columns.map((type, index) => `c${index} ${type}`).join(", ")})`);
  });

  const nulls = columns.map(() => "NULL").join(", ");

  test.each([
    `INSERT INTO t VALUES (1, ${nulls})`,
    `INSERT INTO t SELECT 1, ${nulls}`,
    `MERGE t USING (SELECT 1) ON FALSE
      WHEN NOT MATCHED THEN INSERT (id, ${columns.map((_, index) => `c${index}`).join(", ")}) VALUES (1, ${nulls})`,
  ])("is a value of every column: %s", async (sql) => {
    await run(sql);
    expect(await own.rows("SELECT * FROM t")).toEqual([["1", ...columns.map(() => null)]]);
  });

  test("is a value of a field and of every column in UPDATE", async () => {
    await run("INSERT INTO t (id, c5, c10, c15) VALUES (1, 'x', '2024-01-01 00:00:00', STRUCT(NULL))");
    await run(`UPDATE t SET ${columns.map((_, index) => `c${index} = NULL`).join(", ")} WHERE id = 1`);
    expect(await own.rows("SELECT * FROM t")).toEqual([["1", ...columns.map(() => null)]]);
  });
});
