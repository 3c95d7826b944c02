import { isDeepStrictEqual } from "node:util";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { useSandbox } from "./rest.ts";

const { sandbox, rest } = useSandbox();

const TABLE = "sandbox/datasets/types/tables/all_types/data?formatOptions.useInt64Timestamp=true";
const FLIGHTS = "sandbox/datasets/flights/tables/flights_3m/data";

async function readRows(path: string): Promise<{ rows: unknown[]; pageToken: string | undefined }> {
  const { body } = await rest.get(path);
  return { rows: (body["rows"] as unknown[] | undefined) ?? [], pageToken: body["pageToken"] };
}

/** Node's equality: vitest's takes five times as long, 0.4 s for 5,000 rows. The first different row is enough. */
function expectSame(rows: readonly unknown[], expected: readonly unknown[]): void {
  expect(rows.length).toBe(expected.length);
  expect(rows.findIndex((row, index) => !isDeepStrictEqual(row, expected[index]))).toBe(-1);
}

test("any way of paging returns the whole table, once", async () => {
  const { rows: whole } = await readRows(TABLE);
  expect(whole).toHaveLength(5000);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 200, max: 3000 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
      const rows: unknown[] = [];
      for (let step = 0; rows.length < whole.length; step += 1) {
        const page = await readRows(`${TABLE}&startIndex=${rows.length}&maxResults=${sizes[step % sizes.length]}`);
        rows.push(...page.rows);
      }
      expectSame(rows, whole);
    }),
    { numRuns: 5 },
  );
});

test("page tokens lead through the whole table", async () => {
  const { rows: whole } = await readRows(TABLE);
  const rows: unknown[] = [];
  let token: string | undefined = "";
  while (token !== undefined) {
    const page = await readRows(`${TABLE}&maxResults=777${token && `&pageToken=${token}`}`);
    rows.push(...page.rows);
    token = page.pageToken;
  }
  expectSame(rows, whole);
});

test("equal requests give equal bytes", async () => {
  const url = `${sandbox().url}/projects/${FLIGHTS}?startIndex=1234567&maxResults=40000`;
  const texts = await Promise.all([1, 2, 3].map(async () => (await fetch(url)).text()));
  expect(new Set(texts).size).toBe(1);
});

test("a page ends at 10 MB of logical bytes, wherever it starts", { timeout: 60_000 }, async () => {
  // 34 bytes a row: 8 + 8 + 8 + two strings of 2 + 3.
  const fitting = Math.floor(10_000_000 / 34);
  for (const start of [0, 5, 8192, 100_001]) {
    const { rows } = await readRows(`${FLIGHTS}?startIndex=${start}`);
    expect(rows).toHaveLength(fitting);
  }
  const { rows: last } = await readRows(`${FLIGHTS}?startIndex=2900000`);
  expect(last).toHaveLength(100_000);
});

test("a row bigger than a page is returned alone", async () => {
  const sql = "SELECT n, REPEAT('x', 11000000) AS text FROM UNNEST([1, 2]) AS n ORDER BY n";
  const { body } = await rest.query(sql);
  expect(body["rows"]).toHaveLength(1);
  expect(body["totalRows"]).toBe("2");
  expect(body["pageToken"]).toBeDefined();
});

test("maxResults=0 returns the number of rows and none of them", async () => {
  const { body } = await rest.get(`${FLIGHTS}?maxResults=0`);
  expect(body).toEqual({ kind: "bigquery#tableDataList", etag: "sandbox", totalRows: "3000000" });
});

test("a start beyond the end returns no rows", async () => {
  const { body } = await rest.get(`${FLIGHTS}?startIndex=3000000`);
  expect(body).toEqual({ kind: "bigquery#tableDataList", etag: "sandbox", totalRows: "3000000" });
});

test("selectedFields selects fields of STRUCTs and of ARRAYs of them, in the table's order", async () => {
  const selected = "struct_array.tags,id,struct.inner_struct.ok,struct.x";
  const { rows } = await readRows(`${TABLE}&startIndex=10&maxResults=1&selectedFields=${selected}`);
  const inner = { v: { f: [{ v: "true" }] } };
  const structs = { v: [{ v: { f: [{ v: [{ v: "t10" }] }] } }] };
  expect(rows).toEqual([{ f: [{ v: "10" }, { v: { f: [{ v: "10" }, inner] } }, structs] }]);
  expect(await rest.get(`${TABLE}&selectedFields=struct.nope`)).toMatchObject({ status: 400 });
});

test("selectedFields keeps the table's order of columns", async () => {
  const { rows } = await readRows(`${FLIGHTS}?maxResults=1&selectedFields=origin,delay`);
  expect(rows).toEqual([{ f: [{ v: "33" }, { v: "LAS" }] }]);
});

test("fields trims the answer", async () => {
  const { body } = await rest.get(`${FLIGHTS}?maxResults=1&fields=totalRows,rows(f)`);
  expect(Object.keys(body).toSorted()).toEqual(["rows", "totalRows"]);
});

test("concurrent pages do not mix", async () => {
  const starts = [0, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000];
  const read = (start: number) => readRows(`${FLIGHTS}?startIndex=${start}&maxResults=30000`);
  const together = await Promise.all(starts.map(read));
  for (const [index, start] of starts.entries()) expectSame((await read(start)).rows, together[index]!.rows);
});

test.each([
  ["startIndex=1&pageToken=abc", "Cannot set both startIndex and pageToken."],
  ["pageToken=abc", "Invalid page token: abc"],
  ["startIndex=-1", "Invalid value for startIndex: -1"],
  ["maxResults=many", "Invalid value for maxResults: many"],
])("%s is refused", async (query, message) => {
  const { status, body } = await rest.get(`${FLIGHTS}?${query}`);
  expect({ status, body }).toEqual({
    status: 400,
    body: {
      error: {
        code: 400,
        message,
        errors: [{ message, domain: "global", reason: "invalid" }],
        status: "INVALID_ARGUMENT",
      },
    },
  });
});
