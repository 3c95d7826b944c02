/** Triggers of the target that change rows before they are written. */
import type { FieldCase } from "./field-case.ts";

/** A row trigger that runs before writes and changes a column by an expression over `new`. */
const changing = (column: string, expression: string) => `
  create function change() returns trigger language plpgsql as $$ begin new.${column} := ${expression}; return new; end $$;
  create trigger change before insert or update on target for each row execute function change()
`;

const source = "https://www.postgresql.org/docs/current/trigger-definition.html";

/** Without it each run would add the row again. */
const refusedKey = { refused: "sink_rejected", saying: "changes the key (" } as const;

export const triggerCases: readonly FieldCase[] = [
  {
    title: "a trigger changes the key",
    source,
    columns: { id: "STRING", n: "INT64" },
    target: `create table target (id text, n bigint); ${changing("id", "lower(new.id)")}`,
    runs: [[["A", 1]]],
    outcome: {
      append: ["a|1"],
      replace: ["a|1"],
      merge: refusedKey,
      mirror: refusedKey,
      mirror_soft: refusedKey,
      history: refusedKey,
    },
  },
  {
    title: "a trigger changes a value",
    source,
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint, name text); ${changing("name", "lower(new.name)")}`,
    runs: [[[1, "A"]]],
    outcome: {
      append: ["1|a"],
      replace: ["1|a"],
      merge: ["1|a"],
      mirror: ["1|a"],
      mirror_soft: ["1|a"],
      history: { refused: "sink_rejected", saying: "would begin new versions" },
    },
  },
  {
    title: "a trigger fills a column that the source lacks",
    source,
    columns: { id: "INT64", name: "STRING" },
    target: `create table target (id bigint, name text, at timestamptz not null); ${changing("at", "now()")}`,
    runs: [[[1, "A"]], [[1, "A"]]],
    isRepeat: true,
    outcome: {
      append: ["1|A", "1|A"],
      replace: ["1|A"],
      merge: ["1|A"],
      mirror: ["1|A"],
      mirror_soft: ["1|A"],
      history: ["1|A"],
    },
  },
];
