/** Compares what a keyed mode has written with what the target has: triggers change rows, and keys occur twice. */
import type pg from "pg";

import { validTo } from "@datamantri/contracts";
import type { WriteMode } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { isKeyUnique, refuseRepeated } from "../target/unique-keys.ts";
import { countRows, isNoOlder, isOther, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

/**
 * @returns a line for the run's log if the next run writes rows again although the source has not changed.
 * @throws PipelineError `sink_key_invalid` when the target has several rows of a key, in history several current ones;
 *   `sink_rejected` when the next run would add rows again, because a trigger has changed them.
 */
export async function checkWritten(
  client: pg.PoolClient,
  writeMode: WriteMode,
  rows: StagedRows,
): Promise<readonly string[]> {
  const { shape, config } = rows;
  const isCurrent = writeMode === "history" ? ` and old.${quoteIdentifier(validTo(config))} is null` : "";
  const same = `${sameKey(shape)}${isCurrent}`;
  if (writeMode === "history" || !(await isKeyUnique(client, shape))) {
    await assertFoundOnce(client, rows, writeMode, same);
  }
  return shape.isIntercepted ? findChanged(client, writeMode, rows, same) : [];
}

/** @param same condition for a row `old` of the target that is the staged row `new`. */
async function assertFoundOnce(
  client: pg.PoolClient,
  { shape, source, config, isWhole }: StagedRows,
  writeMode: WriteMode,
  same: string,
): Promise<void> {
  const isStaged = `exists (select from ${source} as new where ${same})`;
  // After a whole snapshot no other version is current: they are counted without a join.
  const isFound = writeMode === "history" && isWhole ? `old.${quoteIdentifier(validTo(config))} is null` : isStaged;
  const found = await countRows(client, `${shape.target} as old where ${isFound}`);
  const more = Math.max(0, found - (await countRows(client, shape.staging)));
  refuseRepeated(shape, more, writeMode === "history");
}

/** @param same as above. */
async function findChanged(
  client: pg.PoolClient,
  writeMode: WriteMode,
  rows: StagedRows,
  same: string,
): Promise<readonly string[]> {
  const { shape, source } = rows;
  const cause = `a trigger or rule of ${shape.target} changes`;
  const isHistory = writeMode === "history";
  const found = `exists (select from ${shape.target} as old where ${same})`;
  const lost = await countRows(client, `${source} as new where not ${found}`);
  if (lost > 0) {
    const what = `the key (${shape.key.join(", ")})${isHistory ? " or the end" : ""} of ${rowsOf(lost)}`;
    const reason = `${cause} ${what}, which each run would add again`;
    throw new PipelineError("sink_rejected", `${reason}. Take those columns out of it`, { rows: lost });
  }
  const values = valuesOf(shape);
  if (values.length === 0) return [];
  const isChanged = `${same} and ${isOther(values)}${isHistory ? "" : isNoOlder(rows)}`;
  const changed = await countRows(client, `${shape.target} as old, ${source} as new where ${isChanged}`);
  if (changed === 0) return [];
  if (isHistory) {
    const reason = `${cause} values of ${rowsOf(changed)}, of which each run would begin new versions`;
    throw new PipelineError("sink_rejected", `${reason}. Take the source's columns out of it`, { rows: changed });
  }
  return [`${cause} values of ${rowsOf(changed)}: each run writes them again`];
}

const rowsOf = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);
