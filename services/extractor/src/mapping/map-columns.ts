import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { resolveColumns, type MappingOptions } from "./resolve-columns.ts";

/** Limit for one error message. */
const maxProblems = 20;

/**
 * Computes the target's columns, in the source's order.
 *
 * @param source columns as BigQuery shows them (`toColumn` of bigquery/schema.ts).
 * @throws PipelineError `mapping_invalid` that names the problems; `source_type_unsupported` when the only ones are
 *   columns of unknown types, which a mapping can exclude.
 */
export function mapColumns(source: readonly Column[], options: MappingOptions): Column[] {
  const { columns, problems, unsupported } = resolveColumns(source, options);
  if (problems.length > 0) throw new PipelineError("mapping_invalid", listOf([...problems, ...unsupported]));
  if (unsupported.length > 0) throw new PipelineError("source_type_unsupported", listOf(unsupported));
  return columns.flatMap(({ column }) => column ?? []);
}

/** Lists only the first of possibly thousands of columns in a run's log; the type report has them all. */
function listOf(problems: readonly string[]): string {
  const more = problems.length - maxProblems;
  return [...problems.slice(0, maxProblems), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
