import { JetStreamApiError } from "@nats-io/jetstream";
import { InvalidArgumentError, TimeoutError } from "@nats-io/transport-node";
import { expect, test } from "vitest";

import { PipelineError } from "@datamantri/runtime";

import { toBusError } from "../src/nats-errors.ts";

const api = (err_code: number, description: string, code = 503): JetStreamApiError =>
  new JetStreamApiError({ code, err_code, description });

test.each([
  [api(10077, "maximum messages exceeded"), "bus_full", true],
  [api(10077, "maximum bytes exceeded"), "bus_full", true],
  [api(10077, "maximum messages per subject exceeded"), "bus_full", true],
  [api(10077, "no space left on device"), "bus_unavailable", true],
  [api(10167, "too many requests", 429), "bus_full", true],
  [api(10054, "message size exceeds maximum allowed", 400), "row_too_large", false],
  [api(10008, "JetStream system temporarily unavailable"), "bus_unavailable", true],
  [InvalidArgumentError.format("payload", "max_payload size exceeded"), "row_too_large", false],
  [InvalidArgumentError.format("header", "values cannot contain \\r or \\n"), "internal", false],
  [new TimeoutError(), "bus_unavailable", true],
  ["text", "bus_unavailable", true],
] as const)("%s is %s", (thrown, code, isRetryable) => {
  const error = toBusError(thrown);
  expect(error).toMatchObject({ code, isRetryable, cause: thrown });
});

test("a mapped error stays unchanged", () => {
  const known = new PipelineError("run_closed", "ended");
  expect(toBusError(known)).toBe(known);
});
