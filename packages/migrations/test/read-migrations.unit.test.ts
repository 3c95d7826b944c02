import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { readMigrations } from "@datamantri/migrations";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "migrations-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (...files: string[]) => files.forEach((file) => writeFileSync(join(folder, file), `-- ${file}`));

test("files come in the order of their numbers, under their names", () => {
  write("0002-more.sql", "0010-x.sql", ...[1, 3, 4, 5, 6, 7, 8, 9].map((number) => `000${number}-a-b.sql`));
  const migrations = readMigrations(folder);
  expect(migrations.map(({ name }) => name.slice(0, 4))).toEqual(
    Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(4, "0")),
  );
  expect(migrations[1]).toEqual({ name: "0002-more", sql: "-- 0002-more.sql" });
});

test("Windows line ends are read as LF", () => {
  writeFileSync(join(folder, "0001-a.sql"), "select 1;\r\nselect 2;\r\n");
  expect(readMigrations(folder)).toEqual([{ name: "0001-a", sql: "select 1;\nselect 2;\n" }]);
});

test.for([
  { what: "a number that is missing", files: ["0001-a.sql", "0003-c.sql"], wanted: "0002-words.sql" },
  { what: "a number that two files have", files: ["0001-a.sql", "0001-b.sql"], wanted: "0002-words.sql" },
  { what: "a name without a number", files: ["0001-a.sql", "first.sql"], wanted: "0002-words.sql" },
  { what: "a file that is not SQL", files: ["0001-a.sql", "0002-b.ts"], wanted: "0002-words.sql" },
])("$what is an error", ({ files, wanted }) => {
  write(...files);
  expect(() => readMigrations(folder)).toThrow(wanted);
});
