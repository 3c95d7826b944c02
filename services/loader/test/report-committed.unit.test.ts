import { expect, test } from "vitest";

import { PipelineError } from "@datamantri/runtime";

import { reportCommitted } from "../src/messages/report-committed.ts";

const failed = (error: Error) => async () => {
  throw error;
};
const refused = new PipelineError("row_too_large", "the message is too large");

test("no error after a commit is final, and it says what is committed", async () => {
  await expect(reportCommitted("the rows are in", failed(new Error("a bug")))).rejects.toMatchObject({
    code: "internal",
    isRetryable: true,
    message: expect.stringMatching(/^the rows are in, and that could not be reported: /) as string,
  });
  await expect(reportCommitted("the rows are in", failed(refused))).rejects.toMatchObject({
    code: "row_too_large",
    isRetryable: true,
  });
});

test("only a run whose end nobody else knows has an unknown outcome", async () => {
  await expect(reportCommitted("the rows are in", failed(refused), "outcome_unknown")).rejects.toMatchObject({
    code: "outcome_unknown",
    isRetryable: true,
  });
});

test("an outage stays what it is", async () => {
  const away = new PipelineError("bus_unavailable", "NATS is away");
  await expect(reportCommitted("the rows are in", failed(away))).rejects.toBe(away);
});
