/** Roles and databases with settings that change what statements mean. */
import type { FieldCase } from "./field-case.ts";

const all = (rows: readonly string[], twice: readonly string[]) => ({
  append: twice,
  replace: rows,
  merge: rows,
  mirror: rows,
  mirror_soft: rows,
  history: rows,
});

export const settingCases: readonly FieldCase[] = [
  {
    title: "a role with another DateStyle: a DATE is the same text",
    source: "https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT",
    columns: { id: "INT64", day: "DATE" },
    target: "create table target (id bigint, day text)",
    role: (name) => `alter role ${name} set datestyle = 'SQL, DMY'`,
    runs: [[[1, "2024-02-01"]], [[1, "2024-02-01"]]],
    isRepeat: true,
    outcome: all(["1|2024-02-01"], ["1|2024-02-01", "1|2024-02-01"]),
  },
  {
    title: "a role that cuts digits: a FLOAT64 is the same text",
    source: "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT",
    columns: { id: "INT64", n: "FLOAT64" },
    target: "create table target (id bigint, n text)",
    role: (name) => `alter role ${name} set extra_float_digits = -10`,
    runs: [[[1, 0.1 + 0.2]], [[1, 0.1 + 0.2]]],
    isRepeat: true,
    outcome: all(["1|0.30000000000000004"], ["1|0.30000000000000004", "1|0.30000000000000004"]),
  },
  {
    title: "a role whose path puts another = before PostgreSQL's: keys are found",
    source: "https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-CATALOG",
    columns: { id: "INT64", n: "INT64" },
    target: `create table target (id bigint, n bigint);
      create schema evil;
      create function evil.never(bigint, bigint) returns boolean language sql as 'select false';
      create operator evil.= (leftarg = bigint, rightarg = bigint, function = evil.never)`,
    role: (name) => `grant usage on schema evil to ${name}; alter role ${name} set search_path = evil, pg_catalog`,
    runs: [[[1, 1]], [[1, 2]]],
    outcome: { ...all(["1|2"], ["1|1", "1|2"]), history: ["1|1 (ended)", "1|2"] },
  },
  {
    title: "a role with limits for people: a slow target is written",
    source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT",
    columns: { id: "INT64", n: "INT64" },
    target: `create table target (id bigint, n bigint);
      create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.4); return new; end';
      create trigger slow before insert or update on target for each row execute function slow()`,
    role: (name) => `alter role ${name} set statement_timeout = '300ms';
      alter role ${name} set lock_timeout = '1ms';
      alter role ${name} set idle_in_transaction_session_timeout = '1ms'`,
    runs: [[[1, 1]], [[1, 2]]],
    outcome: { ...all(["1|2"], ["1|1", "1|2"]), history: ["1|1 (ended)", "1|2"] },
  },
  {
    title: "a role whose transactions only read, and are serializable",
    source: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-DEFAULT-TRANSACTION-READ-ONLY",
    columns: { id: "INT64", n: "INT64" },
    target: "create table target (id bigint, n bigint)",
    role: (name) => `alter role ${name} set default_transaction_read_only = on;
      alter role ${name} set default_transaction_isolation = serializable;
      alter role ${name} set quote_all_identifiers = on;
      alter role ${name} set transform_null_equals = on`,
    runs: [[[1, 1]], [[1, 2]]],
    outcome: { ...all(["1|2"], ["1|1", "1|2"]), history: ["1|1 (ended)", "1|2"] },
  },
];
