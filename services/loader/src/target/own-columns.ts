import { describeTakenColumn, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";

/**
 * @param columns that the run writes.
 * @throws PipelineError `sink_table_mismatch` when the source has a column that the write mode writes itself.
 */
export function assertOwnColumns({ configuration }: RunTarget, columns: readonly Pick<Column, "name">[]): void {
  const problem = describeTakenColumn(configuration, columns);
  if (problem !== undefined) throw new PipelineError("sink_table_mismatch", problem);
}
