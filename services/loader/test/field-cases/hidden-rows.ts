/** Targets that hide rows, keep them out, or have more than their own. */
import type { FieldCase } from "./field-case.ts";

const hidden = { refused: "sink_permission_denied", saying: "row security hides rows" } as const;
const notATable = { refused: "sink_table_mismatch", saying: "is not a table" } as const;
const isParent = { refused: "sink_table_mismatch", saying: "inherit from" } as const;
const leftOut = { refused: "sink_rejected", saying: "leaves rows out" } as const;
const taken = { refused: "sink_table_mismatch", saying: "writes the column" } as const;
const keyed = <const Value>(value: Value) => ({ merge: value, mirror: value, mirror_soft: value, history: value });

const trigger = (when: string, body: string) => `
  create table target (id bigint, name text);
  create function guard() returns trigger language plpgsql as $$ begin ${body} end $$;
  create trigger guard before ${when} on target for each row execute function guard()`;

export const hiddenRowCases: readonly FieldCase[] = [
  {
    title: "row security shows the role a part of the rows",
    source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint, name text);
      insert into target values (1, 'theirs');
      alter table target enable row level security;
      create policy seen on target for select using (id > 1);
      create policy made on target for insert with check (true)`,
    role: () => "",
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    outcome: { append: ["1|a", "1|theirs", "2|b"], replace: hidden, ...keyed(hidden) },
  },
  {
    title: "a view that shows a part of the rows",
    source: "https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS",
    columns: { id: "INT64", name: "STRING" },
    target: `create table base (id bigint, name text);
      insert into base values (1, 'theirs');
      create view target as select * from base where id > 1`,
    table: "base",
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    outcome: { append: ["1|a", "1|theirs", "2|b"], replace: notATable, ...keyed(notATable) },
  },
  {
    title: "tables inherit from the target: nobody knows whose rows are meant",
    source: "https://www.postgresql.org/docs/current/ddl-inherit.html",
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint, name text);
      create table child () inherits (target);
      insert into child values (1, 'theirs'), (2, 'theirs')`,
    runs: [[[1, "a"]]],
    holds: "select count(*) = 2 from only child where name = 'theirs'",
    outcome: { append: ["1|a"], replace: isParent, ...keyed(isParent) },
  },
  {
    title: "a trigger keeps a new row out",
    source: "https://www.postgresql.org/docs/current/trigger-definition.html",
    columns: { id: "INT64", name: "STRING" },
    target: trigger("insert", "if new.id = 2 then return null; end if; return new;"),
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    outcome: { append: leftOut, replace: leftOut, ...keyed(leftOut) },
  },
  {
    title: "a trigger keeps a change out",
    source: "https://www.postgresql.org/docs/current/trigger-definition.html",
    columns: { id: "INT64", name: "STRING" },
    target: trigger("update", "return null;"),
    runs: [[[1, "a"]], [[1, "b"]]],
    outcome: { append: ["1|a", "1|b"], replace: ["1|b"], ...keyed(leftOut) },
  },
  {
    title: "a trigger keeps a row that is to go",
    source: "https://www.postgresql.org/docs/current/trigger-definition.html",
    columns: { id: "INT64", name: "STRING" },
    target: trigger("delete", "return null;"),
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
      [[1, "a"]],
    ],
    outcome: {
      append: ["1|a", "1|a", "2|b"],
      replace: leftOut,
      merge: ["1|a", "2|b"],
      mirror: leftOut,
      mirror_soft: ["1|a", "2|b (gone)"],
      history: ["1|a", "2|b (ended)"],
    },
  },
  {
    title: "a rule keeps a new row out",
    source: "https://www.postgresql.org/docs/current/rules-update.html",
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint, name text);
      create rule guard as on insert to target where new.id = 2 do instead nothing`,
    runs: [
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    outcome: { append: leftOut, replace: leftOut, ...keyed(leftOut) },
  },
  {
    title: "the source has columns that a mode writes itself",
    source: "docs/write-modes.md",
    columns: { id: "INT64", _deleted_at: "STRING", valid_from: "STRING", valid_to: "STRING" },
    runs: [[[1, "a", "b", "c"]]],
    outcome: {
      append: ["1|a|b|c"],
      replace: ["1|a|b|c"],
      merge: ["1|a|b|c"],
      mirror: ["1|a|b|c"],
      mirror_soft: taken,
      history: taken,
    },
  },
];
