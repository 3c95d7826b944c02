// Content of the log: facts, never secrets or row values from a vendor's error.
import { format, inspect } from "node:util";

import { beforeEach, describe, expect, test } from "vitest";

import { openLog, PipelineError, Secret, toPipelineError, type ErrorFacts } from "../src/index.ts";

let lines: string[];

beforeEach(() => {
  lines = [];
});

const testLog = () => openLog("test", "debug", { write: (line) => void lines.push(line) });

function logged(fields: object, message = "said"): Record<string, unknown> & { error: Record<string, unknown> } {
  testLog().info(fields, message);
  return JSON.parse(lines.at(-1)!) as never;
}

/** As node-postgres throws it: row values in several fields. */
function databaseError(): Error {
  return Object.assign(new Error("invalid input syntax for type integer: jane@example.com"), {
    name: "DatabaseError",
    code: "23505",
    detail: "Key (email)=(jane@example.com) already exists.",
    where: "COPY people, line 3: jane@example.com",
    internalQuery: "select 'jane@example.com'",
    parameters: ["jane@example.com"],
  });
}

describe("a secret", () => {
  const secret = new Secret("hunter2");

  test("is shown only when it is revealed", () => {
    expect(secret.reveal()).toBe("hunter2");
  });

  test.each([
    ["String", () => String(secret)],
    ["a template", () => `in ${secret as unknown as string}`],
    ["JSON", () => JSON.stringify({ secret })],
    ["util.inspect", () => inspect({ secret }, { depth: 9, showHidden: true })],
    ["util.format", () => format("%s %o %j", secret, secret, secret)],
    ["a log", () => JSON.stringify(logged({ secret, nested: { secrets: [secret] } }))],
    [
      "an error's facts",
      () => JSON.stringify(logged({ error: new PipelineError("internal", "x", { secret } as unknown as ErrorFacts) })),
    ],
    ["a spread copy", () => JSON.stringify(Object.fromEntries(Object.entries(secret)))],
  ])("stays hidden in %s", (_where, print) => {
    expect(print()).not.toContain("hunter2");
  });

  test("prints as [redacted]", () => {
    expect(String(secret)).toBe("[redacted]");
    expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
    expect(inspect(secret)).toBe("[redacted]");
    expect(logged({ secret })).toMatchObject({ secret: "[redacted]" });
  });
});

describe("a log line", () => {
  test("is JSON with level, time, service and pid", () => {
    expect(logged({ run_id: "r" })).toMatchObject({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      service: "test",
      pid: process.pid,
      run_id: "r",
      msg: "said",
    });
  });

  test("of an error has code, message and facts, and only the name of its cause", () => {
    const error = new PipelineError("sink_rejected", "PostgreSQL refused", { run_id: "r" }, { cause: databaseError() });
    expect(logged({ error }).error).toEqual({
      code: "sink_rejected",
      message: "PostgreSQL refused",
      run_id: "r",
      cause: "DatabaseError 23505",
    });
  });

  test("of an unmapped error has no field of the vendor's", () => {
    const { error } = logged({ error: databaseError() });
    expect(error).toEqual({
      type: "DatabaseError",
      code: "23505",
      stack: expect.stringMatching(/^DatabaseError\n +at .*log\.unit\.test\.ts/) as string,
    });
    expect(lines.at(-1)).not.toContain("jane@example.com");
  });

  test("hides it also from pino's own error serializer, in chains, and in thrown values that are not errors", () => {
    const wrapped = new Error("outer", { cause: databaseError() });
    testLog().error(wrapped);
    testLog().error({ err: databaseError(), error: { detail: "jane@example.com" } }, "failed");
    testLog().error({ error: "jane@example.com" }, "failed");
    expect(lines.length).toBe(3);
    for (const line of lines) expect(line).not.toContain("jane@example.com");
  });

  test("of a chain of our own errors keeps code and message of the inner one", () => {
    const inner = new PipelineError("bus_full", "the stream is full");
    const { error } = logged({ error: new PipelineError("gave_up", "waited too long", {}, { cause: inner }) });
    expect(error.cause).toBe("bus_full: the stream is full");
  });

  test("of a bug has its stack", () => {
    const { error } = logged({ error: toPipelineError(new TypeError("x is not a function")) });
    expect(error).toMatchObject({ code: "internal", message: "unexpected TypeError", cause: "TypeError" });
    expect(error.stack).not.toContain("x is not");
    expect(error.stack).toContain("log.unit.test.ts");
  });

  test("has no vendor's text, also for an error with a custom stack", () => {
    const vendor = new SyntaxError("canary\n    at canary");
    const error = new PipelineError("sink_rejected", "no", {}, { cause: vendor, vendorMessage: vendor.message });
    logged({ error });
    logged({ error: toPipelineError(vendor) });
    logged({ error: vendor });
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).not.toContain("canary");
  });

  test("facts never replace code and message", () => {
    const { error } = logged({ error: new PipelineError("bus_full", "full", { code: "x", message: "y" }) });
    expect(error).toEqual({ code: "bus_full", message: "full" });
  });
});
