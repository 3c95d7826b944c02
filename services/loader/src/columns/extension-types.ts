import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

/** Types that PostgreSQL has only with an extension. */
const extensions: Readonly<Record<string, string>> = { citext: "citext", geography: "postgis", geometry: "postgis" };

const typeExists = `select to_regtype($1) is not null as exists`;

/** @throws PipelineError `sink_extension_missing` for the first column whose type the destination does not have. */
export async function assertExtensions(client: pg.PoolClient, columns: readonly Column[]): Promise<void> {
  for (const { name, targetType } of columns) {
    const extension = extensions[targetType];
    if (extension === undefined) continue;
    const { rows } = await client.query<{ exists: boolean }>(typeExists, [targetType]);
    if (rows[0]!.exists) continue;
    const reason = `column "${name}" becomes ${targetType}, which the destination does not have: run "create extension ${extension}" there`;
    throw new PipelineError("sink_extension_missing", reason);
  }
}
