import { errorPolicies, refusals, type Party, type Retry } from "@datamantri/runtime";

const parties: Readonly<Record<Party, string>> = {
  source: "BigQuery",
  destination: "PostgreSQL",
  data: "Rows",
  bus: "NATS",
  operator: "Configuration and requests",
  bug: "Bugs",
};

const retries: Readonly<Record<Retry, string>> = {
  backoff: "retried automatically",
  manual: "retry after the correction",
  never: "not retried",
};

/** docs/errors.md, from the policy table. */
export function errorsPage(): string {
  const all = Object.entries(errorPolicies);
  const sections = Object.entries(parties).flatMap(([party, title]) => [
    `## ${title}`,
    "",
    ...all
      .filter(([, policy]) => policy.party === party)
      .map(([code, { retry, solution }]) => `- \`${code}\` (${retries[retry]}): ${solution}`),
    "",
  ]);
  const refused = Object.entries(refusals).map(([code, solution]) => `- \`${code}\`: ${solution}`);
  return [
    "# Errors",
    "",
    "Generated from `packages/runtime/src/errors.ts` and `packages/runtime/src/refusals.ts` by `npm run generate`.",
    "",
    "A failed run has one of these codes in `error_code`, a refused request in the problem's `code`. They are grouped by",
    "where the cause is, and say what to do.",
    "",
    ...sections,
    "## Only in responses of the API",
    "",
    ...refused,
    "",
  ].join("\n");
}
