import { expect, test } from "vitest";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { toJobError, toSourceError, toTransportError } from "../src/bigquery/api/bigquery-errors.ts";
import { isGoogle } from "../src/bigquery/api/credentials.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { toColumn } from "../src/bigquery/tables/schema.ts";

const nothing = { text: "" };
const network = openSourceNetwork("");

function body(reason: string): string {
  return JSON.stringify({ error: { code: 403, message: "the reason", errors: [{ reason, domain: "global" }] } });
}

test.each([
  [403, body("rateLimitExceeded"), "source_rate_limited", true],
  [403, body("quotaExceeded"), "source_rate_limited", true],
  [403, body("accessDenied"), "source_permission_denied", false],
  [403, body("policyViolation"), "source_perimeter_refused", false],
  [501, "", "source_response_refused", false],
  [400, body("bytesBilledLimitExceeded"), "cost_limit_exceeded", false],
  [400, body("invalidQuery"), "source_query_invalid", false],
  [404, body("notFound"), "source_not_found", false],
  [401, "", "source_credentials_invalid", false],
  [429, "", "source_rate_limited", true],
  [503, "<html>a proxy's page</html>", "source_unavailable", true],
  [502, "", "source_unavailable", true],
  [302, "", "egress_refused", false],
] as const)("HTTP %i with %j is %s", (status, text, code, isRetryable) => {
  expect(toSourceError(status, text, nothing)).toMatchObject({ code, isRetryable });
});

test("a job's failure has BigQuery's reason and the job, a lost connection the cause", () => {
  const again = { reason: "backendError", message: "again" };
  expect(toJobError(again, "job_1", nothing)).toMatchObject({
    code: "source_unavailable",
    facts: { reason: "backendError", job_id: "job_1" },
    message:
      "BigQuery said: the job failed, for a reason that it gives in words that are not shown (backendError), job job_1",
    vendorMessage: "again",
  });
  const refused = Object.assign(new Error("fetch failed"), {
    cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
  });
  expect(toTransportError(refused, "host:1").message).toBe("cannot reach BigQuery at host:1: ECONNREFUSED");
});

test("only Google's own addresses count as Google", () => {
  for (const endpoint of [undefined, "https://bigquery.googleapis.com", "https://bigquery-x.p.googleapis.com/path"]) {
    expect([endpoint, isGoogle(endpoint)]).toEqual([endpoint, true]);
  }
  for (const endpoint of [
    "http://bigquery.googleapis.com",
    "https://googleapis.com.evil.example",
    "https://evil.example/googleapis.com/",
    "https://evilgoogleapis.com",
    "https://bigquery.googleapis.com@evil.example",
  ]) {
    expect([endpoint, isGoogle(endpoint)]).toEqual([endpoint, false]);
  }
});

test("a blocked endpoint is refused at once", async () => {
  const retries: unknown[] = [];
  const config = { project: "p", api_endpoint: "http://0xa9fea9fe" };
  const client = await BigQueryClient.open({ config, credentials: null }, network, (error) => retries.push(error));
  const asking = client.json({ path: "p/datasets" }, new AbortController().signal);
  await expect(asking).rejects.toMatchObject({ code: "egress_refused", isRetryable: false });
  expect(retries).toEqual([]);
});

test("REST's type names become the standard ones, nested and repeated", () => {
  expect(
    toColumn({
      name: "a",
      type: "RECORD",
      mode: "REPEATED",
      fields: [
        { name: "b", type: "INTEGER", mode: "REQUIRED" },
        { name: "c", type: "RANGE", rangeElementType: { type: "DATE" } },
      ],
    }),
  ).toMatchObject({
    type: "STRUCT",
    repeated: true,
    fields: [
      { name: "b", type: "INT64", required: true },
      { name: "c", type: "RANGE", rangeElementType: "DATE" },
    ],
  });
  expect(toColumn({ name: "x", type: "HOLOGRAM" })).toMatchObject({ type: "HOLOGRAM" });
});

/** https://docs.cloud.google.com/bigquery/docs/error-messages#errortable */
test.each([
  [403, "rateLimitExceeded", "source_rate_limited"],
  [403, "quotaExceeded", "source_rate_limited"],
  [400, "tableUnavailable", "source_unavailable"],
  [200, "stopped", "source_job_stopped"],
  [403, "responseTooLarge", "source_result_too_large"],
  [403, "accessNotConfigured", "source_api_disabled"],
  [407, "proxyAuthenticationRequired", "source_proxy_refused"],
  [407, undefined, "source_proxy_refused"],
  [403, "accessDenied", "source_permission_denied"],
  [403, "billingNotEnabled", "source_permission_denied"],
  [403, "blocked", "source_permission_denied"],
])("HTTP %i, %s is %s", (status, reason, code) => {
  const body = JSON.stringify({ error: { message: "no", errors: reason === undefined ? [] : [{ reason }] } });
  const asked = { text: "", query: undefined };
  if (status !== 200) expect(toSourceError(status, body, asked).code).toBe(code);
  if (reason !== undefined) expect(toJobError({ reason, message: "no" }, "job_1", asked).code).toBe(code);
});
