import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";
import type { Watermark } from "@datamantri/contracts";

import { targetTable } from "./target-table.ts";

/**
 * Rows that a run has written and somebody has deleted: no increment brings them back.
 *
 * @param before the watermark that the increment begins with.
 * @returns lines for the run's log.
 */
export async function noteEmptied(
  client: pg.PoolClient,
  config: DestinationConfig,
  before: Watermark,
): Promise<readonly string[]> {
  if (before.value === "") return [];
  const target = targetTable(config);
  const { rows } = await client.query<{ isEmpty: boolean }>(`select not exists (select from ${target}) as "isEmpty"`);
  if (!rows[0]!.isEmpty) return [];
  return [
    `${target} was empty before this run, which reads only what is new since the last one. To have the earlier rows again, drop the table: the next run reads every row`,
  ];
}
