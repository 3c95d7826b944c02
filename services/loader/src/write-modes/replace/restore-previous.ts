import type pg from "pg";

import { stagingTableName } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../../columns/identifiers.ts";
import { holdsAll } from "../../columns/widenings.ts";
import { ask, tableExists } from "../../connect/ask.ts";
import type { RunTarget } from "../../connect/destinations.ts";
import { previousTable } from "../../ledger/previous-states.ts";
import { countStagingRows, dropStaging, stagingTable } from "../../staging/staging.ts";
import { assertNotInstead } from "../../target/instead-rules.ts";
import { assertRights, commandsOf } from "../../target/rights.ts";
import { assertOrigin } from "../../target/session.ts";
import { readTargetColumns } from "../../target/target-columns.ts";
import { assertTable } from "../../target/target-kind.ts";
import { readStoredShape } from "../../target/target-shape.ts";
import { targetExists, targetTable } from "../../target/target-table.ts";
import { replaceTarget } from "./replace-target.ts";

/**
 * Replaces the target's rows by those that it had before a run, as if an undoing run had loaded them: columns, indexes,
 * grants and everything else of the target stay as they are now.
 *
 * @param runId of the undoing run.
 * @throws PipelineError `sink_table_mismatch` when the target is gone, or can no longer have the rows; like
 *   `replaceTarget`.
 */
export async function restorePrevious(
  client: pg.PoolClient,
  runId: string,
  target: RunTarget,
  undone: string,
): Promise<{ readonly rowCount: number; readonly replacement: string }> {
  const { config } = target;
  await assertOrigin(client, config);
  await assertTable(client, config);
  if (!(await targetExists(client, config))) {
    throw new PipelineError("sink_table_mismatch", `${targetTable(config)} is gone. Run the pipeline instead`);
  }
  const kept = previousTable(undone);
  if (!(await ask(client, tableExists, kept))) {
    throw new PipelineError("conflict", `somebody has dropped ${kept}, which kept the former rows`);
  }
  await client.query(`alter table ${kept} rename to ${quoteIdentifier(stagingTableName(runId))}`);
  const names = await namesToWrite(client, runId, config);
  const stored = await readStoredShape(client, runId, targetTable(config));
  const shape = { ...stored, columns: names.map(quoteIdentifier), key: [], cursor: null };
  const writing = { config, writeMode: "replace", columns: names, key: [] } as const;
  await assertRights(client, writing);
  await assertNotInstead(client, shape.target, commandsOf(writing));
  const rowCount = await countStagingRows(client, runId);
  const rows = { columns: [], rowCount, isKept: false, restores: undone };
  const replacement = await replaceTarget(client, runId, target, shape, rows);
  await dropStaging(client, runId);
  return { rowCount, replacement };
}

/**
 * What PostgreSQL generates it generates again. A column that the target did not have then gets its default.
 *
 * @throws PipelineError `sink_table_mismatch` when values of a column would be lost.
 */
async function namesToWrite(
  client: pg.PoolClient,
  runId: string,
  config: DestinationConfig,
): Promise<readonly string[]> {
  const target = targetTable(config);
  const [now, then] = [await readTargetColumns(client, target), await readTargetColumns(client, stagingTable(runId))];
  return [...then.values()].flatMap(({ name, type, isGenerated }) => {
    const taker = now.get(name);
    if (isGenerated && taker?.isGenerated !== false) return [];
    if (taker !== undefined && (taker.type === type || holdsAll(taker.type, type))) return [name];
    const change = taker === undefined ? `has no column "${name}" any more` : `has another type of "${name}"`;
    const reason = `${target} ${change}, of which the former rows have values`;
    throw new PipelineError("sink_table_mismatch", `${reason}. Change the table back, or run the pipeline`);
  });
}
