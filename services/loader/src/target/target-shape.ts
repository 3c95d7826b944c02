/** Table names, key and types for statements, quoted. */
import type pg from "pg";

import { describeKeyProblem, findKeyColumn, findSourceColumn, type Column } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";
import { inSourceOrder } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { stagingTable } from "../staging/staging.ts";
import { readTargetColumns, type TargetColumn } from "./target-columns.ts";
import { targetTable } from "./target-table.ts";

export interface TargetShape {
  readonly target: string;
  /** True if triggers or rules may leave rows out. */
  readonly isIntercepted: boolean;
  readonly staging: string;
  /** Quoted; all columns of the source. */
  readonly columns: readonly string[];
  /** Quoted, in the configured order. */
  readonly key: readonly string[];
  /** What orders the versions of a row; null when there is none. */
  readonly cursor: string | null;
  /** The existing target's columns by quoted name; empty before the first load. */
  readonly stored: ReadonlyMap<string, TargetColumn>;
}

/**
 * Row triggers that run before, or instead: they decide whether and what is written, those of partitions too.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_trigger.h
 */
const relation = `
  select
    relhasrules or exists (
      select from pg_trigger
      where (tgrelid = pg_class.oid or tgrelid in (select relid from pg_partition_tree(pg_class.oid)))
        and not tgisinternal and tgenabled in ('O', 'A') and (tgtype & 3 = 3 or tgtype & 64 = 64)
    ) as "isIntercepted"
  from pg_class
  where oid = to_regclass($1)
`;

/** @throws PipelineError `sink_key_invalid` when the key names no target column, or the cursor no source column. */
export async function readTargetShape(
  client: pg.PoolClient,
  runId: string,
  run: RunTarget,
  columns: readonly Column[],
): Promise<TargetShape> {
  const names = columns.map((column) => column.name);
  const key = keyNames(run.config, columns);
  const cursor = run.cursorColumn === null ? null : findSourceColumn(columns, run.cursorColumn);
  if (cursor === undefined) {
    throw new PipelineError(
      "sink_key_invalid",
      `the source has no column "${run.cursorColumn}", which cursor_column names`,
    );
  }
  return {
    ...(await readStoredShape(client, runId, targetTable(run.config))),
    columns: names.map(quoteIdentifier),
    key: key.map(quoteIdentifier),
    cursor: cursor === null ? null : inSourceOrder(cursor, quoteIdentifier(cursor.name)),
  };
}

/** The parts that do not depend on the columns to write. @param target quoted. */
export async function readStoredShape(
  client: pg.PoolClient,
  runId: string,
  target: string,
): Promise<Omit<TargetShape, "columns" | "key" | "cursor">> {
  const stored = [...(await readTargetColumns(client, target)).values()];
  const { rows } = await client.query<{ isIntercepted: boolean }>(relation, [target]);
  return {
    target,
    isIntercepted: rows[0]?.isIntercepted ?? false,
    staging: stagingTable(runId),
    stored: new Map(stored.map((column) => [quoteIdentifier(column.name), column])),
  };
}

/** @throws PipelineError `sink_key_invalid` when the key names no target column, or one twice. */
export function keyNames({ key = [] }: DestinationConfig, columns: readonly Column[]): readonly string[] {
  const problem = describeKeyProblem(key, columns);
  if (problem !== undefined) throw new PipelineError("sink_key_invalid", problem);
  return key.flatMap((name) => findKeyColumn(name, columns) ?? []);
}

/** A staged value as the target stores it, with the target's equality. The loader has checked that no text is cut. */
export function asStored({ stored }: TargetShape, column: string): string {
  const taker = stored.get(column);
  return taker === undefined ? column : `(${column}::${taker.type}${taker.collate})`;
}

/** The staged rows as a subquery, in the form in which the target stores them, so that they can be compared with its rows. */
export function storedRows(shape: TargetShape): string {
  const list = shape.columns.map((column) => `${asStored(shape, column)} as ${column}`);
  return `(select ${list.join(", ")} from ${shape.staging})`;
}

/**
 * Inserts the staged rows by assignment, which refuses what an explicit cast would cut. Text becomes an enum only by an
 * explicit cast, which changes nothing.
 *
 * @param overriding the clause for columns whose values PostgreSQL computes.
 */
export function insertStaged(shape: TargetShape, overriding = ""): string {
  const { target, staging, columns, stored } = shape;
  const list = columns.map((column) =>
    (stored.get(column)?.labels ?? null) === null ? column : asStored(shape, column),
  );
  return `insert into ${target} (${columns.join(", ")}) ${overriding} select ${list.join(", ")} from ${staging}`;
}
