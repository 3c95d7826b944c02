/**
 * Common parts of merge, mirror and history: rows with a key. None uses ON CONFLICT, which needs an index that a target
 * may not have, and fails for a key that occurs twice.
 */
import type pg from "pg";

import { findSourceColumn, type Column } from "@datamantri/contracts";
import type { DestinationConfig, WriteMode } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { inSourceOrder, textTypes, toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import type { RunTarget } from "../connect/destinations.ts";
import { asStored, type TargetShape } from "../target/target-shape.ts";

const numbers: ReadonlySet<string> = new Set(["INT64", "NUMERIC", "BIGNUMERIC"]);

export interface StagedRows {
  readonly config: DestinationConfig;
  readonly shape: TargetShape;
  /** The staged rows as a subquery, as the target stores them. */
  readonly source: string;
  /** Time of BigQuery's snapshot. */
  readonly takenAt: Date;
  /** True if the staged rows are all rows of the source: only then a missing row was deleted. */
  readonly isWhole: boolean;
  /** Tells which version of a row is the latest; null for none. */
  readonly cursor: Column | null;
  /** True for increments and backfills. */
  readonly isPartial: boolean;
}

export function isKeyed(mode: WriteMode): boolean {
  return mode === "merge" || mode === "mirror" || mode === "history";
}

/**
 * Leaves one staged row per key: the one with the greatest cursor. Keys are the same if the target takes them for equal.
 *
 * @throws PipelineError `sink_key_invalid` when a key is NULL, or occurs twice and there is no cursor.
 */
export async function resolveKeys(client: pg.PoolClient, shape: TargetShape): Promise<void> {
  const { staging, key, cursor } = shape;
  const isNull = key.map((column) => `${column} is null`).join(" or ");
  const nulls = await countRows(client, `${staging} where ${isNull}`);
  if (nulls > 0) throw new PipelineError("sink_key_invalid", `${nulls} rows have NULL in the key ${key.join(", ")}`);
  const stored = key.map((column) => asStored(shape, column)).join(", ");
  const twice = await countRows(client, `(select from ${staging} group by ${stored} having count(*) > 1) as twice`);
  if (twice === 0) return;
  if (cursor === null) {
    const reason = `${twice} keys (${key.join(", ")}) occur more than once, and no cursor_column tells which row is the latest`;
    throw new PipelineError("sink_key_invalid", reason);
  }
  // The row's text decides between equal cursors, so that a repeat decides alike.
  await client.query(`
    delete from ${staging} as staged
    using (
      select ctid as place,
        row_number() over (partition by ${stored} order by ${cursor} desc nulls last, numbered::text) as number
      from ${staging} as numbered
    ) as ranked
    where staged.ctid = ranked.place and ranked.number > 1
  `);
}

/** By the target's equality. */
export function sameKey({ key, stored }: TargetShape): string {
  const same = key.map((column) => {
    const { equals = "=", comparedAs = "" } = stored.get(column) ?? {};
    return `old.${column}${comparedAs} ${equals} new.${column}${comparedAs}`;
  });
  return same.join(" and ");
}

/** Columns in which rows with the same key can differ: all others, and those of the key that are equal in several forms. */
export function valuesOf({ columns, key, stored }: TargetShape): readonly string[] {
  return columns.filter((column) => !key.includes(column) || stored.get(column)?.isLoose === true);
}

/**
 * Compares the rows' images, because -0 and 0, 1.0 and 1.00 are equal but not identical, and json has no equality.
 * Compares records: two bare row constructors would be compared column by column.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
 */
export function isOther(values: readonly string[]): string {
  return `row(${listOf("old", values)})::record *<> row(${listOf("new", values)})::record`;
}

/** @returns null when there is none. */
export function cursorOf({ cursorColumn }: RunTarget, columns: readonly Column[]): Column | null {
  return cursorColumn === null ? null : (findSourceColumn(columns, cursorColumn) ?? null);
}

/**
 * Rows that are no older than the target's, by their cursor: increments and backfills may bring an earlier version of a
 * row again, or one without a cursor. Empty where a run reads every row, whose version counts whatever its cursor is.
 */
export function isNoOlder({ shape, cursor, isPartial }: Pick<StagedRows, "shape" | "cursor" | "isPartial">): string {
  if (!isPartial || cursor === null) return "";
  const name = quoteIdentifier(cursor.name);
  const base = shape.stored.get(name)?.base ?? "";
  // A target may have another type with another order, such as text for a number.
  const type = textTypes.has(base) === (cursor.type === "STRING") ? "" : `::${toColumnType(cursor)}`;
  const [old, fresh] = ["old", "new"].map((alias) => inSourceOrder(cursor, `${alias}.${name}${type}`));
  const isNoOlder = `old.${name} is null or ${fresh} >= ${old}`;
  if (type === "" || cursor.type === "STRING") return ` and (${isNoOlder})`;
  // A text that somebody else has written, and that is no such value, has no order.
  const form = numbers.has(cursor.type) ? String.raw`^-?\d+(\.\d+)?$` : String.raw`^\d{4}-\d\d-\d\d`;
  return ` and case when old.${name} is null or old.${name} ~ '${form}' then ${isNoOlder} else true end`;
}

/** Columns of `alias`, separated by commas. */
export function listOf(alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column}`).join(", ");
}

/** @param from FROM clause, with its condition. */
export async function countRows(client: pg.PoolClient, from: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${from}`);
  return Number(rows[0]!.count);
}
