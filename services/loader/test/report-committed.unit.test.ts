import { expect, test } from "vitest";

import { PipelineError } from "@datamantri/runtime";

import { reportCommitted } from "../src/messages/report-committed.ts";

test("no error after a commit is final", async () => {
  await expect(reportCommitted(() => Promise.reject(new Error("a bug")))).rejects.toMatchObject({
    code: "outcome_unknown",
    isRetryable: true,
  });
  const refused = new PipelineError("row_too_large", "the message is too large");
  await expect(reportCommitted(() => Promise.reject(refused))).rejects.toMatchObject({ isRetryable: true });
});

test("an outage stays what it is", async () => {
  const away = new PipelineError("bus_unavailable", "NATS is away");
  await expect(reportCommitted(() => Promise.reject(away))).rejects.toBe(away);
});
