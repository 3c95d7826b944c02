/** https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax, whose examples of an inventory these are. */
import { beforeEach, describe, expect, test } from "vitest";

import { makeDataset, type OwnDataset } from "./own-dataset.ts";
import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

let own: OwnDataset;

const inventory = [
  { product: "dishwasher", quantity: 30 },
  { product: "dryer", quantity: 30 },
  { product: "front load washer", quantity: 20 },
  { product: "microwave", quantity: 20 },
  { product: "oven", quantity: 5 },
  { product: "top load washer", quantity: 10 },
];

const newArrivals = [
  { product: "dryer", quantity: 200, warehouse: "warehouse #2" },
  { product: "oven", quantity: 300, warehouse: "warehouse #3" },
  { product: "washer", quantity: 100, warehouse: "warehouse #1" },
];

beforeEach(async () => {
  own = await makeDataset(rest);
  await own.makeTable(
    "Inventory",
    [
      { name: "product", type: "STRING", mode: "REQUIRED" },
      { name: "quantity", type: "INT64" },
      { name: "supply_constrained", type: "BOOL" },
    ],
    inventory,
  );
  await own.makeTable(
    "NewArrivals",
    [
      { name: "product", type: "STRING" },
      { name: "quantity", type: "INT64" },
      { name: "warehouse", type: "STRING" },
    ],
    newArrivals,
  );
});

const rows = () => own.rows("SELECT product, quantity, supply_constrained FROM Inventory ORDER BY product");

function affected(inserted: number, updated: number, deleted: number) {
  return {
    status: 200,
    body: {
      jobComplete: true,
      numDmlAffectedRows: String(inserted + updated + deleted),
      dmlStats: {
        insertedRowCount: String(inserted),
        updatedRowCount: String(updated),
        deletedRowCount: String(deleted),
      },
    },
  };
}

describe("INSERT", () => {
  test("of values", async () => {
    const sql = "INSERT Inventory (product, quantity) VALUES('whisk', 10), ('spoon', DEFAULT);";
    const answer = await own.query(sql);
    expect(answer).toMatchObject(affected(2, 0, 0));
    expect(answer.body).not.toHaveProperty("rows");
    expect(
      await own.rows("SELECT product, quantity FROM Inventory WHERE product IN ('whisk', 'spoon') ORDER BY 1"),
    ).toEqual([
      ["spoon", null],
      ["whisk", "10"],
    ]);
  });

  test("refuses a column that is named twice", async () => {
    const answer = await own.query("INSERT Inventory (product, PRODUCT) VALUES ('whisk', 'spoon')");
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: "INSERT has columns with duplicate name: product" } },
    });
  });

  test("of a query, by position, with parameters", async () => {
    const queryParameters = [{ name: "least", parameterType: { type: "INT64" }, parameterValue: { value: "150" } }];
    const sql = "INSERT INTO Inventory SELECT product, quantity, FALSE FROM NewArrivals WHERE quantity > @`least`";
    expect(await own.query(sql, { parameterMode: "NAMED", queryParameters })).toMatchObject(affected(2, 0, 0));
    expect(await own.rows("SELECT COUNT(*) FROM Inventory WHERE NOT supply_constrained")).toEqual([["2"]]);
  });

  // https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#coercion
  test.each([
    [
      "INSERT Inventory (product) VALUES (1)",
      "Value has type INT64 which cannot be inserted into column product, which has type STRING",
    ],
    [
      "INSERT Inventory (product, quantity) VALUES ('a', '1')",
      "Value has type STRING which cannot be inserted into column quantity, which has type INT64",
    ],
    ["INSERT Inventory (product, quantity) VALUES ('a')", "Inserted row has wrong column count; Has 1, expected 2"],
    ["INSERT Inventory (nope) VALUES ('a')", "Column nope is not present in table"],
    ["INSERT Inventory (quantity) VALUES (1)", "Required field product cannot be null"],
  ])("%s is refused", async (sql, message) => {
    expect(await own.query(sql)).toMatchObject({
      status: 400,
      body: { error: { message, errors: [{ reason: "invalidQuery" }] } },
    });
    expect(await rows()).toHaveLength(inventory.length);
  });
});

describe("DELETE", () => {
  test("with a condition, and with a subquery", async () => {
    expect(await own.query("DELETE Inventory WHERE quantity = 5")).toMatchObject(affected(0, 0, 1));
    const sql = "DELETE FROM Inventory i WHERE i.product NOT IN (SELECT product FROM NewArrivals)";
    expect(await own.query(sql)).toMatchObject(affected(0, 0, 4));
    expect(await rows()).toEqual([["dryer", "30", null]]);
  });

  test("keeps rows for which the condition is NULL", async () => {
    await own.query("INSERT Inventory (product) VALUES ('unknown')");
    expect(await own.query("DELETE Inventory WHERE quantity > 0")).toMatchObject(affected(0, 0, 6));
    expect(await rows()).toEqual([["unknown", null, null]]);
  });
});

describe("UPDATE", () => {
  test("with a condition", async () => {
    const sql =
      "UPDATE Inventory SET quantity = quantity - 10, supply_constrained = TRUE WHERE product like '%washer%'";
    expect(await own.query(sql)).toMatchObject(affected(0, 3, 0));
    expect(await rows()).toEqual([
      ["dishwasher", "20", "true"],
      ["dryer", "30", null],
      ["front load washer", "10", "true"],
      ["microwave", "20", null],
      ["oven", "5", null],
      ["top load washer", "0", "true"],
    ]);
  });

  test("with a join", async () => {
    const sql =
      "UPDATE Inventory i SET quantity = i.quantity + n.quantity, supply_constrained = false FROM NewArrivals n WHERE i.product = n.product";
    expect(await own.query(sql)).toMatchObject(affected(0, 2, 0));
    expect(await own.rows("SELECT product, quantity FROM Inventory WHERE NOT supply_constrained ORDER BY 1")).toEqual([
      ["dryer", "230"],
      ["oven", "305"],
    ]);
  });

  test("refuses two rows for one", async () => {
    await own.query("INSERT NewArrivals (product, quantity) VALUES ('dryer', 1)");
    const sql = "UPDATE Inventory i SET quantity = n.quantity FROM NewArrivals n WHERE i.product = n.product";
    const message = "UPDATE/MERGE must match at most one source row for each target row";
    expect(await own.query(sql)).toMatchObject({ status: 400, body: { error: { message } } });
  });

  test("needs a WHERE clause", async () => {
    const message = "Syntax error: UPDATE must have a WHERE clause";
    expect(await own.query("UPDATE Inventory SET quantity = 1")).toMatchObject({
      status: 400,
      body: { error: { message } },
    });
  });
});

describe("MERGE", () => {
  test("inserts and updates", async () => {
    const sql = `
      MERGE Inventory T
      USING NewArrivals S
      ON T.product = S.product
      WHEN NOT MATCHED THEN
        INSERT(product, quantity, supply_constrained) VALUES(product, quantity, true)
      WHEN MATCHED THEN
        UPDATE SET quantity = T.quantity + S.quantity`;
    expect(await own.query(sql)).toMatchObject(affected(1, 2, 0));
    expect(await rows()).toEqual([
      ["dishwasher", "30", null],
      ["dryer", "230", null],
      ["front load washer", "20", null],
      ["microwave", "20", null],
      ["oven", "305", null],
      ["top load washer", "10", null],
      ["washer", "100", "true"],
    ]);
  });

  test("with a constant condition replaces rows", async () => {
    const sql = `
      MERGE Inventory T
      USING (SELECT product, quantity, CAST(NULL AS BOOL) AS c FROM NewArrivals WHERE warehouse = 'warehouse #1') S
      ON FALSE
      WHEN NOT MATCHED THEN INSERT ROW
      WHEN NOT MATCHED BY SOURCE AND product LIKE '%washer%' THEN DELETE`;
    expect(await own.query(sql)).toMatchObject(affected(1, 0, 3));
    expect((await rows()).map(([product]) => product)).toEqual(["dryer", "microwave", "oven", "washer"]);
  });

  // https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#range_variables
  test("takes an alias for the source, also beside a column of its name", async () => {
    const struct = { name: "s", type: "RECORD", fields: [{ name: "x", type: "INT64" }] };
    await own.makeTable("Target", [{ name: "id", type: "INT64" }, struct], [{ id: 1, s: { x: 1 } }, { id: 2 }]);
    const sql = `
      MERGE Target T USING (SELECT id, STRUCT(id AS x) AS s FROM UNNEST([2, 3]) AS id) S ON T.id = S.id
      WHEN MATCHED THEN UPDATE SET s = S.s
      WHEN NOT MATCHED THEN INSERT (id, s) VALUES (S.id, S.s)
      WHEN NOT MATCHED BY SOURCE THEN UPDATE SET s = STRUCT(T.s.x + 10)`;
    expect(await own.query(sql)).toMatchObject(affected(1, 2, 0));
    expect(await own.rows("SELECT id, T.s.x FROM Target T ORDER BY id")).toEqual([
      ["1", "11"],
      ["2", "2"],
      ["3", "3"],
    ]);
  });

  test("refuses a column's name that both tables have", async () => {
    const sql = "MERGE Inventory T USING NewArrivals S ON product = 'oven' WHEN NOT MATCHED THEN INSERT ROW";
    expect(await own.query(sql)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("Column name product is ambiguous") as string } },
    });
  });

  test("applies the first clause that matches", async () => {
    const sql = `
      MERGE Inventory USING NewArrivals AS n ON Inventory.product = n.product
      WHEN MATCHED AND n.quantity > CASE WHEN TRUE THEN 250 ELSE 0 END THEN DELETE
      WHEN MATCHED THEN UPDATE SET quantity = 0`;
    expect(await own.query(sql)).toMatchObject(affected(0, 1, 1));
    expect((await rows()).filter(([, quantity]) => quantity === "0")).toEqual([["dryer", "0", null]]);
  });
});

test("TRUNCATE TABLE removes all rows", async () => {
  expect(await own.query("TRUNCATE TABLE Inventory")).toMatchObject(affected(0, 0, 6));
  expect(await rows()).toEqual([]);
});

describe("a job", () => {
  const insertJob = (query: string, more: object = {}) =>
    rest.post(`${own.project}/jobs`, {
      configuration: { query: { query, useLegacySql: false, defaultDataset: { datasetId: own.dataset } }, ...more },
    });

  test("says what it was and what it changed", async () => {
    const { body } = await insertJob("DELETE FROM Inventory WHERE TRUE");
    const { jobId } = body["jobReference"] as unknown as { jobId: string };
    expect(await rest.get(`${own.project}/queries/${jobId}`)).toMatchObject({
      body: { jobComplete: true, numDmlAffectedRows: "6" },
    });
    expect((await rest.get(`${own.project}/jobs/${jobId}`)).body).toMatchObject({
      statistics: { query: { statementType: "DELETE", numDmlAffectedRows: "6", dmlStats: { deletedRowCount: "6" } } },
      status: { state: "DONE" },
    });
  });

  test("that is a dry run says the type and changes nothing", async () => {
    const { body } = await insertJob("DELETE FROM Inventory WHERE TRUE", { dryRun: true });
    expect(body).toMatchObject({ statistics: { query: { statementType: "DELETE" } } });
    expect(await rows()).toHaveLength(6);
  });
});

test("writes at the same time all count", async () => {
  const one = (product: number) => own.query(`INSERT Inventory (product, quantity) VALUES ('p${product}', 1)`);
  const answers = await Promise.all([
    ...[1, 2, 3, 4, 5].map(one),
    own.query("UPDATE Inventory SET quantity = quantity + 1 WHERE product = 'oven'"),
    own.query("UPDATE Inventory SET quantity = quantity + 1 WHERE product = 'oven'"),
    own.insert("Inventory", [{ product: "streamed" }]),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(await own.rows("SELECT COUNT(*), MAX(IF(product = 'oven', quantity, 0)) FROM Inventory")).toEqual([
    ["12", "7"],
  ]);
});
