/** The price of a full verification, whose query reads a table that is listed for nothing. */
import { levelOf, sourceStatement } from "@datamantri/verification";
import type { Column } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Read } from "../snapshot/choose-read.ts";
import { quoteReference, requiresFilter, sourceAlias } from "../tables/table.ts";
import type { DryRun, Query } from "./query-job.ts";

/** What a refusal of its price calls it. */
export const fullVerification = "the full verification's query (destination_config.verification)";

/**
 * Asks BigQuery for the price of the verification's query. Null if there is none, and for the result of a query, whose
 * size nobody knows before.
 *
 * @param columns of the target.
 * @throws PipelineError `request_invalid` for a table of which BigQuery refuses every query without a filter; BigQuery's
 *   other refusals.
 */
export async function dryRunVerification(
  read: Read,
  columns: readonly Column[],
  destination: Pick<DestinationConfig, "verification">,
  dryRun: (query: Query) => Promise<DryRun>,
): Promise<DryRun | null> {
  if (read.kind === "query" || levelOf(destination) !== "full") return null;
  const { reference, table } = read;
  if (requiresFilter(table)) {
    const reason = `a full verification queries the whole table ${reference.tableId}, which requires a filter by its partitions`;
    const advice = "set destination_config.verification to counts, or source_config.filter";
    throw new PipelineError("request_invalid", `${reason}: ${advice}`);
  }
  return dryRun({ text: sourceStatement(columns, `${quoteReference(reference)} AS ${sourceAlias}`, sourceAlias) });
}
