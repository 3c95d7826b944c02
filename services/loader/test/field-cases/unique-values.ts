/** Unique values that move between rows, and rows that others refer to. */
import type { FieldCase } from "./field-case.ts";

const again = { impossible: "its second run writes the key again" } as const;
const versions = { impossible: "a version has the unique value of the next one" } as const;
const duplicate = { refused: "sink_rejected", saying: "duplicate key" } as const;

const refusedBefore = { impossible: "its first run is refused: it may delete another table's rows" } as const;

const versionsOfKey = { impossible: "the key is unique, and a version has that of the next one" } as const;

const deferrable = { refused: "sink_rejected", saying: "make the constraint DEFERRABLE" } as const;
const repeated = { refused: "sink_key_invalid", saying: "that another one has too" } as const;

/** Two rows that exchange their unique values. */
const exchange = [
  [
    [1, "x"],
    [2, "y"],
  ],
  [
    [1, "y"],
    [2, "x"],
  ],
] as const;

/** As many tables have it: the time of a row's last change. */
const touching = `
  create function touch() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
  create trigger touch before update on target for each row execute function touch()
`;

const people = "create table target (id bigint primary key, email text unique)";

export const uniqueCases: readonly FieldCase[] = [
  {
    title: "a unique value moves to another row, from one that is gone",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS",
    columns: { id: "INT64", email: "STRING" },
    target: people,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [[2, "x"]],
    ],
    outcome: {
      append: again,
      replace: ["2|x"],
      merge: duplicate,
      mirror: ["2|x"],
      mirror_soft: duplicate,
      history: versions,
    },
  },
  {
    title: "a unique value moves to a new row, from one that is gone",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS",
    columns: { id: "INT64", email: "STRING" },
    target: people,
    runs: [[[1, "x"]], [[2, "x"]]],
    outcome: {
      append: duplicate,
      replace: ["2|x"],
      merge: duplicate,
      mirror: ["2|x"],
      mirror_soft: duplicate,
      history: versions,
    },
  },
  {
    title: "two rows exchange their unique values; what else the target has stays",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS",
    columns: { id: "INT64", email: "STRING" },
    target: `create table target (id bigint primary key, email text unique, note text,
        number bigint generated always as identity, twice text generated always as (email || email) stored);
      create table letters (person bigint references target)`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
        [3, "z"],
      ],
      [
        [1, "y"],
        [2, "x"],
        [3, "z"],
      ],
    ],
    between: "update target set note = 'kept ' || id; insert into letters values (1), (3)",
    outcome: {
      append: again,
      replace: ["1|y", "2|x", "3|z"],
      merge: ["1|y", "2|x", "3|z"],
      mirror: ["1|y", "2|x", "3|z"],
      mirror_soft: ["1|y", "2|x", "3|z"],
      history: versions,
    },
    holds: "select count(*) = 2 from letters join target on target.id = person",
  },
  {
    title: "two rows exchange their unique values, and the key that others refer to would cascade",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person bigint references target on update cascade)`,
    runs: exchange,
    between: "insert into letters values (1)",
    outcome: {
      append: again,
      replace: ["1|y", "2|x"],
      merge: ["1|y", "2|x"],
      mirror: ["1|y", "2|x"],
      mirror_soft: ["1|y", "2|x"],
      history: versions,
    },
    holds: "select person = 1 from letters",
  },
  {
    title: "two rows exchange values that others refer to, and that would cascade",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person text references target (email) on update cascade)`,
    runs: exchange,
    between: "insert into letters values ('x')",
    outcome: {
      append: again,
      replace: ["1|y", "2|x"],
      merge: duplicate,
      mirror: duplicate,
      mirror_soft: duplicate,
      history: versions,
    },
  },
  {
    title: "rows exchange unique values, and deleting them would delete another table's rows",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person bigint references target on delete cascade)`,
    runs: exchange,
    between: "insert into letters values (1), (2)",
    holds: "select count(*) = 2 from letters",
    outcome: {
      append: again,
      replace: refusedBefore,
      merge: duplicate,
      mirror: refusedBefore,
      mirror_soft: duplicate,
      history: versions,
    },
  },
  {
    title: "a row that another table refers to stays, and a trigger runs before each",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person bigint references target);
      create function touch() returns trigger language plpgsql as 'begin return new; end';
      create trigger touch before insert or update on target for each row execute function touch()`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [
        [1, "z"],
        [2, "y"],
      ],
    ],
    between: "insert into letters values (1)",
    holds: "select count(*) = 1 from letters",
    outcome: {
      append: again,
      replace: ["1|z", "2|y"],
      merge: ["1|z", "2|y"],
      mirror: ["1|z", "2|y"],
      mirror_soft: ["1|z", "2|y"],
      history: versionsOfKey,
    },
  },
  {
    title: "a row goes that another table refers to",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person bigint references target)`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [[2, "y"]],
    ],
    between: "insert into letters values (1)",
    outcome: {
      append: again,
      replace: { refused: "sink_rejected", saying: '1 row of letters refers to rows of "public"."target"' },
      merge: ["1|x", "2|y"],
      mirror: { refused: "sink_rejected", saying: 'by the foreign key "letters_person_fkey"' },
      mirror_soft: ["1|x (gone)", "2|y"],
      history: versionsOfKey,
    },
  },
  {
    title: "a row stays that another table protects with RESTRICT",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person bigint references target on delete restrict)`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [[1, "z"]],
    ],
    between: "insert into letters values (1), (null)",
    holds: "select count(*) = 1 from letters where person = 1",
    outcome: {
      append: again,
      replace: { refused: "sink_table_mismatch", saying: "rows of letters refer" },
      merge: ["1|z", "2|y"],
      mirror: ["1|z"],
      mirror_soft: ["1|z", "2|y (gone)"],
      history: versionsOfKey,
    },
  },
  {
    title: "a row goes that another table protects with RESTRICT, by two columns",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; alter table target add unique (email, id); create schema post;
      create table post.letters (who bigint, "to" text, foreign key ("to", who) references target (email, id) on delete restrict)`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [[2, "y"]],
    ],
    between: "insert into post.letters values (1, 'x'), (1, 'x'), (2, 'y'), (3, null)",
    outcome: {
      append: again,
      replace: { refused: "sink_table_mismatch", saying: "rows of post.letters refer" },
      merge: ["1|x", "2|y"],
      mirror: { refused: "sink_rejected", saying: "2 rows of post.letters refer" },
      mirror_soft: ["1|x (gone)", "2|y"],
      history: versionsOfKey,
    },
  },
  {
    title: "a row goes that another table refers to until the commit",
    source: "https://www.postgresql.org/docs/current/sql-set-constraints.html",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person text references target (email) deferrable initially deferred)`,
    runs: [[[1, "x"]], [[2, "x"]]],
    between: "insert into letters values ('x')",
    holds: "select count(*) = 1 from letters join target on email = person",
    outcome: {
      append: duplicate,
      replace: ["2|x"],
      merge: duplicate,
      mirror: ["2|x"],
      mirror_soft: duplicate,
      history: versions,
    },
  },
  {
    title: "a unique value that others refer to moves from a row that is gone",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person text references target (email))`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [[2, "x"]],
    ],
    between: "insert into letters values ('x')",
    outcome: {
      append: again,
      replace: ["2|x"],
      merge: duplicate,
      mirror: ["2|x"],
      mirror_soft: duplicate,
      history: versions,
    },
    holds: "select count(*) = 1 from letters join target on email = person",
  },
  {
    title: "rows exchange unique values of a deferrable constraint, beside a trigger",
    source: "https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-DEFERRABLE",
    columns: { id: "INT64", email: "STRING" },
    target: `create table target (id bigint primary key, email text unique deferrable, at timestamptz);
      ${touching}`,
    runs: exchange,
    outcome: {
      append: again,
      replace: ["1|y", "2|x"],
      merge: ["1|y", "2|x"],
      mirror: ["1|y", "2|x"],
      mirror_soft: ["1|y", "2|x"],
      history: versions,
    },
  },
  {
    title: "rows exchange unique values beside a trigger, which the refusal says how to allow",
    source: "https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-DEFERRABLE",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; alter table target add at timestamptz;
      ${touching}`,
    runs: exchange,
    outcome: {
      append: again,
      replace: ["1|y", "2|x"],
      merge: deferrable,
      mirror: deferrable,
      mirror_soft: deferrable,
      history: versions,
    },
  },
  {
    title: "the target has one version for each key",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS",
    columns: { id: "INT64", name: "STRING" },
    target: "create table target (id bigint primary key, name text)",
    runs: [[[1, "a"]]],
    outcome: {
      append: ["1|a"],
      replace: ["1|a"],
      merge: ["1|a"],
      mirror: ["1|a"],
      mirror_soft: ["1|a"],
      history: { refused: "sink_table_mismatch", saying: "allows one version of each row" },
    },
  },
  {
    title: "somebody has copied rows into a target without a unique key",
    source: "https://www.postgresql.org/docs/current/sql-merge.html",
    columns: { id: "INT64", name: "STRING" },
    target: "create table target (id bigint, name text)",
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
      [
        [1, "a"],
        [2, "c"],
      ],
    ],
    between: "insert into target select * from target where id = 1",
    outcome: {
      append: ["1|a", "1|a", "1|a", "2|b", "2|c"],
      replace: ["1|a", "2|c"],
      merge: repeated,
      mirror: repeated,
      mirror_soft: repeated,
      history: repeated,
    },
  },
];
