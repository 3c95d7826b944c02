import pg from "pg";
import { expect, test } from "vitest";

import { toMetadataError } from "../src/database/metadata-error.ts";

const ofDatabase = (code: string) => Object.assign(new pg.DatabaseError("no", 2, "error"), { code });
const ofNode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

// https://www.postgresql.org/docs/current/errcodes-appendix.html
test.each([
  ["a server that shuts down", ofDatabase("57P01"), true],
  ["a server that starts", ofDatabase("57P03"), true],
  ["a broken connection", ofDatabase("08006"), true],
  ["no session left", ofDatabase("53300"), true],
  ["nobody on the port", ofNode("ECONNREFUSED"), true],
  ["a reset", ofNode("ECONNRESET"), true],
  ["a connection that ended", new Error("Connection terminated unexpectedly"), true],
  ["a pool without a free session", new Error("timeout exceeded when trying to connect"), true],
  ["a limit that one statement reached", ofDatabase("53400"), false],
  ["a deadlock", ofDatabase("40P01"), false],
  ["a mistake in a statement", ofDatabase("42703"), false],
  ["a mistake of ours", new TypeError("x is undefined"), false],
  ["a row that is not there", new Error("no result"), false],
])("%s: is it an outage? %o", (_, error, isOutage) => {
  const { code, facts } = toMetadataError(error);
  expect(code).toBe("metadata_unavailable");
  expect(facts["isOutage"] === true).toBe(isOutage);
});
