/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/insertAll */
import { beforeEach, describe, expect, test } from "vitest";

import { makeDataset, type OwnDataset } from "./own-dataset.ts";
import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

let own: OwnDataset;

beforeEach(async () => {
  own = await makeDataset(rest);
});

/** Type, value as a client sends it, value as it comes back (https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types). */
const values: readonly (readonly [column: object, sent: unknown, read: unknown])[] = [
  [{ type: "INT64" }, "9223372036854775807", "9223372036854775807"],
  [{ type: "INT64" }, -42, "-42"],
  [{ type: "FLOAT64" }, "NaN", "NaN"],
  [{ type: "FLOAT64" }, "-Infinity", "-Infinity"],
  [{ type: "FLOAT64" }, 0.1, "0.1"],
  [{ type: "NUMERIC" }, "99999999999999999999999999999.999999999", "99999999999999999999999999999.999999999"],
  [{ type: "NUMERIC" }, 1.5, "1.5"],
  [{ type: "NUMERIC", precision: "5", scale: "2" }, "1.005", "1.01"],
  [{ type: "BIGNUMERIC" }, "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"],
  [{ type: "BIGNUMERIC" }, "1.50e2", "150"],
  [{ type: "BOOL" }, true, "true"],
  [{ type: "BOOL" }, "F", "false"],
  [{ type: "STRING" }, "tab\t, zero \u0000, \u{1f600}", "tab\t, zero \u0000, \u{1f600}"],
  [{ type: "BYTES" }, "AP/+", "AP/+"],
  [{ type: "DATE" }, "2024-2-9", "2024-02-09"],
  [{ type: "DATE" }, "0001-01-01", "0001-01-01"],
  [{ type: "DATETIME" }, "9999-12-31T23:59:59.999999", "9999-12-31T23:59:59.999999"],
  [{ type: "DATETIME" }, "2024-01-01", "2024-01-01T00:00:00"],
  [{ type: "TIME" }, "23:59:59.5", "23:59:59.500000"],
  [{ type: "TIMESTAMP" }, "2014-08-19 12:41:35.220000 UTC", "1408452095220000"],
  [{ type: "TIMESTAMP" }, "2014-08-19T05:41:35.22-07:00", "1408452095220000"],
  [{ type: "TIMESTAMP" }, 1408452095.22, "1408452095220000"],
  [{ type: "TIMESTAMP" }, "1969-12-31T23:59:59.999999Z", "-1"],
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#json_type
  [{ type: "JSON" }, '{"b": 2, "a": [1, 1.10], "a": 3}', '{"a":[1,1.10],"b":2}'],
  [{ type: "GEOGRAPHY" }, "POINT(1 2)", "POINT(1 2)"],
  [{ type: "INTERVAL" }, "-1-2 3 -4:5:6.789", "-1-2 3 -4:5:6.789"],
  [
    { type: "RANGE", rangeElementType: { type: "DATE" } },
    { start: "2020-01-01", end: null },
    "[2020-01-01, UNBOUNDED)",
  ],
  [{ type: "RANGE", rangeElementType: { type: "DATE" } }, "[2020-01-01, 2020-12-31)", "[2020-01-01, 2020-12-31)"],
  [{ type: "INT64", mode: "REPEATED" }, [1, "2"], [{ v: "1" }, { v: "2" }]],
  [{ type: "INT64", mode: "REPEATED" }, null, []],
  [
    {
      type: "RECORD",
      fields: [
        { name: "x", type: "INT64" },
        { name: "y", type: "RECORD", mode: "REPEATED", fields: [{ name: "z", type: "DATE" }] },
      ],
    },
    { x: 1, y: [{ z: "2024-01-01" }, {}] },
    { f: [{ v: "1" }, { v: [{ v: { f: [{ v: "2024-01-01" }] } }, { v: { f: [{ v: null }] } }] }] },
  ],
];

test("values of every type come back", async () => {
  const fields = values.map(([column], index) => ({ name: `c${index}`, ...column }));
  await own.makeTable("t", fields);
  const row = Object.fromEntries(values.map(([, sent], index) => [`C${index}`, sent]));
  expect((await own.insert("t", [row, {}])).body).toEqual({ kind: "bigquery#tableDataInsertAllResponse" });
  const { body } = await rest.get(`${own.tables}/t/data?formatOptions.useInt64Timestamp=True`);
  const [first, second] = body["rows"] as unknown as { f: { v: unknown }[] }[];
  expect(first?.f.map(({ v }) => v)).toEqual(values.map(([, , read]) => read));
  expect(second?.f.map(({ v }) => v)).toEqual(fields.map((field) => ("mode" in field ? [] : null)));
});

describe("a row that does not fit", () => {
  const fields = [
    { name: "id", type: "INT64", mode: "REQUIRED" },
    { name: "day", type: "DATE" },
    { name: "code", type: "STRING", maxLength: "3" },
    { name: "price", type: "NUMERIC", precision: "3", scale: "1" },
    { name: "part", type: "RECORD", fields: [{ name: "ok", type: "BOOL" }] },
    { name: "tags", type: "STRING", mode: "REPEATED" },
  ];

  test.each([
    [{}, "id"],
    [{ id: "x" }, "id"],
    [{ id: "9223372036854775808" }, "id"],
    [{ id: 1.5 }, "id"],
    [{ id: 1, day: "2023-02-29" }, "day"],
    [{ id: 1, code: "four" }, "code"],
    [{ id: 1, price: 100 }, "price"],
    [{ id: 1, part: { ok: "perhaps" } }, "part.ok"],
    [{ id: 1, part: 1 }, "part"],
    [{ id: 1, tags: "a" }, "tags"],
    [{ id: 1, tags: ["a", null] }, "tags"],
    [{ id: 1, nope: 1 }, "nope"],
  ])("%j", async (row, location) => {
    await own.makeTable("t", fields);
    expect((await own.insert("t", [{ id: 7 }, row])).body).toMatchObject({
      insertErrors: [
        { index: 0, errors: [{ reason: "stopped", location: "" }] },
        { index: 1, errors: [{ reason: "invalid", location, message: expect.stringMatching(/./) as string }] },
      ],
    });
    expect(await own.rows("SELECT COUNT(*) FROM t")).toEqual([["0"]]);
    expect((await own.insert("t", [{ id: 7 }, row], { skipInvalidRows: true })).body).toMatchObject({
      insertErrors: [{ index: 1, errors: [{ reason: "invalid", location }] }],
    });
    expect(await own.rows("SELECT id FROM t")).toEqual([["7"]]);
  });

  test("loses its unknown fields with ignoreUnknownValues", async () => {
    await own.makeTable("t", fields);
    const answer = await own.insert("t", [{ id: 1, nope: 1, part: { nope: 2 } }], { ignoreUnknownValues: true });
    expect(answer.body).not.toHaveProperty("insertErrors");
  });
});

test("a repeated insertId is inserted once", async () => {
  await own.makeTable("t", [{ name: "a", type: "INT64" }]);
  const rows = [{ insertId: "x", json: { a: 1 } }, { insertId: "y", json: { a: 2 } }, { json: { a: 3 } }];
  for (let time = 0; time < 2; time += 1)
    expect((await rest.post(`${own.tables}/t/insertAll`, { rows })).status).toBe(200);
  expect(await own.rows("SELECT a FROM t ORDER BY a")).toEqual([["1"], ["2"], ["3"], ["3"]]);
});

test.each([
  ["nope", { rows: [{ json: {} }] }, 404],
  ["t", { rows: [] }, 400],
  ["t", { rows: [{ json: { a: 1 } }], templateSuffix: "_x" }, 400],
])("into %s: %j is refused", async (table, body, status) => {
  await own.makeTable("t", [{ name: "a", type: "INT64" }]);
  expect((await rest.post(`${own.tables}/${table}/insertAll`, body)).status).toBe(status);
});
