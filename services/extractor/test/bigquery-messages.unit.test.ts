/** BigQuery's messages, from its documents and reports of its users, and the part that everybody may read. */
import { describe, expect, test } from "vitest";

import { toJobError, toSourceError } from "../src/bigquery/api/bigquery-errors.ts";

const query = "SELECT nam, CAST(amount AS INT64) AS amount\nFROM shop.orders AS o";
const asked = { text: `my-project/jobs ${JSON.stringify({ query: { query } })}`, query };
const canary = "canary4711";

function said(message: string, reason = "invalidQuery", status = 400): string {
  const body = { error: { code: status, message, errors: [{ reason, message, domain: "global" }] } };
  const error = toSourceError(status, JSON.stringify(body), asked);
  expect(message.startsWith(error.vendorMessage!.slice(0, 10))).toBe(true);
  return error.message;
}

describe("is shown with its names and position", () => {
  test.each([
    // https://docs.cloud.google.com/bigquery/docs/troubleshoot-queries, https://github.com/googleapis/python-bigquery/issues/104
    ["Unrecognized name: nam at [1:8]", "Unrecognized name: nam at [1:8]"],
    [
      "Unrecognized name: nam; Did you mean name? at [1:8]",
      "Unrecognized name: nam; Did you mean (not shown)? at [1:8]",
    ],
    ["Name id not found inside o at [2:6]", "Name (not shown) not found inside o at [2:6]"],
    // https://github.com/doitintl/bigquery-grafana/issues/257
    ['Syntax error: Unexpected identifier "String" at [2:6]', "Syntax error at [2:6]"],
    ["Syntax error: Unexpected end of script", "Syntax error"],
    [
      "Not found: Table my-project:shop.orders was not found in location US",
      "Not found: Table my-project:shop.orders was not found in location US",
    ],
    ["Not found: Dataset my-project:shop", "Not found: Dataset my-project:shop"],
    [
      'Could not cast literal "20100317" to type DATETIME at [1:13]',
      "Could not cast a literal to type DATETIME at [1:13]",
    ],
    // https://github.com/kubernetes/k8s.io/issues/2729
    [
      "Access Denied: Project my-project: User does not have bigquery.jobs.create permission in project my-project.",
      "Access Denied: Project my-project: User does not have bigquery.jobs.create permission in project my-project.",
    ],
    // https://github.com/stanford-esrg/LEO_HitchHiking/issues/2
    [
      "Access Denied: Table my-project:shop.orders: User does not have permission to query table my-project:shop.orders, or perhaps it does not exist in location US.",
      "Access Denied: Table my-project:shop.orders: User does not have permission to query table my-project:shop.orders, or perhaps it does not exist in location US.",
    ],
    [
      'Access Denied: BigQuery BigQuery: User has neither fine-grained reader nor masked get permission to get data protected by policy tag "Personal : ssn" on columns p.d.t.ssn.',
      "Access denied: the account may not read data that a policy tag protects",
    ],
    // https://docs.cloud.google.com/bigquery/docs/troubleshoot-quotas
    [
      "Exceeded rate limits: too many table update operations for this table. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas",
      "Exceeded rate limits: too many table update operations for this table",
    ],
    [
      "Query exceeded limit for bytes billed: 1000000. 10485760 or higher required.",
      "the query would bill more than maximum_bytes_billed allows",
    ],
  ])("%s", (message, expected) => {
    expect(said(message)).toBe(`BigQuery said: ${expected} (invalidQuery)`);
  });
});

describe("quotes nothing that the request did not have", () => {
  test.each([
    `Bad int64 value: ${canary}`,
    `Bad double value: ${canary}`,
    `Invalid timestamp: '${canary}'`,
    `Invalid date: '${canary}'`,
    `Could not cast literal "${canary}" to type INT64 at [1:13]`,
    `division by zero: ${canary} / 0`,
    `Failed to parse input string "${canary}"`,
    canary,
    // Raised by ERROR(), in the words of other messages.
    `Unrecognized name: ${canary} at [1:8]`,
    `Unrecognized name: nam; Did you mean ${canary}?`,
    `Not found: Table ${canary}`,
    `Not found: Table my-project:shop.orders was not found in location ${canary}`,
    `Not found: Table my-project:shop.${canary} was not found in location US`,
    `Syntax error: ${canary} at [4711:4711]`,
    `Unrecognized name: nam at [1:4711]`,
    `Access Denied: Project my-project: User does not have ${canary} permission in project my-project.`,
    `Could not cast literal "x" to type ${canary}`,
    `Function not found: ${canary}\nFunction not found: nam`,
    `Quota exceeded: Your project exceeded quota for concurrent queries. ${canary}`,
    `Resources exceeded during query execution: ${canary}`,
  ])("%j", (message) => {
    for (const error of [said(message), toJobError({ reason: "invalidQuery", message }, "job_1", asked).message]) {
      expect(error).not.toMatch(/canary|4711/);
      expect(error).toMatch(/^BigQuery said: /);
    }
  });

  test.each([canary, `invalidQuery ${canary}`, 4711, { canary }])("an invalid reason: %j", (reason) => {
    const error = toSourceError(400, JSON.stringify({ error: { message: canary, errors: [{ reason }] } }), asked);
    const failed = toJobError({ reason: reason as string, message: canary }, "job_1", asked);
    for (const { message, facts } of [error, failed])
      expect(message + JSON.stringify(facts)).not.toMatch(/canary|4711/);
  });

  test("a name of punctuation alone, and words that are close to known ones", () => {
    for (const name of ["😀", "***", "nam'", "nam\u0301", "ORDERS2"]) {
      expect(said(`Unrecognized name: ${name}`)).toBe("BigQuery said: Unrecognized name: (not shown) (invalidQuery)");
    }
    expect(said("Unrecognized name: FROM.nam")).toContain("FROM.nam");
  });

  test("no message is slow to compare", () => {
    for (const text of [
      "Access Denied: Table a: ",
      "Not found: Table ",
      "Column name ",
      "No matching signature for ",
    ]) {
      said(text + "a at [1:".repeat(50_000));
    }
  });
});
