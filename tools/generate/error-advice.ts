import { errorPolicies } from "@datamantri/runtime";

/** console/src/generated/error-advice.ts: what the console says about a failed run, from the policy table. */
export function errorAdviceModule(): string {
  const lines = Object.entries(errorPolicies).map(
    ([code, { party, retry, solution }]) =>
      `  ${code}: { party: ${JSON.stringify(party)}, retry: ${JSON.stringify(retry)}, solution: ${JSON.stringify(solution)} },`,
  );
  return [
    "/** Who has to act on an error and how, by code: from packages/runtime/src/errors.ts by `npm run generate`. */",
    "export const errorAdvice: Readonly<",
    "  Record<string, { readonly party: string; readonly retry: string; readonly solution: string } | undefined>",
    "> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}
