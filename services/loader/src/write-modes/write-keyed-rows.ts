import type pg from "pg";

import type { RunTarget } from "../connect/destinations.ts";
import { storedRows, type TargetShape } from "../target/target-shape.ts";
import { assertSeesAllRows } from "../target/target-table.ts";
import { checkWritten } from "./check-written.ts";
import { addVersions } from "./history.ts";
import type { StagedRows } from "./keyed-rows.ts";
import { mergeRows } from "./merge.ts";
import { mirrorRows } from "./mirror.ts";

/**
 * Writes staged rows, one per key, by merge, mirror or history. All statements run in the caller's transaction, after
 * the target is locked against other writers; readers continue.
 *
 * @returns lines for the run's log.
 * @throws PipelineError `sink_key_invalid`, `sink_table_mismatch`, `sink_permission_denied`, `sink_rejected`; PostgreSQL's errors.
 */
export async function writeKeyedRows(
  client: pg.PoolClient,
  { writeMode, config }: RunTarget,
  shape: TargetShape,
  staged: Pick<StagedRows, "takenAt" | "isWhole" | "cursor" | "isPartial">,
): Promise<readonly string[]> {
  // Other sessions may read, not write: the compared rows must not change, nor who sees them.
  await client.query(`lock table ${shape.target} in share row exclusive mode`);
  await assertSeesAllRows(client, config, writeMode);
  await client.query(`analyze ${shape.staging}`);
  const rows = { ...staged, config, shape, source: storedRows(shape) };
  if (writeMode === "history") await addVersions(client, rows);
  else if (writeMode === "mirror") await mirrorRows(client, rows);
  else await mergeRows(client, rows);
  return checkWritten(client, writeMode, rows);
}
