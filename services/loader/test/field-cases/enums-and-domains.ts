/** Enums, domains, limited texts and keys that are NULL: values that the target, or the mode, refuses row by row. */
import type { FieldCase } from "./field-case.ts";

const allOf = <const Value>(value: Value) => ({ append: value, replace: value, ...keyed(value) });
const keyed = <const Value>(value: Value) => ({ merge: value, mirror: value, mirror_soft: value, history: value });
const rejects = { rejects: { max_rows: 5 } };

const enumType = "https://www.postgresql.org/docs/current/datatype-enum.html";
const domain = "https://www.postgresql.org/docs/current/sql-createdomain.html";
const characters = "https://www.postgresql.org/docs/current/datatype-character.html";
const tooLong = { refused: "sink_rejected", saying: "too long" } as const;
const changed = { refused: "sink_table_mismatch", saying: "would change values" } as const;

/** Why a row was rejected, of which column. */
const reason = (sql: string) =>
  `select string_agg(reason || array_to_string(column_names, ','), '/') like '${sql}' from datamantri.rejects`;

export const enumCases: readonly FieldCase[] = [
  {
    title: "a key of a domain over an enum is found again",
    source: "https://www.postgresql.org/docs/current/datatype-enum.html",
    columns: { id: "STRING", n: "INT64" },
    target: `create type mood as enum ('sad', 'ok'); create domain feeling as mood;
      create table target (id feeling, n bigint)`,
    runs: [
      [
        ["sad", 1],
        ["ok", 2],
      ],
      [
        ["sad", 1],
        ["ok", 3],
      ],
    ],
    outcome: {
      append: ["ok|2", "ok|3", "sad|1", "sad|1"],
      replace: ["ok|3", "sad|1"],
      merge: ["ok|3", "sad|1"],
      mirror: ["ok|3", "sad|1"],
      mirror_soft: ["ok|3", "sad|1"],
      history: ["ok|2 (ended)", "ok|3", "sad|1"],
    },
  },
  {
    title: "a key of a domain over an array is found again",
    source: "https://www.postgresql.org/docs/current/arrays.html",
    columns: { id: "INT64[]", n: "INT64" },
    target: "create domain list as bigint[]; create table target (id list primary key, n bigint)",
    runs: [[[[1, 2], 1]], [[[1, 2], 3]]],
    outcome: {
      append: { impossible: "its second run writes the key again" },
      replace: ["{1,2}|3"],
      merge: ["{1,2}|3"],
      mirror: ["{1,2}|3"],
      mirror_soft: ["{1,2}|3"],
      history: { impossible: "a unique key allows one version" },
    },
  },
  {
    title: "a text into an enum, and a repeat finds it",
    source: enumType,
    columns: { id: "INT64", mood: "STRING" },
    target: "create type mood as enum ('sad', 'it''s \\ok'); create table target (id bigint, mood mood)",
    runs: [
      [
        [1, "sad"],
        [2, "it's \\ok"],
        [3, null],
      ],
      [
        [1, "sad"],
        [2, "it's \\ok"],
        [3, null],
      ],
    ],
    isRepeat: true,
    outcome: {
      ...allOf(["1|sad", "2|it's \\ok", "3|NULL"]),
      append: ["1|sad", "1|sad", "2|it's \\ok", "2|it's \\ok", "3|NULL", "3|NULL"],
    },
  },
  {
    title: "a key that is an enum",
    source: enumType,
    columns: { id: "STRING", n: "INT64" },
    target: "create type mood as enum ('sad', 'ok'); create table target (id mood, n bigint)",
    runs: [[["ok", 1]], [["ok", 2]]],
    outcome: { ...allOf(["ok|2"]), append: ["ok|1", "ok|2"], history: ["ok|1 (ended)", "ok|2"] },
  },
  {
    title: "a label that the enum does not have",
    source: enumType,
    columns: { id: "INT64", mood: "STRING" },
    target: "create type mood as enum ('sad', 'ok'); create table target (id bigint, mood mood)",
    runs: [
      [
        [1, "sad"],
        [2, "glad"],
      ],
    ],
    outcome: allOf({
      refused: "sink_rejected",
      saying: 'no label of the enum of "public"."target": 1 of "mood" (mood)',
    } as const),
  },
  {
    title: "a label that the enum does not have, with rejects",
    source: enumType,
    columns: { id: "INT64", mood: "STRING" },
    target: "create type mood as enum ('sad', 'ok'); create table target (id bigint, mood mood)",
    runs: [
      [
        [1, "sad"],
        [2, "glad"],
      ],
    ],
    config: rejects,
    rejects: 1,
    holds: reason("it does not fit the target''s columnmood"),
    outcome: allOf(["1|sad"]),
  },
  {
    title: "a label that a domain over an enum does not allow, with rejects",
    source: domain,
    columns: { id: "INT64", mood: "STRING" },
    target: `create type mood as enum ('sad', 'ok'); create domain good as mood check (value <> 'sad');
      create table target (id bigint, mood good)`,
    runs: [
      [
        [1, "sad"],
        [2, "glad"],
        [3, "ok"],
      ],
    ],
    config: rejects,
    rejects: 2,
    outcome: allOf(["3|ok"]),
  },
  {
    title: "a key of a domain that is NOT NULL",
    source: domain,
    columns: { id: "INT64", n: "INT64" },
    target: "create domain number as bigint not null check (value > 0); create table target (id number, n bigint)",
    runs: [[[1, 1]], [[1, 2]]],
    outcome: { ...allOf(["1|2"]), append: ["1|1", "1|2"], history: ["1|1 (ended)", "1|2"] },
  },
  {
    title: "a value that a domain refuses",
    source: domain,
    columns: { id: "INT64", name: "STRING" },
    target: `create domain code as text check (value ~ '^[a-z]+$'); create table target (id bigint, name code)`,
    runs: [[[1, "A1"]]],
    outcome: allOf({
      refused: "sink_rejected",
      saying: '"name" of "public"."target" has values that its domain code',
    } as const),
  },
  {
    title: "a value that a domain refuses, with rejects",
    source: domain,
    columns: { id: "INT64", name: "STRING" },
    target: `create domain code as text check (value ~ '^[a-z]+$'); create table target (id bigint, name code)`,
    runs: [
      [
        [1, "A1"],
        [2, "a"],
      ],
    ],
    config: rejects,
    rejects: 1,
    holds: reason('a check of the target refuses it (23514, "code_check")%'),
    outcome: allOf(["2|a"]),
  },
  {
    title: "varchar(3) by the mapping keeps blanks at the end",
    source: characters,
    columns: { id: "INT64", name: "STRING" },
    casts: { name: "character varying(3)" },
    runs: [[[1, "a  "]], [[1, "a  "]]],
    isRepeat: true,
    outcome: { ...allOf(["1|a  "]), append: ["1|a  ", "1|a  "] },
  },
  {
    title: "varchar(3) by the mapping into a shorter column",
    source: characters,
    columns: { id: "INT64", name: "STRING" },
    casts: { name: "character varying(3)" },
    target: "create table target (id bigint, name varchar(2))",
    runs: [[[1, "a  "]]],
    outcome: allOf(tooLong),
  },
  {
    title: "varchar(3) by the mapping into char(3), which pads and drops blanks",
    source: characters,
    columns: { id: "INT64", name: "STRING" },
    casts: { name: "character varying(3)" },
    target: "create table target (id bigint, name char(3))",
    runs: [[[1, "a  "]]],
    outcome: allOf(changed),
  },
  {
    title: "a text into bpchar of any length, which ignores blanks at the end",
    source: characters,
    columns: { id: "INT64", name: "STRING" },
    target: "create domain padded as bpchar; create table target (id bigint, name padded)",
    runs: [[[1, "a  "]]],
    outcome: allOf(changed),
  },
  {
    title: "a key that is NULL",
    source: "docs/write-modes.md",
    columns: { id: "INT64", name: "STRING" },
    runs: [
      [
        [null, "a"],
        [2, "b"],
      ],
    ],
    outcome: {
      append: ["2|b", "NULL|a"],
      replace: ["2|b", "NULL|a"],
      ...keyed({ refused: "sink_key_invalid", saying: "1 rows have NULL in the key" } as const),
    },
  },
  {
    title: "keys that are NULL, with rejects",
    source: "docs/write-modes.md",
    columns: { id: "INT64", name: "STRING" },
    target: "create table target (id bigint not null, name text)",
    runs: [
      [
        [null, "a"],
        [2, "b"],
      ],
    ],
    config: rejects,
    rejects: 1,
    outcome: allOf(["2|b"]),
  },
  {
    title: "keys that are NULL, with rejects, of two columns in a new target",
    source: "docs/write-modes.md",
    columns: { id: "INT64", name: "STRING" },
    key: ["ID", "name"],
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
      [
        [1, "a"],
        [null, "c"],
        [2, null],
      ],
    ],
    config: rejects,
    rejects: 2,
    holds: reason("the key is NULL%/the key is NULL%"),
    outcome: {
      append: { impossible: "it has no key" },
      replace: { impossible: "it has no key" },
      // A rejected row still exists in the source, so nothing is deleted.
      ...keyed(["1|a", "2|b"]),
    },
  },
  {
    title: "more keys that are NULL than rejects are allowed",
    source: "docs/write-modes.md",
    columns: { id: "INT64", name: "STRING" },
    runs: [
      [
        [null, "a"],
        [null, "b"],
      ],
    ],
    config: { rejects: { max_rows: 1 } },
    outcome: {
      append: { impossible: "it has no key" },
      replace: { impossible: "it has no key" },
      ...keyed({ refused: "rejects_exceeded", saying: "the key is NULL" } as const),
    },
  },
];
