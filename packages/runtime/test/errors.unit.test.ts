import { describe, expect, test } from "vitest";

import { errorPolicies, PipelineError, toPipelineError, type ErrorCode } from "../src/index.ts";

const codes = Object.keys(errorPolicies) as ErrorCode[];

describe.each(codes)("%s", (code) => {
  const { party, retry, solution } = errorPolicies[code];

  test("names who has to act and what to do, in one sentence", () => {
    expect(["source", "destination", "data", "bus", "operator", "bug"]).toContain(party);
    expect(["backoff", "manual", "never"]).toContain(retry);
    expect(solution).toMatch(/^[A-Z].{3,}\.$/);
    expect(solution).not.toContain("\n");
  });

  test("is retried exactly when its policy says backoff", () => {
    expect(new PipelineError(code, "x").isRetryable).toBe(retry === "backoff");
  });
});

test("the policies cannot be changed", () => {
  expect(() => Object.assign(errorPolicies.internal, { retry: "backoff" })).toThrow(TypeError);
});

test("anything thrown becomes a PipelineError, once", () => {
  const known = new PipelineError("not_found", "no such run");
  expect(toPipelineError(known)).toBe(known);
  const cause = new Error("the run has no plan");
  expect(toPipelineError(cause)).toMatchObject({ code: "internal", message: "the run has no plan", cause });
});

test.each([
  () => JSON.parse("canary"),
  () => BigInt("canary"),
  () => "x" in ("canary" as unknown as object),
  () => Buffer.from("x", "canary" as BufferEncoding),
  () => {
    throw "canary";
  },
  () => {
    throw Object.assign(new Error("canary"), { name: "error", severity: "ERROR", code: "23505" });
  },
])("an error that may quote a value has a safe message, and its text separately (%#)", (work) => {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  const error = toPipelineError(thrown);
  expect(error.vendorMessage).toContain("canary");
  const printed = [error.message, String(error), JSON.stringify(error), JSON.stringify(error.facts)];
  for (const text of printed) expect(text).not.toContain("canary");
  expect(error.message).toMatch(/^unexpected (string|error|\w+Error)$/);
});

test("a vendor's text is limited, has no control characters, and survives wrapping in another error", () => {
  const vendorMessage = `a\r\nb\u0000\u001b[31m\u202ec${"x".repeat(5_000)}`;
  const inner = new PipelineError("sink_rejected", "no", {}, { vendorMessage });
  const outer = new PipelineError("sink_rejected", "outer", {}, { cause: inner });
  expect(outer.vendorMessage).toMatch(/^a\nb {2}\[31m cx+…$/);
  expect(outer.vendorMessage).toHaveLength(4_001);
  expect(new PipelineError("internal", "x", {}, { cause: new Error("y") }).vendorMessage).toBeUndefined();
});
