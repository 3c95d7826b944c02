/** The watermark moves with the rows, in their transaction, and never back. */
import pg from "pg";
import { expect } from "vitest";

import type { Watermark } from "@datamantri/contracts";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

const columns = [column("at", "TIMESTAMP"), column("name", "STRING"), column("day", "DATE")];

/** Microseconds since 2000, as in timestamptz's binary format. */
const micros = (time: string): number => (Date.parse(time) - Date.parse("2000-01-01T00:00:00Z")) * 1_000;

async function write(
  db: TestDestination,
  times: readonly (number | null)[],
  cursorColumn: string,
  before?: Watermark,
): Promise<Watermark> {
  await using run = new TestRun(db.url, { columns, cursorColumn });
  if (before) run.before = before;
  await run.prepare();
  const rows = times.map((at, i) => tuple(at === null ? null : bigint(at), text(`n${i}`), null));
  if (rows.length > 0) await run.load(run.batchOf(0, rows));
  await run.finalize(rows.length);
  const repeated = run.watermark;
  await run.finalize(rows.length);
  // A repeat after the commit returns the same from the ledger.
  expect(run.watermark).toEqual(repeated);
  return repeated;
}

test("is the greatest cursor to the microsecond, in UTC, whatever the session's zone", async ({ db }) => {
  await db.query(`alter database ${new URL(db.url).pathname.slice(1)} set timezone = 'Asia/Kolkata'`);
  const after = micros("2026-01-05T10:00:00Z") + 1;
  expect(await write(db, [micros("2026-01-01T00:00:00Z"), null, after], "at")).toEqual({
    column: "at",
    type: "TIMESTAMP",
    value: "2026-01-05 10:00:00.000001+00",
  });
  expect(await db.value("select watermark->>'value' from datamantri.runs")).toBe("2026-01-05 10:00:00.000001+00");
});

test("never moves back, and stays when no row came", async ({ db }) => {
  const first = await write(db, [micros("2026-01-05T10:00:00Z")], "at");
  expect(await write(db, [micros("2026-01-01T00:00:00Z")], "at", first)).toEqual(first);
  expect(await write(db, [], "at", first)).toEqual(first);
});

test("tells that somebody has emptied the target, whose earlier rows no increment brings back", async ({ db }) => {
  const first = await write(db, [micros("2026-01-05T10:00:00Z")], "at");
  const next = async (before?: Watermark, read: "full" | "incremental" = "incremental") => {
    const source = { read, cursor_column: "at" };
    await using run = new TestRun(db.url, { columns, cursorColumn: "at", source });
    if (before) run.before = before;
    await run.prepare();
    await run.finalize(0);
    return run.warnings;
  };
  expect(await next(first)).toEqual([]);
  await db.query("truncate target");
  expect(await next(first, "full")).toEqual([]);
  expect(await next(first)).toEqual([expect.stringContaining("was empty before this run")]);
  expect(await next()).toEqual([]);
});

test("is one column's, whatever case its name is written in", async ({ db }) => {
  const first = await write(db, [micros("2026-01-05T10:00:00Z")], "at");
  expect(await write(db, [micros("2026-01-01T00:00:00Z")], "AT", first)).toMatchObject({ value: first.value });
});

// https://www.postgresql.org/docs/current/collation.html: in English a comes before Z, by bytes after it.
test("and versions are ordered by bytes, whatever the database's collation says", async ({ db }) => {
  const english = "encoding 'UTF8' locale_provider icu icu_locale 'en-US' template template0";
  await db.query(`create database english ${english}`);
  const url = Object.assign(new URL(db.url), { pathname: "/english" }).href;
  try {
    const options = { columns: [column("id", "INT64"), column("u", "STRING")], cursorColumn: "u" };
    await using run = new TestRun(url, { ...options, writeMode: "merge", config: { key: ["id"] } });
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(bigint(1), text("Z")), tuple(bigint(1), text("a"))]));
    await run.finalize(2);
    expect(run.watermark).toMatchObject({ value: "a" });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      expect((await client.query("select 'a' < 'Z' as is_english, u from target")).rows).toEqual([
        { is_english: true, u: "a" },
      ]);
    } finally {
      await client.end();
    }
  } finally {
    await db.query("drop database english with (force)");
  }
});

test("of another column starts over; text is ordered by bytes", async ({ db }) => {
  const before = { column: "at", type: "TIMESTAMP", value: "2030-01-01 00:00:00.000000+00" };
  expect(await write(db, [1, 2], "name", before)).toEqual({ column: "name", type: "STRING", value: "n1" });
});

test("a cursor that is not a column fails before anything is loaded", async ({ db }) => {
  await using run = new TestRun(db.url, { columns, cursorColumn: "nope" });
  await expect(run.prepare()).rejects.toMatchObject({ code: "sink_key_invalid" });
});

// https://www.postgresql.org/docs/current/multibyte.html: the euro sign is 0x80 in WIN1252, and E2 82 AC in UTF-8.
test.for([
  ["WIN1252", "refused"],
  ["LATIN1", "taken"],
  ["UTF8", "taken"],
] as const)("a text in a database in %s is %s as cursor", async ([encoding, outcome], { db }) => {
  const name = `other_${Math.random().toString(36).slice(2)}`;
  await db.query(`create database ${name} encoding '${encoding}' locale 'C' template template0`);
  const url = Object.assign(new URL(db.url), { pathname: name }).href;
  const source = { read: "incremental", cursor_column: "name" } as const;
  const prepare = async (cursorColumn: string, more: object) => {
    await using run = new TestRun(url, { columns, cursorColumn, ...more });
    return await run.prepare();
  };
  if (outcome === "taken") expect(await prepare("name", { source })).toBe(true);
  else {
    await expect(prepare("name", { source })).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("orders the texts") as string,
    });
  }
  expect(await prepare("at", { source: { ...source, cursor_column: "at" } })).toBe(true);
  await db.query(`drop database ${name} with (force)`);
});
