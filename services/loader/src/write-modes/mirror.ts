import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";

import { assertDeletesStay } from "../target/target-table.ts";
import { sameKey, type StagedRows } from "./keyed-rows.ts";
import { mergeRows } from "./merge.ts";

/** With soft deletes: since when the source no longer has the row. */
export const deletedAt = "_deleted_at";

/** Merges, and deletes or marks the rows that the source no longer has. */
export async function mirrorRows(client: pg.PoolClient, config: DestinationConfig, rows: StagedRows): Promise<void> {
  await mergeRows(client, rows);
  if (config.delete_mode === "soft") {
    await unmarkRows(client, rows);
    if (rows.isWhole) await markGoneRows(client, rows);
  } else if (rows.isWhole) {
    await assertDeletesStay(client, config);
    await deleteGoneRows(client, rows);
  }
}

async function deleteGoneRows(client: pg.PoolClient, { shape, source }: StagedRows): Promise<void> {
  await client.query(`
    delete from ${shape.target} as old
    where not exists (select from ${source} as new where ${sameKey(shape.key)})
  `);
}

async function markGoneRows(client: pg.PoolClient, { shape, source, takenAt }: StagedRows): Promise<void> {
  const statement = `
    update ${shape.target} as old
    set "${deletedAt}" = $1
    where "${deletedAt}" is null and not exists (select from ${source} as new where ${sameKey(shape.key)})
  `;
  await client.query(statement, [takenAt]);
}

/** Clears the mark of rows that the source has again. */
async function unmarkRows(client: pg.PoolClient, { shape, source }: StagedRows): Promise<void> {
  await client.query(`
    update ${shape.target} as old
    set "${deletedAt}" = null
    where "${deletedAt}" is not null and exists (select from ${source} as new where ${sameKey(shape.key)})
  `);
}
