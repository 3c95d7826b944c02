import type pg from "pg";

import { deletedAt } from "@datamantri/contracts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { assertMirroredStay } from "../target/references.ts";
import { assertDeletesStay } from "../target/target-table.ts";
import { updateRows } from "./counted-writes.ts";
import { sameKey, type StagedRows } from "./keyed-rows.ts";
import { mergeRows } from "./merge.ts";

/** Merges, and deletes or marks the rows that the source no longer has. */
export async function mirrorRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { config, shape, source, takenAt, isWhole } = rows;
  const isThere = `exists (select from ${source} as new where ${sameKey(shape)})`;
  const isSoft = config.delete_mode === "soft";
  const mark = quoteIdentifier(deletedAt(config));
  const deletes = isWhole && !isSoft;
  if (deletes) {
    await assertDeletesStay(client, config);
    await assertMirroredStay(client, shape, isThere);
  }
  // First: a unique index may be over the rows that are not deleted, of which a new one has a value of one that is gone.
  if (isSoft && isWhole) {
    const where = `${mark} is null and not ${isThere}`;
    await updateRows(client, shape, `${mark} = $1`, { where, values: [takenAt] });
  }
  await mergeRows(client, rows, deletes ? `not ${isThere}` : undefined);
  if (isSoft) await updateRows(client, shape, `${mark} = null`, { where: `${mark} is not null and ${isThere}` });
}
