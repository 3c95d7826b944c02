/** PostgreSQL arrays whose elements are of a domain: they are stored as the type below it says. */
import type { FieldCase } from "./field-case.ts";

const domain = "https://www.postgresql.org/docs/current/sql-createdomain.html";
const characters = "https://www.postgresql.org/docs/current/datatype-character.html";
const numbers = "https://www.postgresql.org/docs/current/datatype-numeric.html";

const allOf = <const Value>(value: Value) => ({
  append: value,
  replace: value,
  merge: value,
  mirror: value,
  mirror_soft: value,
  history: value,
});
const tooLong = { refused: "sink_rejected", saying: 'too long for "public"."target"' } as const;
const changed = { refused: "sink_table_mismatch", saying: "would change values" } as const;
const rejects = { rejects: { max_rows: 5 } };
const texts = { id: "INT64", names: "STRING[]" } as const;
const integers = { id: "INT64", counts: "INT64[]" } as const;
const short = "create domain short as varchar(2); create table target (id bigint, names short[])";
const misfit = "select bool_and(reason = 'it does not fit the target''s column') from datamantri.rejects";

export const arrayCases: readonly FieldCase[] = [
  {
    title: "elements of a domain over varchar(2) keep the blank that fits, and a repeat finds them",
    source: characters,
    columns: texts,
    target: short,
    runs: [[[1, ["a ", "bc"]]], [[1, ["a ", "bc"]]]],
    isRepeat: true,
    outcome: { ...allOf(['1|{"a ",bc}']), append: ['1|{"a ",bc}', '1|{"a ",bc}'] },
  },
  ...["ab ", "abc"].map((name): FieldCase => ({
    title: `a domain over varchar(2) would cut the element '${name}'`,
    source: characters,
    columns: texts,
    target: short,
    runs: [[[1, ["a", name]]]],
    outcome: allOf(tooLong),
  })),
  {
    title: "a domain over an array of a domain over a domain would cut an element",
    source: domain,
    columns: texts,
    target: `create domain short as varchar(2); create domain shorter as short; create domain shorts as shorter[];
      create table target (id bigint, names shorts)`,
    runs: [[[1, ["ab "]]]],
    outcome: allOf(tooLong),
  },
  {
    title: "elements that are too long for a domain, with rejects",
    source: characters,
    columns: texts,
    target: short,
    runs: [
      [
        [1, ["a", "ab "]],
        [2, ["ab", "abc"]],
        [3, []],
        [4, ["ab", ""]],
        [5, null],
      ],
    ],
    config: rejects,
    rejects: 2,
    holds: misfit,
    outcome: allOf(["3|{}", '4|{ab,""}', "5|NULL"]),
  },
  {
    title: "elements that are too long for varchar(2), with rejects",
    source: characters,
    columns: texts,
    target: "create table target (id bigint, names varchar(2)[])",
    runs: [
      [
        [1, ["a", "ab "]],
        [2, ["ab"]],
      ],
    ],
    config: rejects,
    rejects: 1,
    holds: misfit,
    outcome: allOf(["2|{ab}"]),
  },
  {
    title: "a domain over name would cut an element at 63 bytes",
    source: "https://www.postgresql.org/docs/current/datatype-character.html#DATATYPE-CHARACTER-SPECIAL-TABLE",
    columns: texts,
    target: "create domain label as name; create table target (id bigint, names label[])",
    runs: [[[1, ["x".repeat(70)]]]],
    outcome: allOf(changed),
  },
  {
    title: "a domain over char(5) would pad an element",
    source: characters,
    columns: texts,
    target: "create domain padded as char(5); create table target (id bigint, names padded[])",
    runs: [[[1, ["ab"]]]],
    outcome: allOf(changed),
  },
  {
    title: "a domain over timestamp(3) would round elements",
    source: "https://www.postgresql.org/docs/current/datatype-datetime.html",
    columns: texts,
    casts: { names: "timestamp without time zone[]" },
    target: "create domain coarse as timestamp(3); create table target (id bigint, names coarse[])",
    runs: [[]],
    outcome: allOf(changed),
  },
  {
    title: "elements that a domain refuses",
    source: domain,
    columns: texts,
    target: `create domain code as text check (value ~ '^[a-z]+$'); create table target (id bigint, names code[])`,
    runs: [[[1, ["a", "A1"]]]],
    outcome: allOf({
      refused: "sink_rejected",
      saying: '"names" of "public"."target" has values that its domain code[]',
    } as const),
  },
  {
    title: "elements that a domain refuses, with rejects",
    source: domain,
    columns: texts,
    target: `create domain code as text check (value ~ '^[a-z]+$'); create table target (id bigint, names code[])`,
    runs: [
      [
        [1, ["a", "A1"]],
        [2, ["a", "b"]],
      ],
    ],
    config: rejects,
    rejects: 1,
    holds: `select reason = 'a check of the target refuses it (23514, "code_check")' from datamantri.rejects`,
    outcome: allOf(["2|{a,b}"]),
  },
  {
    title: "labels that a domain over an enum does not allow, with rejects",
    source: "https://www.postgresql.org/docs/current/datatype-enum.html",
    columns: texts,
    target: `create type mood as enum ('sad', 'ok'); create domain good as mood check (value <> 'sad');
      create table target (id bigint, names good[])`,
    runs: [
      [
        [1, ["ok", "sad"]],
        [2, ["glad"]],
        [3, ["ok", "ok"]],
      ],
    ],
    config: rejects,
    rejects: 2,
    outcome: allOf(["3|{ok,ok}"]),
  },
  {
    title: "a domain over integer stores whole numbers, and a repeat finds them",
    source: numbers,
    columns: integers,
    target: "create domain number as integer; create table target (id bigint, counts number[])",
    runs: [[[1, [1, -2]]], [[1, [1, -2]]]],
    isRepeat: true,
    outcome: { ...allOf(["1|{1,-2}"]), append: ["1|{1,-2}", "1|{1,-2}"] },
  },
  ...[
    ["integer", 2_147_483_647],
    ["smallint", 32_767],
    ["numeric(3)", 999],
  ].map(([type, most]): FieldCase => ({
    title: `elements out of the range of a domain over ${type}, with rejects`,
    source: numbers,
    columns: integers,
    target: `create domain number as ${type}; create table target (id bigint, counts number[])`,
    runs: [
      [
        [1, [1, Number(most) + 1]],
        [2, [Number(most), 0]],
        [3, [-Number(most) - 2, 0]],
      ],
    ],
    config: rejects,
    rejects: 2,
    holds: misfit,
    outcome: allOf([`2|{${most},0}`]),
  })),
  {
    title: "a domain over numeric stores a numeric as it is",
    source: numbers,
    columns: integers,
    casts: { counts: "numeric[]" },
    target: "create domain amount as numeric; create table target (id bigint, counts amount[])",
    runs: [[]],
    outcome: allOf([]),
  },
];
