import { describeOwnColumnsProblem, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";

/**
 * @param columns that the run writes.
 * @throws PipelineError `sink_table_mismatch` when the write mode's own columns have no place in the target.
 */
export function assertOwnColumns({ configuration }: RunTarget, columns: readonly Pick<Column, "name">[]): void {
  const problem = describeOwnColumnsProblem(configuration, columns);
  if (problem !== undefined) throw new PipelineError("sink_table_mismatch", problem);
}
