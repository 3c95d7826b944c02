/** A fixed time has the same rows whatever is written later: https://cloud.google.com/bigquery/docs/time-travel */
import { beforeEach, expect, test } from "vitest";

import { makeDataset, type OwnDataset } from "./own-dataset.ts";
import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

let own: OwnDataset;

beforeEach(async () => {
  own = await makeDataset(rest);
  await own.makeTable("t", [{ name: "a", type: "INT64" }], [{ a: 1 }, { a: 2 }]);
});

async function at(timeMs: number): Promise<string[]> {
  const { body } = await rest.get(`${own.tables}/t@${timeMs}/data`);
  return (body["rows"] as unknown as { f: [{ v: string }] }[]).map(({ f }) => f[0].v);
}

const writes: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
  ["insertAll", () => own.insert("t", [{ a: 3 }]), ["1", "2", "3"]],
  ["INSERT", () => own.query("INSERT t (a) VALUES (3)"), ["1", "2", "3"]],
  ["UPDATE", () => own.query("UPDATE t SET a = a * 10 WHERE TRUE"), ["10", "20"]],
  ["DELETE", () => own.query("DELETE FROM t WHERE a = 1"), ["2"]],
  ["TRUNCATE", () => own.query("TRUNCATE TABLE t"), []],
];

test.each(writes)("%s does not change the past", async (_, write, after) => {
  const beforeMs = Date.now();
  expect(await at(beforeMs)).toEqual(["1", "2"]);
  const before = (await rest.get(`${own.tables}/t`)).body;
  await write();
  const afterMs = Date.now();
  expect(await at(beforeMs)).toEqual(["1", "2"]);
  const sql = `SELECT a FROM t FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${beforeMs}) ORDER BY a`;
  expect(await own.rows(sql)).toEqual([["1"], ["2"]]);
  const { body } = await rest.get(`${own.tables}/t/data`);
  expect(((body["rows"] ?? []) as unknown as { f: [{ v: string }] }[]).map(({ f }) => f[0].v)).toEqual(after);
  const now = (await rest.get(`${own.tables}/t`)).body;
  expect(now).toMatchObject({ numRows: String(after.length), creationTime: before["creationTime"] });
  expect(now["etag"]).not.toBe(before["etag"]);
  expect(Number(now["lastModifiedTime"])).toBeGreaterThan(beforeMs);
  expect(Number(now["lastModifiedTime"])).toBeLessThanOrEqual(afterMs);
});

test("every time between many writes has its own rows", async () => {
  const times: number[] = [];
  for (let a = 3; a < 23; a += 1) {
    await (a % 2 === 0 ? own.insert("t", [{ a }]) : own.query(`UPDATE t SET a = a + 1 WHERE TRUE`));
    times.push(Date.now());
  }
  // The same from the other end, when all is written.
  const sums = await Promise.all(times.map(async (time) => (await at(time)).reduce((sum, a) => sum + Number(a), 0)));
  let expected = [1, 2];
  const expectedSums = times.map((_, index) => {
    const a = index + 3;
    expected = a % 2 === 0 ? [...expected, a] : expected.map((one) => one + 1);
    return expected.reduce((sum, one) => sum + one, 0);
  });
  expect(sums).toEqual(expectedSums);
});

test("times before the table's creation are refused", async () => {
  const { status, body } = await rest.get(`${own.tables}/t@${Date.now() - 3_600_000}/data`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: { message: expect.stringMatching(/^Invalid snapshot time/) as string } });
});

test("a query's cached result is not that of an older table", async () => {
  const sql = "SELECT SUM(a) FROM t";
  expect(await own.rows(sql)).toEqual([["3"]]);
  await own.insert("t", [{ a: 10 }]);
  expect(await own.rows(sql)).toEqual([["13"]]);
  await rest.send("DELETE", `${own.tables}/t`);
  await own.makeTable("t", [{ name: "a", type: "INT64" }], [{ a: 4 }, { a: 5 }, { a: 6 }]);
  expect(await own.rows(sql)).toEqual([["15"]]);
});

test("a result of the whole table stays when the table changes", async () => {
  const { body } = await own.query("SELECT * FROM t");
  const { jobId } = body["jobReference"] as unknown as { jobId: string };
  await rest.send("DELETE", `${own.tables}/t`);
  expect((await rest.get(`sandbox/queries/${jobId}`)).body).toMatchObject({ totalRows: "2", rows: [{}, {}] });
});

test("a page token leads on through the rows of its time", async () => {
  const time = Date.now();
  const first = await rest.get(`${own.tables}/t@${time}/data?maxResults=1`);
  await own.query("DELETE FROM t WHERE TRUE");
  const token = String(first.body["pageToken"]);
  const second = await rest.get(`${own.tables}/t@${time}/data?maxResults=1&pageToken=${token}`);
  expect(second.body).toMatchObject({ rows: [{ f: [{ v: "2" }] }] });
});
