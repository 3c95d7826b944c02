/** Checks before a row is read that PostgreSQL can compare the keys by which a run finds the target's rows. */
import pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toNewType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import type { TargetShape } from "./target-shape.ts";

/** SQLSTATE of a type without an equality operator. */
const undefinedFunction = "42883";

/**
 * @param columns that the run writes.
 * @throws PipelineError `sink_key_invalid` for a column of the key whose type has no equality, such as json.
 */
export async function assertKeyComparable(
  client: pg.PoolClient,
  { target, key, stored }: TargetShape,
  columns: readonly Column[],
): Promise<void> {
  for (const column of columns) {
    const name = quoteIdentifier(column.name);
    if (!key.includes(name)) continue;
    const present = stored.get(name);
    const type = present?.base ?? toNewType(column);
    try {
      await client.query(`select from (select null::${type} as key) as none group by key`);
    } catch (cause) {
      if (!(cause instanceof pg.DatabaseError) || cause.code !== undefinedFunction) throw cause;
      const reason = `the key ${name} of ${target} is of type ${present?.type ?? type}, whose values PostgreSQL cannot compare`;
      const change = present === undefined ? "cast it to jsonb by the mapping" : retype(target, name, "jsonb");
      const advice = `${type === "json" ? change : "change the column's type"}, or name another key`;
      throw new PipelineError("sink_key_invalid", `${reason}. ${advice}`, {}, { cause });
    }
  }
}

/** SQL that changes a column's type. */
export function retype(target: string, column: string, type: string): string {
  return `Run: ALTER TABLE ${target} ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`;
}
