/** Table names, key and types for statements, quoted. */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { findSourceColumn } from "../columns/source-columns.ts";
import { stagingTable } from "../staging/staging.ts";
import { targetTable } from "./target-table.ts";

export interface TargetShape {
  readonly target: string;
  readonly staging: string;
  /** Quoted; all columns of the source. */
  readonly columns: readonly string[];
  /** Quoted, in the configured order. */
  readonly key: readonly string[];
  /** Quoted; all columns that are not in the key. */
  readonly values: readonly string[];
  /** Quoted; null when there is none. */
  readonly cursor: string | null;
}

/** @throws PipelineError `sink_key_invalid` when the key names no target column, or the cursor no source column. */
export function toTargetShape(runId: string, run: RunTarget, columns: readonly Column[]): TargetShape {
  const names = columns.map((column) => column.name);
  const key = run.config.key ?? [];
  const unknown = key.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new PipelineError("sink_key_invalid", describeUnknownKey(unknown, columns));
  const cursor = run.cursorColumn === null ? null : findSourceColumn(columns, run.cursorColumn);
  if (cursor === undefined) {
    throw new PipelineError(
      "sink_key_invalid",
      `the source has no column "${run.cursorColumn}", which cursor_column names`,
    );
  }
  return {
    target: targetTable(run.config),
    staging: stagingTable(runId),
    columns: names.map(quoteIdentifier),
    key: key.map(quoteIdentifier),
    values: names.filter((name) => !key.includes(name)).map(quoteIdentifier),
    cursor: cursor === null ? null : quoteIdentifier(cursor.name),
  };
}

/** A key names columns of the target, which a mapping may have renamed. */
function describeUnknownKey(name: string, columns: readonly Column[]): string {
  const renamed = findSourceColumn(columns, name);
  const hint = renamed === undefined ? "" : `; the mapping calls the source's "${name}" "${renamed.name}"`;
  return `the target has no column "${name}", which the key names${hint}`;
}

const columnTypes = `
  select attname as name, format_type(atttypid, null) as type
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
`;

/**
 * Casts the staged rows to the target's own types, so that rows can be compared by image. Omits the types' modifiers: a
 * cast to varchar(3) would cut what an assignment refuses.
 */
export async function castStagedRows(client: pg.PoolClient, shape: TargetShape): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(columnTypes, [shape.target]);
  const types = new Map(rows.map(({ name, type }) => [quoteIdentifier(name), type]));
  const list = shape.columns.map((column) => `${column}::${types.get(column)} as ${column}`);
  return `(select ${list.join(", ")} from ${shape.staging})`;
}
