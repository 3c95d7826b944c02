/** Columns that a write mode itself writes: `valid_from`, `valid_to`, `_deleted_at`, or as the pipeline calls them. */
import { deletedAt, describeOwnColumnsProblem, ownColumns, validTo, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import type { TargetColumn } from "./target-columns.ts";
import type { TargetShape } from "./target-shape.ts";

/**
 * @param columns that the run writes.
 * @throws PipelineError `sink_table_mismatch` when the write mode's own columns have no place in the target.
 */
export function assertOwnColumns({ configuration }: RunTarget, columns: readonly Pick<Column, "name">[]): void {
  const problem = describeOwnColumnsProblem(configuration, columns);
  if (problem !== undefined) throw new PipelineError("sink_table_mismatch", problem);
}

/**
 * An existing target must have them, as times with microseconds.
 *
 * @throws PipelineError `sink_table_mismatch`
 */
export function assertOwnColumnsFit({ configuration, writeMode }: RunTarget, { target, stored }: TargetShape): void {
  const own = ownColumns(configuration);
  const { destination_config: config } = configuration;
  const emptied = writeMode === "history" ? validTo(config) : deletedAt(config);
  const problems = own.flatMap((name) => describeMisfit(name, stored.get(quoteIdentifier(name)), name === emptied));
  if (problems.length === 0) return;
  const list = own.map(quoteIdentifier).join(", ");
  const needs = `${writeMode} needs the columns ${list} (timestamptz) in the existing table ${target}`;
  throw new PipelineError("sink_table_mismatch", `${needs}: ${problems.join("; ")}`);
}

/** @param isEmptied true if it is NULL in current rows. */
function describeMisfit(name: string, column: TargetColumn | undefined, isEmptied: boolean): readonly string[] {
  if (column === undefined) return [`"${name}" is missing`];
  const { type, storedAs, isGenerated, isNullable } = column;
  if (!/^timestamp(\(6\))? with time zone$/.test(storedAs)) return [`"${name}" is ${type}`];
  if (isGenerated) return [`PostgreSQL generates the values of "${name}"`];
  return isEmptied && !isNullable ? [`"${name}" must allow NULL`] : [];
}
