import type pg from "pg";

import { isOther, listOf, sameKey, type StagedRows } from "./keyed-rows.ts";

/** Inserts new rows and updates those that differ; the others are not touched. */
export async function mergeRows(client: pg.PoolClient, { shape, source }: StagedRows): Promise<void> {
  const { target, values, columns, key } = shape;
  if (values.length > 0) {
    await client.query(`
      update ${target} as old
      set (${values.join(", ")}) = row(${listOf("new", values)})
      from ${source} as new
      where ${sameKey(key)} and ${isOther(values)}
    `);
  }
  await client.query(`
    insert into ${target} (${columns.join(", ")})
    select ${listOf("new", columns)}
    from ${source} as new
    where not exists (select from ${target} as old where ${sameKey(key)})
  `);
}
