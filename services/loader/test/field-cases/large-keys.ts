/** Values that are too large for an index: https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR */
import { randomBytes } from "node:crypto";

import type { FieldCase } from "./field-case.ts";

/** 4,000 characters that PostgreSQL cannot compress below the limit of 2,704 bytes. */
const large = randomBytes(3_000).toString("base64");
const tooLarge = (index: string, rows: string) =>
  ({ refused: "sink_rejected", saying: `the key is too large for an index: ${rows} not fit the ${index}` }) as const;
/** Its key is unique. */
const oneVersion = { refused: "sink_table_mismatch", saying: "allows one version of each row" } as const;
const keyed = <const Value>(value: Value) => ({ merge: value, mirror: value, mirror_soft: value, history: value });

export const largeKeyCases: readonly FieldCase[] = [
  {
    title: "a key of 4,000 characters in a new target",
    source: "https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR",
    columns: { id: "STRING", n: "INT64" },
    runs: [
      [
        [large, 1],
        [`${large}2`, 2],
        ["a", 3],
      ],
    ],
    outcome: {
      append: [`${large}2|2`, `${large}|1`, "a|3"].toSorted(),
      replace: [`${large}2|2`, `${large}|1`, "a|3"].toSorted(),
      ...keyed(tooLarge("primary key", "2 rows do")),
    },
  },
  {
    title: "a key of 4,000 characters in a target with a unique index",
    source: "https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR",
    columns: { id: "STRING", n: "INT64" },
    target:
      'create table target (id text, n bigint, must bigint not null default 1); create unique index "by id" on target (id)',
    runs: [
      [
        [large, 1],
        ["a", 3],
      ],
    ],
    outcome: {
      append: tooLarge('index "by id"', "1 row does"),
      replace: tooLarge('index "by id"', "1 row does"),
      ...keyed(tooLarge('index "by id"', "1 row does")),
      history: oneVersion,
    },
  },
  {
    title: "two halves of a large index entry",
    source: "https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR",
    columns: { id: "STRING", name: "STRING" },
    target: "create table target (id text, name text); create index halves on target (id, name)",
    runs: [[[large.slice(0, 2_000), large.slice(2_000)]]],
    outcome: {
      append: tooLarge('index "halves"', "1 row does"),
      replace: tooLarge('index "halves"', "1 row does"),
      ...keyed(tooLarge('index "halves"', "1 row does")),
    },
  },
  {
    title: "a large value in an index with an expression and a condition on another column",
    source: "https://www.postgresql.org/docs/current/indexes-partial.html",
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint, name text);
      create index partial on target (upper(name)) where id = 2`,
    runs: [
      [
        [1, large],
        [2, `${large}2`],
      ],
    ],
    role: () => "",
    outcome: {
      append: tooLarge('index "partial"', "1 row does"),
      replace: tooLarge('index "partial"', "1 row does"),
      ...keyed(tooLarge('index "partial"', "1 row does")),
    },
  },
  {
    title: "a long key that PostgreSQL compresses for the index",
    source: "https://www.postgresql.org/docs/current/storage-toast.html",
    columns: { id: "STRING", n: "INT64" },
    target: "create table target (id text primary key, n bigint)",
    runs: [[["x".repeat(4_000), 1]]],
    outcome: {
      append: [`${"x".repeat(4_000)}|1`],
      replace: [`${"x".repeat(4_000)}|1`],
      ...keyed([`${"x".repeat(4_000)}|1`]),
      history: oneVersion,
    },
  },
  {
    title: "a large value that no index has, beside an index of expressions and a hash",
    source: "https://www.postgresql.org/docs/current/indexes-expressional.html",
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint primary key, name text);
      create index on target (md5(name)); create index on target using hash (name)`,
    runs: [[[1, large]]],
    outcome: { append: [`1|${large}`], replace: [`1|${large}`], ...keyed([`1|${large}`]), history: oneVersion },
  },
];
