/** Reads the rows of a backfill by a query of their range. */
import {
  describeLostRange,
  emptyRange,
  findUnchangedColumn,
  isEmptyRange,
  orderedTypes,
  type Column,
  type CursorRange,
} from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { findColumn } from "../tables/schema.ts";
import { selectRows, type QueryRead } from "./choose-read.ts";
import { filterOf, nameInConditions } from "./conditions.ts";
import { assertCursorValue, toParameter } from "./cursor-values.ts";
import { nothingLeftOut, type LeftOut } from "./select-list.ts";

/**
 * @param columns of the source, `leftOut` what is not asked for.
 * @throws PipelineError `request_invalid` for a column without such an order, for an invalid bound, and for a range without values.
 */
export function readRange(
  config: SourceConfig,
  columns: readonly Column[],
  range: CursorRange,
  leftOut: LeftOut = nothingLeftOut,
): QueryRead {
  const column = findColumn(columns, range.column);
  if (column === undefined) {
    const advice = "name a column of the rows at the top level, no field of a STRUCT";
    throw new PipelineError("request_invalid", `the pipeline's rows have no column "${range.column}": ${advice}`);
  }
  if (column.repeated || !orderedTypes.includes(column.type)) {
    const known = orderedTypes.join(", ");
    throw new PipelineError("request_invalid", `a backfill's column "${range.column}" must be of type ${known}`);
  }
  const { type } = column;
  assertCursorValue(type, range.from, `"from" of a backfill`);
  assertCursorValue(type, range.to, `"to" of a backfill`);
  if (isEmptyRange(range.from, range.to, type)) throw new PipelineError("request_invalid", emptyRange);
  const name = nameInConditions(config, column.name);
  const within = {
    text: `${name} >= @from AND ${name} < @to`,
    parameters: [toParameter("from", type, range.from), toParameter("to", type, range.to)],
  };
  const from = range.from === "" ? "the beginning" : range.from;
  const rows = `rows with ${column.name} from ${from} to before ${range.to}`;
  return selectRows(config, [...filterOf(config), within], leftOut, rows);
}

/**
 * @param columns that the run writes.
 * @throws PipelineError `request_invalid` if append would not find the target's rows of the range.
 */
export function assertRangeColumn(columns: readonly Column[], { column }: CursorRange): void {
  if (findUnchangedColumn(columns, column) !== undefined) return;
  throw new PipelineError("request_invalid", describeLostRange(column));
}
