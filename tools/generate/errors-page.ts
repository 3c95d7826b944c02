import { errorPolicies, refusals, type Party, type Retry } from "@datamantri/runtime";

const parties: Readonly<Record<Party, string>> = {
  source: "BigQuery",
  sink: "PostgreSQL",
  data: "the rows",
  bus: "NATS",
  operator: "configuration",
  bug: "us",
};

const retries: Readonly<Record<Retry, string>> = {
  backoff: "by itself, with growing pauses",
  manual: "after you acted",
  never: "no",
};

/** docs/errors.md, from the policy table. */
export function errorsPage(): string {
  const rows = Object.entries(errorPolicies).map(
    ([code, { party, retry, solution }]) => `| \`${code}\` | ${parties[party]} | ${retries[retry]} | ${solution} |`,
  );
  const refused = Object.entries(refusals).map(([code, solution]) => `| \`${code}\` | ${solution} |`);
  return [
    "# Errors",
    "",
    "Generated from `packages/runtime/src/errors.ts` and `refusals.ts` beside it by `npm run generate`.",
    "",
    "A failed run has one of these codes in `error_code`; a refused request has it in the problem's `code`.",
    "",
    "| code | who has to act | is it tried again? | what to do |",
    "|---|---|---|---|",
    ...rows,
    "",
    "These are said by the API only, about who asks and how:",
    "",
    "| code | what to do |",
    "|---|---|",
    ...refused,
    "",
  ].join("\n");
}
