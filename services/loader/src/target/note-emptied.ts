import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";

import { ask } from "../connect/ask.ts";
import { targetTable } from "./target-table.ts";

/** A table of which the user may read every row: append needs no such right. */
const canLook = `
  select coalesce(
    (
      select relkind in ('r', 'p') and has_any_column_privilege(oid, 'SELECT') and not row_security_active(oid)
      from pg_class
      where oid = to_regclass($1)
    ),
    false
  ) as answer
`;

/**
 * Rows that a run has written and somebody has deleted: no increment brings them back.
 *
 * @returns lines for the run's log.
 */
export async function noteEmptied(client: pg.PoolClient, config: DestinationConfig): Promise<readonly string[]> {
  const target = targetTable(config);
  if (!(await ask(client, canLook, target))) return [];
  const { rows } = await client.query<{ isEmpty: boolean }>(`select not exists (select from ${target}) as "isEmpty"`);
  if (!rows[0]!.isEmpty) return [];
  return [
    `${target} was empty before this run, which reads only what is new since the last one. To have the earlier rows again, drop the table: the next run reads every row`,
  ];
}
