/** Columns that some may not read: https://docs.cloud.google.com/bigquery/docs/column-level-security */
import type { Mapping } from "@datamantri/api";
import { excludedSources } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { FieldSchema } from "../tables/schema.ts";

/** Columns that an error names at most. */
const maxNames = 20;

/** True for a refusal because of a policy tag. BigQuery has one reason for all it denies: only its words tell them apart. */
export function isPolicyTagRefusal(error: unknown): error is PipelineError {
  if (!(error instanceof PipelineError) || error.code !== "source_permission_denied") return false;
  return /\bpolicy tag\b/i.test(error.vendorMessage ?? "");
}

/**
 * Says which columns have policy tags and are asked for. Any other error is returned as it is.
 * @param fields of the table, if it is known.
 */
export function explainPolicyTags(
  error: unknown,
  fields: readonly FieldSchema[] | undefined,
  mapping: Mapping | null,
): unknown {
  if (!isPolicyTagRefusal(error)) return error;
  const excluded = new Set(excludedSources(mapping).map((source) => source.toLowerCase()));
  const tagged = taggedIn(fields ?? [], [], excluded);
  const names = tagged.slice(0, maxNames).map((name) => `"${name}"`);
  const advice =
    names.length === 0
      ? "Exclude columns with policy tags in the mapping, name none in a query, filter or view of yours, or grant the account the role Fine-Grained Reader"
      : `Exclude ${names.join(", ")} in the mapping, or grant the account the role Fine-Grained Reader on their policy tags`;
  const { code, facts, vendorMessage } = error;
  return new PipelineError(code, `${error.message}. ${advice}`, facts, { cause: error, vendorMessage });
}

function taggedIn(fields: readonly FieldSchema[], parents: readonly string[], excluded: ReadonlySet<string>): string[] {
  return fields.flatMap((field) => {
    const path = [...parents, field.name];
    if (excluded.has(path.join(".").toLowerCase())) return [];
    const isTagged = (field.policyTags?.names ?? []).length > 0;
    return [...(isTagged ? [path.join(".")] : []), ...taggedIn(field.fields ?? [], path, excluded)];
  });
}
