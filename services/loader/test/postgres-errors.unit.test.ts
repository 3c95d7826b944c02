import pg from "pg";
import { describe, expect, test } from "vitest";

import { PipelineError, type ErrorCode } from "@datamantri/runtime";

import { toSinkError } from "../src/connect/postgres-errors.ts";

const where = "db.example:5432/warehouse";
const canary = "canary-4711";

function databaseError(code: string, message = canary, more: Partial<pg.DatabaseError> = {}): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, "error"), {
    code,
    severity: "ERROR",
    detail: canary,
    hint: "h",
    where: canary,
    ...more,
  });
}

const expected: Readonly<Record<string, ErrorCode>> = {
  "08000": "sink_unreachable",
  "08006": "sink_unreachable",
  "57P01": "sink_unreachable",
  "57P02": "sink_unreachable",
  "57P03": "sink_unreachable",
  "57P05": "sink_unreachable",
  "28000": "sink_credentials_invalid",
  "28P01": "sink_credentials_invalid",
  "3D000": "sink_credentials_invalid",
  "42501": "sink_permission_denied",
  "53100": "sink_full",
  "53000": "sink_busy",
  "53200": "sink_busy",
  "53300": "sink_busy",
  "53400": "sink_rejected",
  "55P03": "sink_busy",
  "57014": "sink_busy",
  "40001": "sink_busy",
  "40003": "sink_busy",
  "40P01": "sink_busy",
  "25P03": "sink_busy",
  "25006": "sink_read_only",
  "3F000": "sink_schema_missing",
  "42703": "sink_table_mismatch",
  "42804": "sink_table_mismatch",
  "42P01": "sink_table_mismatch",
  "42701": "sink_table_mismatch",
  "54011": "sink_table_mismatch",
  "55000": "sink_table_mismatch",
  "0A000": "sink_table_mismatch",
  "22003": "sink_rejected",
  "22P03": "sink_rejected",
  "22021": "sink_rejected",
  "23502": "sink_rejected",
  "23505": "sink_rejected",
  "23514": "sink_rejected",
  P0001: "sink_rejected",
  "44000": "sink_rejected",
  XX000: "sink_rejected",
};

describe("PostgreSQL's errors", () => {
  test.each(Object.entries(expected))("SQLSTATE %s becomes %s", (sqlstate, code) => {
    const error = toSinkError(databaseError(sqlstate), where);
    expect(error.code).toBe(code);
    expect(error.facts).toEqual({ sqlstate });
    expect(error.message).toContain(where);
  });

  test("is never quoted, whatever its SQLSTATE", () => {
    for (const sqlstate of [...Object.keys(expected), "ZZZZZ", "4711A"]) {
      const error = toSinkError(databaseError(sqlstate), where);
      expect(`${error.message}${JSON.stringify(error.facts)}`, sqlstate).not.toContain(canary);
      expect(error.vendorMessage).toBe(
        `ERROR: ${canary} (${sqlstate})\nDETAIL: ${canary}\nHINT: h\nCONTEXT: ${canary}`,
      );
    }
  });

  test("a refused row is described by constraint, column and table, if these are known", () => {
    const names = { constraint: "orders_pkey", column: "id", table: "orders" };
    const error = databaseError("23505", canary, names);
    expect(toSinkError(error, where, new Set(["orders_pkey", "orders"])).message).toBe(
      'PostgreSQL refused with SQLSTATE 23505, integrity constraint violation (constraint "orders_pkey", table "orders") at db.example:5432/warehouse',
    );
    const made = { constraint: canary, column: canary, table: canary, schema: canary, dataType: canary };
    expect(toSinkError(databaseError("23505", canary, made), where, new Set(["orders"])).message).not.toContain(canary);
  });

  test("a refused row is described as one of the table that it was for", () => {
    const known = new Set(["staging_1", "orders", "positive"]);
    const tables = new Map([["staging_1", "orders"]]);
    const said = (code: string, message: string) => {
      return toSinkError(databaseError(code, message, { table: "staging_1" }), where, known, tables).message;
    };
    expect(said("23514", 'check constraint "positive" of relation "staging_1" is violated by some row')).toContain(
      'check constraint "positive" of relation "orders" is violated by some row',
    );
    expect(said("23514", canary)).toContain('(table "orders")');
    expect(said("42P01", 'relation "staging_1" does not exist')).toContain('"staging_1"');
  });

  test("an invalid SQLSTATE is not shown, and its message is not quoted", () => {
    for (const code of ["", "x", "23505 x", canary, undefined]) {
      const error = toSinkError(databaseError(code as string), where);
      expect(error).toMatchObject({ code: "sink_unreachable", facts: {} });
      expect(error.message).toBe(
        "cannot connect to PostgreSQL at db.example:5432/warehouse: the server does not respond as PostgreSQL does",
      );
    }
  });
});

/** From PostgreSQL's sources, REL_18_STABLE: src/backend/{parser,executor,commands,libpq,utils,tcop,postmaster}. */
const messages = [
  ["42703", 'column "note" of relation "orders" does not exist'],
  ["42P01", 'relation "shop.orders" does not exist'],
  ["42501", "permission denied for table orders"],
  ["42501", "permission denied for schema shop"],
  ["42501", "permission denied for database warehouse"],
  ["42501", "must be owner of table orders"],
  ["23502", 'null value in column "id" of relation "orders" violates not-null constraint'],
  ["23505", 'duplicate key value violates unique constraint "orders_pkey"'],
  ["23503", 'insert or update on table "orders" violates foreign key constraint "orders_pkey"'],
  ["23514", 'new row for relation "orders" violates check constraint "orders_pkey"'],
  ["22001", "value too long for type text"],
  ["21000", "MERGE command cannot affect row a second time"],
  ["3F000", 'schema "shop" does not exist'],
  ["3D000", 'database "warehouse" does not exist'],
  ["28P01", 'password authentication failed for user "loader"'],
  ["53300", "sorry, too many clients already"],
  ["55P03", "canceling statement due to lock timeout"],
  ["57P01", "terminating connection due to administrator command"],
  ["57P03", "the database system is starting up"],
  ["40P01", "deadlock detected"],
] as const;

const known = new Set("note orders shop shop.orders id integer text orders_pkey warehouse loader".split(" "));

describe("PostgreSQL's own messages", () => {
  test.each(messages)("%s %s", (sqlstate, message) => {
    const error = toSinkError(databaseError(sqlstate, message), where, known);
    expect(error.message).toBe(`PostgreSQL said: ${message} (${sqlstate}) at db.example:5432/warehouse`);
  });

  test.each([
    ["25006", "cannot execute INSERT in a read-only transaction", "the server or transaction is read-only"],
    ["53100", 'could not extend file "base/1/2": No space left on device', "no space left on device"],
    ["22P02", 'invalid input syntax for type integer: "4711"', "a value is not valid for type integer"],
    ["22003", 'value "4711" is out of range for type integer', "a value is out of range for type integer"],
    [
      "28000",
      'no pg_hba.conf entry for host "10.4.7.11", user "loader", database "warehouse", no encryption',
      'no pg_hba.conf entry for the loader\'s address, user "loader", database "warehouse", no encryption',
    ],
    [
      "54000",
      'index row size 4711 exceeds btree version 4 maximum 2704 for index "orders_pkey"',
      'a value is too large for the index "orders_pkey"',
    ],
    [
      "42804",
      'column "id" is of type numeric but expression is of type text[]',
      `column "id" is of type numeric but the source's value is of type text[]: set its cast in mapping.columns, or change the target's column`,
    ],
    [
      "42804",
      'column "id" is of type timestamp with time zone but expression is of type 4711',
      `column "id" is of type timestamp with time zone but the source's value is of type (not shown): set its cast in mapping.columns, or change the target's column`,
    ],
  ])("%s %s, without its variable parts", (sqlstate, message, said) => {
    const error = toSinkError(databaseError(sqlstate, message), where, known);
    expect(error.message).toBe(`PostgreSQL said: ${said} (${sqlstate}) at db.example:5432/warehouse`);
  });

  test("with unknown names say that these are not shown", () => {
    for (const [sqlstate, message] of messages) {
      const forged = [...known].reduce(
        (text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), canary),
        message,
      );
      const error = toSinkError(databaseError(sqlstate, forged), where, known);
      expect(error.message).not.toContain(canary);
      if (forged.includes(canary)) expect(error.message).toMatch(/\(not shown\)|^PostgreSQL refused/);
    }
  });
});

describe("the client's errors", () => {
  test.each([
    [Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    [new Error("Connection terminated unexpectedly"), "Connection terminated unexpectedly"],
    [new Error("timeout exceeded when trying to connect"), "timeout exceeded when trying to connect"],
    [
      new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match"),
      "SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match",
    ],
    [
      new Error(`SASL: SCRAM-SERVER-FINAL-MESSAGE: server returned error: "${canary}"`),
      "the server does not respond as PostgreSQL does",
    ],
    [new Error(`received ${canary}`), "the server does not respond as PostgreSQL does"],
  ])("%s: unreachable, and retried", (error, reason) => {
    const known = toSinkError(error, where);
    expect(known).toMatchObject({ code: "sink_unreachable", isRetryable: true, cause: error });
    expect(known.message).toBe(`cannot connect to PostgreSQL at ${where}: ${reason}`);
  });

  test("a bug is not mistaken for a network failure", () => {
    const known = toSinkError(new TypeError("undefined is not a function"), where);
    expect(known).toMatchObject({ code: "internal", isRetryable: false });
  });

  test("a PipelineError stays unchanged", () => {
    const known = new PipelineError("run_inconsistent", "no");
    expect(toSinkError(known, where)).toBe(known);
  });
});
