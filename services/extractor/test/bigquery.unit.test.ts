import { expect, test } from "vitest";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { toJobError, toSourceError, toTransportError } from "../src/bigquery/api/bigquery-errors.ts";
import { isGoogle, openCredentials, type SourceAccess } from "../src/bigquery/api/credentials.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { toColumn } from "../src/bigquery/tables/schema.ts";

const network = openSourceNetwork("");
const open = (source: SourceAccess) => openCredentials(source, network.identity);

function body(reason: string): string {
  return JSON.stringify({ error: { code: 403, message: "the reason", errors: [{ reason, domain: "global" }] } });
}

test.each([
  [403, body("rateLimitExceeded"), "source_rate_limited", true],
  [403, body("quotaExceeded"), "source_rate_limited", true],
  [403, body("accessDenied"), "source_permission_denied", false],
  [400, body("bytesBilledLimitExceeded"), "cost_limit_exceeded", false],
  [400, body("invalidQuery"), "source_query_invalid", false],
  [404, body("notFound"), "source_not_found", false],
  [401, "", "source_credentials_invalid", false],
  [429, "", "source_rate_limited", true],
  [503, "<html>a proxy's page</html>", "source_unavailable", true],
  [502, "", "source_unavailable", true],
  [302, "", "egress_refused", false],
] as const)("HTTP %i with %j is %s", (status, text, code, isRetryable) => {
  expect(toSourceError(status, text)).toMatchObject({ code, isRetryable });
});

test("a job's failure has BigQuery's reason, a lost connection the cause", () => {
  expect(toJobError({ reason: "backendError", message: "again" })).toMatchObject({ code: "source_unavailable" });
  expect(toJobError({ reason: "invalidQuery", message: "no such column" }).message).toContain("no such column");
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

test("a stand-in never gets the extractor's own credentials", async () => {
  const config = { project: "p", api_endpoint: "http://127.0.0.1:1" };
  const credentials = await open({ config, credentials: null });
  expect([...(await credentials.headers())]).toEqual([]);
});

test.each([
  ["not json", /are not valid JSON/],
  ['{"type":"gdch_service_account"}', /"type"/],
  ['{"type":"external_account","credential_source":{"executable":{"command":"id"}}}', /executable/],
  ['{"type":"external_account","token_url":"https://evil.example/v1/token"}', /"token_url"/],
  ['{"type":"external_account","universe_domain":"evil.example"}', /"universe_domain"/],
  ['{"type":"external_account","service_account_impersonation_url":"http://[::1]/"}', /_impersonation_url"/],
  ['{"type":"impersonated_service_account","source_credentials":{"type":"external_account"}}', /"source_credentials"/],
])("the credentials %s are refused with the reason, without quoting them", async (text, reason) => {
  const opening = open({
    config: { project: "p" },
    credentials: text,
  });
  await expect(opening).rejects.toMatchObject({ code: "source_credentials_invalid" });
  await expect(open({ config: { project: "p" }, credentials: text })).rejects.toThrow(reason);
});

const federated = (url: string) =>
  JSON.stringify({
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: "https://sts.googleapis.com/v1/token",
    credential_source: { url },
  });

test("credentials that a person typed in do not ask the machine they are used on", async () => {
  const file = federated("http://169.254.169.254/latest/meta-data/iam/");
  const credentials = await open({ config: { project: "p" }, credentials: file });
  await expect(credentials.headers()).rejects.toMatchObject({ code: "egress_refused" });
});

test("nor do they ask anything that the operator's list does not have", async () => {
  const { identity } = openSourceNetwork("10.9.0.0/16,*.googleapis.com");
  const source = { config: { project: "p" }, credentials: federated("http://127.0.0.1:1/token") };
  const credentials = await openCredentials(source, identity);
  const message = "127.0.0.1 is blocked: the setting SOURCE_NETWORKS does not allow it";
  await expect(credentials.headers()).rejects.toMatchObject({ code: "egress_refused", message });
});

test("an endpoint that may not be reached is refused at once", async () => {
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
