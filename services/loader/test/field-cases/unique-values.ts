/** Unique values that move between rows, and rows that others refer to. */
import type { FieldCase } from "./field-case.ts";

const again = { impossible: "its second run writes the key again" } as const;
const versions = { impossible: "a version has the unique value of the next one" } as const;
const duplicate = { refused: "sink_rejected", saying: "duplicate key" } as const;

const refusedBefore = { impossible: "its first run is refused: it may delete another table's rows" } as const;

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
    title: "rows exchange unique values, and deleting them would delete another table's rows",
    source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    columns: { id: "INT64", email: "STRING" },
    target: `${people}; create table letters (person bigint references target on delete cascade)`,
    runs: [
      [
        [1, "x"],
        [2, "y"],
      ],
      [
        [1, "y"],
        [2, "x"],
      ],
    ],
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
      history: { impossible: "the key is unique, and a version has that of the next one" },
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
      replace: { refused: "sink_rejected", saying: "foreign key" },
      merge: ["1|x", "2|y"],
      mirror: { refused: "sink_rejected", saying: "foreign key" },
      mirror_soft: ["1|x (gone)", "2|y"],
      history: { impossible: "the key is unique, and a version has that of the next one" },
    },
  },
];
