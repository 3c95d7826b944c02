import pg from "pg";
import { describe, expect, test } from "vitest";

import { PipelineError, type ErrorCode } from "@datamantri/runtime";

import { toSinkError } from "../src/connect/postgres-errors.ts";

const where = "db.example:5432/warehouse";
const canary = "canary-4711";

function databaseError(code: string, message = canary, more: Partial<pg.DatabaseError> = {}): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, "error"), {
    code,
    detail: canary,
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
  "53400": "sink_busy",
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

describe("what PostgreSQL says", () => {
  test.each(Object.entries(expected))("SQLSTATE %s is %s", (sqlstate, code) => {
    const error = toSinkError(databaseError(sqlstate), where);
    expect(error.code).toBe(code);
    expect(error.facts).toEqual({ sqlstate });
    expect(error.message).toContain(where);
  });

  test("is quoted when it is about names, and never when it may be about rows", () => {
    for (const [sqlstate, code] of Object.entries(expected)) {
      const { message, facts } = toSinkError(databaseError(sqlstate), where);
      const isQuoted = `${message}${JSON.stringify(facts)}`.includes(canary);
      expect(isQuoted, sqlstate).toBe(code !== "sink_rejected");
    }
  });

  test("a refused row is told by its constraint, column and table", () => {
    const names = { constraint: "orders_pkey", column: "id", table: "orders" };
    expect(toSinkError(databaseError("23505", canary, names), where).message).toBe(
      'PostgreSQL refused the rows with SQLSTATE 23505 (constraint "orders_pkey", column "id", table "orders") at db.example:5432/warehouse',
    );
  });
});

describe("what the client says", () => {
  test.each([
    [Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    [new Error("Connection terminated unexpectedly"), "Connection terminated unexpectedly"],
    [new Error("timeout exceeded when trying to connect"), "timeout exceeded when trying to connect"],
  ])("%s: cannot be reached, and is tried again", (error, reason) => {
    const known = toSinkError(error, where);
    expect(known).toMatchObject({ code: "sink_unreachable", isRetryable: true, cause: error });
    expect(known.message).toBe(`cannot connect to PostgreSQL at ${where}: ${reason}`);
  });

  test("a bug is not taken for a network that will come back", () => {
    const known = toSinkError(new TypeError("undefined is not a function"), where);
    expect(known).toMatchObject({ code: "internal", isRetryable: false });
  });

  test("what is known already stays as it is", () => {
    const known = new PipelineError("run_inconsistent", "no");
    expect(toSinkError(known, where)).toBe(known);
  });
});
