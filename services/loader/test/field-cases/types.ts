/** Targets whose types store, or compare, values in their own way. */
import type { FieldCase } from "./field-case.ts";

const tooLong = { refused: "sink_rejected", saying: "too long" } as const;
const changed = { refused: "sink_table_mismatch", saying: "would change values" } as const;
const twice = { refused: "sink_key_invalid", saying: "occur more than once" } as const;
const allOf = <const Value>(value: Value) => ({
  append: value,
  replace: value,
  merge: value,
  mirror: value,
  mirror_soft: value,
  history: value,
});
const keyed = <const Value>(value: Value) => ({ merge: value, mirror: value, mirror_soft: value, history: value });

export const typeCases: readonly FieldCase[] = [
  {
    title: "numeric(10,2) stores 5 as 5.00, and a repeat finds it",
    source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL",
    columns: { id: "INT64", price: "INT64" },
    target: "create table target (id bigint, price numeric(10,2))",
    runs: [[[1, 5]], [[1, 5]], [[1, 5]]],
    isRepeat: true,
    outcome: { append: ["1|5.00", "1|5.00", "1|5.00"], replace: ["1|5.00"], ...keyed(["1|5.00"]) },
  },
  {
    title: "a key of numeric(10,2) is found again",
    source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL",
    columns: { id: "INT64", name: "STRING" },
    target: "create table target (id numeric(10,2), name text)",
    runs: [[[5, "a"]], [[5, "a"]]],
    isRepeat: true,
    outcome: { append: ["5.00|a", "5.00|a"], replace: ["5.00|a"], ...keyed(["5.00|a"]) },
  },
  {
    title: "varchar(2) would drop the blank of a key",
    source: "https://www.postgresql.org/docs/current/datatype-character.html",
    columns: { id: "STRING", name: "STRING" },
    target: "create table target (id varchar(2), name text)",
    runs: [[["ab ", "a"]]],
    outcome: allOf(tooLong),
  },
  {
    title: "varchar(3) would drop the blanks of a value",
    source: "https://www.postgresql.org/docs/current/datatype-character.html",
    columns: { id: "INT64", name: "STRING" },
    target: "create table target (id bigint primary key, name varchar(3) not null default 'x')",
    runs: [[[1, "ab  "]]],
    outcome: { ...allOf(tooLong), history: { impossible: "a unique key allows one version" } },
  },
  {
    title: "varchar(3) keeps the blanks that it has room for",
    source: "https://www.postgresql.org/docs/current/datatype-character.html",
    columns: { id: "INT64", name: "STRING" },
    target: "create table target (id bigint primary key, name varchar(3) not null default 'x')",
    runs: [[[1, "ab "]], [[1, "ab "]]],
    isRepeat: true,
    outcome: {
      append: { impossible: "its second run writes the key again" },
      replace: ["1|ab "],
      ...keyed(["1|ab "]),
      history: { impossible: "a version with the key is there already" },
    },
  },
  {
    title: "a domain over varchar(3) would cut a longer text",
    source: "https://www.postgresql.org/docs/current/sql-createdomain.html",
    columns: { id: "INT64", name: "STRING" },
    target: `create domain short as varchar(3); create domain shorter as short; create table target (id bigint, name shorter)`,
    runs: [[[1, "abcd"]]],
    outcome: allOf(tooLong),
  },
  {
    title: "a domain over name would cut a text at 63 bytes",
    source: "https://www.postgresql.org/docs/current/datatype-character.html#DATATYPE-CHARACTER-SPECIAL-TABLE",
    columns: { id: "INT64", name: "STRING" },
    target: "create domain label as name; create table target (id bigint, name label)",
    runs: [[[1, "x".repeat(70)]]],
    outcome: allOf(changed),
  },
  {
    title: "a domain over numeric(10,2) would round",
    source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL",
    columns: { id: "INT64", price: "FLOAT64" },
    target: "create domain money2 as numeric(10,2); create table target (id bigint, price money2)",
    runs: [[[1, 0.125]]],
    outcome: allOf(changed),
  },
  {
    title: "a domain that stores all is written and compared as its base type",
    source: "https://www.postgresql.org/docs/current/sql-createdomain.html",
    columns: { id: "INT64", price: "INT64" },
    target: "create domain price as numeric(10,2) check (value >= 0); create table target (id bigint, price price)",
    runs: [[[1, 5]], [[1, 5]]],
    isRepeat: true,
    outcome: { append: ["1|5.00", "1|5.00"], replace: ["1|5.00"], ...keyed(["1|5.00"]) },
  },
  {
    title: "citext takes A and a for one key",
    source: "https://www.postgresql.org/docs/current/citext.html",
    columns: { id: "STRING", n: "INT64" },
    target: "create extension citext; create table target (id citext, n bigint)",
    runs: [
      [
        ["A", 1],
        ["a", 2],
      ],
    ],
    outcome: { append: ["A|1", "a|2"], replace: ["A|1", "a|2"], ...keyed(twice) },
  },
  {
    title: "citext takes A and a for one key, and the cursor says which is later",
    source: "https://www.postgresql.org/docs/current/citext.html",
    columns: { id: "STRING", n: "INT64" },
    cursor: "n",
    target: "create extension citext; create table target (id citext, n bigint)",
    runs: [
      [
        ["A", 1],
        ["a", 2],
      ],
      [
        ["A", 1],
        ["a", 2],
      ],
    ],
    isRepeat: true,
    outcome: { append: ["A|1", "A|1", "a|2", "a|2"], replace: ["A|1", "a|2"], ...keyed(["a|2"]) },
  },
  {
    title: "a key that changed its case is the same row, with the new form",
    source: "https://www.postgresql.org/docs/current/citext.html",
    columns: { id: "STRING", n: "INT64" },
    target: "create extension citext; create table target (id citext, n bigint)",
    runs: [[["A", 1]], [["a", 1]]],
    outcome: { append: ["A|1", "a|1"], replace: ["a|1"], ...keyed(["a|1"]), history: ["A|1 (ended)", "a|1"] },
  },
  {
    title: "citext in a schema that the role's path does not have",
    source: "https://www.postgresql.org/docs/current/citext.html",
    columns: { id: "STRING", n: "INT64" },
    target: `create schema extensions; create extension citext schema extensions;
      create table target (id extensions.citext, n bigint)`,
    role: (name) => `grant usage on schema extensions to ${name}; alter role ${name} set search_path = ''`,
    runs: [[["A", 1]], [["a", 1]]],
    outcome: {
      append: ["A|1", "a|1"],
      replace: ["a|1"],
      ...keyed(["a|1"]),
      history: ["A|1 (ended)", "a|1"],
    },
  },
  {
    title: "a collation without regard to case takes A and a for one key",
    source: "https://www.postgresql.org/docs/current/collation.html#COLLATION-NONDETERMINISTIC",
    columns: { id: "STRING", n: "INT64" },
    target: `create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table target (id text collate nocase, n bigint)`,
    runs: [
      [
        ["A", 1],
        ["a", 2],
      ],
    ],
    outcome: { append: ["A|1", "a|2"], replace: ["A|1", "a|2"], ...keyed(twice) },
  },
  {
    title: "a collation without regard to case finds a key again",
    source: "https://www.postgresql.org/docs/current/collation.html#COLLATION-NONDETERMINISTIC",
    columns: { id: "STRING", n: "INT64" },
    target: `create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table target (id text collate nocase, n bigint)`,
    runs: [[["A", 1]], [["a", 1]]],
    outcome: { append: ["A|1", "a|1"], replace: ["a|1"], ...keyed(["a|1"]), history: ["A|1 (ended)", "a|1"] },
  },
  {
    title: "0 and -0 are one key",
    source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT",
    columns: { id: "FLOAT64", n: "INT64" },
    target: "create table target (id double precision, n bigint)",
    runs: [
      [
        [0, 1],
        [-0, 2],
      ],
    ],
    outcome: { append: ["-0|2", "0|1"], replace: ["-0|2", "0|1"], ...keyed(twice) },
  },
];
