import type { KyselyPlugin } from "kysely";

import { pipelineDefaults } from "@datamantri/api/values";

/**
 * Completes every configuration read from pipelines, versions and runs: an option that did not exist when the row was
 * stored gets its default. A database plugin does it, so that no query can forget it.
 */
export const completeConfigurations: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(completeRow) }),
};

function completeRow(row: Record<string, unknown>): Record<string, unknown> {
  // Matches aliases too, such as `present_configuration`.
  const found = Object.entries(row).filter(([column, value]) => column.endsWith("configuration") && isObject(value));
  if (found.length === 0) return row;
  // Merged twice: the first merge keeps the order of members, the last lets stored values win.
  const completed = found.map(([column, value]) => [
    column,
    { ...(value as object), ...pipelineDefaults, ...(value as object) },
  ]);
  return { ...row, ...(Object.fromEntries(completed) as object) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
