import type { KyselyPlugin } from "kysely";

import { pipelineDefaults } from "@datamantri/api/values";

/**
 * Completes every configuration that is read from pipelines, their versions and runs: what was stored before an option
 * existed gets the option's default. It belongs to the database, so that no query can be forgotten.
 */
export const completeConfigurations: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(completeRow) }),
};

function completeRow(row: Record<string, unknown>): Record<string, unknown> {
  // Also under an alias, such as `present_configuration`.
  const found = Object.entries(row).filter(([column, value]) => column.endsWith("configuration") && isObject(value));
  if (found.length === 0) return row;
  // First and last, so that the members keep their order and what is stored wins.
  const completed = found.map(([column, value]) => [
    column,
    { ...(value as object), ...pipelineDefaults, ...(value as object) },
  ]);
  return { ...row, ...(Object.fromEntries(completed) as object) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
