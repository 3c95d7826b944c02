/** What a backfill needs of its target, before a row is read. */
import type pg from "pg";

import { describeLostRange, findUnchangedColumn, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { textTypes, toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import type { RunTarget } from "../connect/destinations.ts";
import { retype } from "./comparable.ts";
import type { TargetShape } from "./target-shape.ts";
import { targetTable } from "./target-table.ts";

const finalizedBefore = `
  select exists (
    select from datamantri.runs where pipeline_id = $1 and target = $2 and state = 'finalized'
  ) as answer
`;

/**
 * A backfill of an incremental pipeline brings a range up to date in a target that a run has filled. Without one, the next
 * run would take the range for everything (a dropped target), or add it again (append).
 *
 * @throws PipelineError `sink_table_mismatch`
 */
export async function assertRunBefore(
  client: pg.PoolClient,
  pipelineId: string,
  { config, writeMode, configuration }: RunTarget,
  exists: boolean,
): Promise<void> {
  if (configuration.source_config.read !== "incremental") return;
  const target = targetTable(config);
  const advice = "Run the pipeline first, which reads every row";
  if (!exists) {
    const reason = `${target} does not exist, of which a backfill reads a range again`;
    throw new PipelineError("sink_table_mismatch", `${reason}. ${advice}`);
  }
  if (writeMode !== "append") return;
  if (await hasFinalized(client, pipelineId, { config })) return;
  const reason = `no run of the pipeline has written into ${target} yet: the first would add the rows of a backfill again`;
  throw new PipelineError("sink_table_mismatch", `${reason}. ${advice}`);
}

/** True if a run of the pipeline has written this target. */
export async function hasFinalized(
  client: pg.PoolClient,
  pipelineId: string,
  { config }: Pick<RunTarget, "config">,
): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(finalizedBefore, [pipelineId, targetTable(config)]);
  return rows[0]!.answer;
}

/**
 * Finds the column by which append finds the target's rows of a range.
 *
 * @param columns that the run writes.
 * @throws PipelineError `sink_table_mismatch` if none has the source's values, or the target stores them as text, which
 *   has another order.
 */
export function rangeColumnOf({ target, stored }: TargetShape, columns: readonly Column[], source: string): Column {
  const column = findUnchangedColumn(columns, source);
  if (column === undefined) throw new PipelineError("sink_table_mismatch", describeLostRange(source));
  const name = quoteIdentifier(column.name);
  const present = stored.get(name);
  if (present === undefined || column.type === "STRING" || !textTypes.has(present.base)) return column;
  const type = toColumnType(column);
  const reason = `append would find the rows of the backfill by ${name}, but ${target} stores its values (${type}) as ${present.type}, which has another order`;
  const advice = `${retype(target, name, type)}, or backfill a pipeline that merges`;
  throw new PipelineError("sink_table_mismatch", `${reason}. ${advice}`);
}
