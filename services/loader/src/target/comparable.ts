/** Checks before a row is read that PostgreSQL can compare the values by which a run finds the target's rows. */
import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import type { TargetShape } from "./target-shape.ts";

const texts: ReadonlySet<string> = new Set(["text", "character varying"]);

/**
 * @param column the range's.
 * @throws PipelineError `sink_table_mismatch` if the target stores its values as text, which has another order.
 */
export function assertRangeComparable({ target, stored }: TargetShape, column: Column): void {
  const name = quoteIdentifier(column.name);
  const present = stored.get(name);
  if (present === undefined || column.type === "STRING" || !texts.has(present.base)) return;
  const type = toColumnType(column);
  const reason = `append would find the rows of the backfill by ${name}, but ${target} stores its values (${type}) as ${present.type}, which has another order`;
  const advice = `${retype(target, name, type)}, or backfill a pipeline that merges`;
  throw new PipelineError("sink_table_mismatch", `${reason}. ${advice}`);
}

function retype(target: string, column: string, type: string): string {
  return `Run: ALTER TABLE ${target} ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`;
}
