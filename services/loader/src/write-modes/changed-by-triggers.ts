/** Triggers that run before a row is written may change it: the next run then finds another row than it has written. */
import type pg from "pg";

import { validTo } from "@datamantri/contracts";
import type { WriteMode } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { isNoOlder, isOther, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

/**
 * Compares what the target has with what was written.
 *
 * @returns a line for the run's log if the next run writes rows again although the source has not changed.
 * @throws PipelineError `sink_rejected` if it would add them again: as new rows, or as versions.
 */
export async function findChangedByTriggers(
  client: pg.PoolClient,
  writeMode: WriteMode,
  rows: StagedRows,
): Promise<readonly string[]> {
  const { shape, source, config } = rows;
  if (!shape.isIntercepted) return [];
  const current = writeMode === "history" ? ` and old.${quoteIdentifier(validTo(config))} is null` : "";
  const same = `${sameKey(shape)}${current}`;
  const lost = await countRows(
    client,
    `${source} as new where not exists (select from ${shape.target} as old where ${same})`,
  );
  const cause = `a trigger of ${shape.target} changes`;
  if (lost > 0) {
    const reason = `${cause} the key (${shape.key.join(", ")}) of ${lost} rows, which each run would add again`;
    throw new PipelineError("sink_rejected", `${reason}. Take those columns out of the trigger`, { rows: lost });
  }
  const values = valuesOf(shape);
  if (values.length === 0) return [];
  const isChanged = `${same} and ${isOther(values)}${writeMode === "history" ? "" : isNoOlder(rows)}`;
  const changed = await countRows(client, `${shape.target} as old, ${source} as new where ${isChanged}`);
  if (changed === 0) return [];
  if (writeMode === "history") {
    const reason = `${cause} values of ${changed} rows, of which each run would begin new versions`;
    throw new PipelineError("sink_rejected", `${reason}. Take the source's columns out of the trigger`, {
      rows: changed,
    });
  }
  return [`${cause} values of ${changed} rows: each run writes them again`];
}

async function countRows(client: pg.PoolClient, from: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${from}`);
  return Number(rows[0]!.count);
}
