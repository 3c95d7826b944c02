import { describe, expect, test } from "vitest";

import { errorPolicies, PipelineError, toPipelineError, type ErrorCode } from "../src/index.ts";

const codes = Object.keys(errorPolicies) as ErrorCode[];

describe.each(codes)("%s", (code) => {
  const { party, retry, solution } = errorPolicies[code];

  test("says who has to act and what to do, in one sentence", () => {
    expect(["source", "destination", "data", "bus", "operator", "bug"]).toContain(party);
    expect(["backoff", "manual", "never"]).toContain(retry);
    expect(solution).toMatch(/^[A-Z].{3,}\.$/);
    expect(solution).not.toContain("\n");
  });

  test("is tried again by itself exactly when its policy says backoff", () => {
    expect(new PipelineError(code, "x").isRetryable).toBe(retry === "backoff");
  });
});

test("the policies cannot be changed", () => {
  expect(() => Object.assign(errorPolicies.internal, { retry: "backoff" })).toThrow(TypeError);
});

test("anything thrown becomes a PipelineError, once", () => {
  const known = new PipelineError("not_found", "no such run");
  expect(toPipelineError(known)).toBe(known);
  const cause = new TypeError("x is undefined");
  expect(toPipelineError(cause)).toMatchObject({ code: "internal", message: "x is undefined", cause });
  expect(toPipelineError("text")).toMatchObject({ code: "internal", message: "text", cause: "text" });
  expect(toPipelineError(undefined)).toMatchObject({ code: "internal", message: "undefined" });
});
