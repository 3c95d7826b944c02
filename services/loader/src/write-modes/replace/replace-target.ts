/** Replaces an existing target: by a swap if that changes only the rows, otherwise in place. */
import pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../../connect/destinations.ts";
import { readNames } from "../../connect/known-names.ts";
import { describePostgresError } from "../../connect/postgres-errors.ts";
import { previousTable } from "../../ledger/previous-states.ts";
import { dropStaging, stagingTable } from "../../staging/staging.ts";
import type { TargetShape } from "../../target/target-shape.ts";
import { targetTable } from "../../target/target-table.ts";
import { chooseReplacement, type Replacement } from "./choose-replacement.ts";
import { replaceRows } from "./replace-rows.ts";
import { swapTable } from "./swap-table.ts";
import { readColumns, readTargetCatalog } from "./target-catalog.ts";

/** Properties that loading needs; the others are added when all rows are loaded. */
const like = "including defaults including generated including storage including compression";

const requiredColumns = `
  select string_agg(format('alter column %I drop not null', attname), ', ') as actions
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and attnotnull
`;

/**
 * Gives the empty staging table the target's columns, types and defaults, if the target is to be swapped.
 *
 * @param columns of the source.
 * @throws PipelineError `sink_table_mismatch` when a swap is required but impossible.
 */
export async function shapeForSwap(
  client: pg.PoolClient,
  runId: string,
  { config }: RunTarget,
  columns: readonly Column[],
): Promise<void> {
  const target = targetTable(config);
  const staging = stagingTable(runId);
  const { way } = await choose(client, config, columns);
  if (way === "in_place") return;
  await dropStaging(client, runId);
  await client.query(`create table ${staging} (like ${target} ${like}) with (autovacuum_enabled = false)`);
  const { rows } = await client.query<{ actions: string | null }>(requiredColumns, [staging]);
  if (rows[0]!.actions !== null) await client.query(`alter table ${staging} ${rows[0]!.actions}`);
}

export interface ReplacingRows {
  /** Of the source, if the rows are its; the shape has those of them that the target gets. */
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** True if the former rows stay in `previousTable`. */
  readonly isKept: boolean;
  /** The run whose former rows these are, for an undo. */
  readonly restores: string | null;
}

/**
 * @returns for the run's log: how it was replaced, and why not by a swap.
 * @throws PipelineError `sink_table_mismatch`, `sink_busy` when a swap is required but impossible; PostgreSQL's errors.
 */
export async function replaceTarget(
  client: pg.PoolClient,
  runId: string,
  target: RunTarget,
  shape: TargetShape,
  rows: ReplacingRows,
): Promise<string> {
  const { config } = target;
  const replacement = await choose(client, config, rows.columns, runId);
  const because = replacement.way === "swap" ? await trySwap(client, runId, target, rows) : replacement.because;
  if (because === null) return "replaced by a swap";
  const keepIn = rows.isKept ? previousTable(runId) : null;
  await replaceRows(client, config, shape, rows.rowCount, { keepIn, isRestored: rows.restores !== null });
  return `replaced in place: ${because}`;
}

/** @param runId of the run whose staging table must already have the target's form. */
async function choose(
  client: pg.PoolClient,
  config: RunTarget["config"],
  columns: readonly Column[],
  runId?: string,
): Promise<Replacement> {
  if (config.replace_by === "in_place") return { way: "in_place", because: "replace_by says so" };
  const target = targetTable(config);
  const catalog = await readTargetCatalog(client, target);
  const chosen = chooseReplacement(catalog, columns);
  const replacement = chosen.way === "swap" && runId !== undefined ? await confirmShape(client, runId, target) : chosen;
  if (replacement.way === "in_place" && config.replace_by === "swap") {
    throw new PipelineError("sink_table_mismatch", `${target} cannot be replaced by a swap: ${replacement.because}`);
  }
  return replacement;
}

async function confirmShape(client: pg.PoolClient, runId: string, target: string): Promise<Replacement> {
  const [now, then] = [await readColumns(client, target), await readColumns(client, stagingTable(runId))];
  if (JSON.stringify(now) === JSON.stringify(then)) return { way: "swap" };
  return { way: "in_place", because: "its columns changed after the run began" };
}

/** @returns null when it is done, otherwise the reason; the transaction is then as it was before. */
async function trySwap(
  client: pg.PoolClient,
  runId: string,
  target: RunTarget,
  rows: ReplacingRows,
): Promise<string | null> {
  await client.query("savepoint swap");
  try {
    await swapTable(client, runId, target.config, rows);
    return null;
  } catch (error) {
    if (target.config.replace_by === "swap" || isHopeless(error)) throw error;
    await client.query("rollback to savepoint swap");
    if (!(error instanceof pg.DatabaseError)) return (error as PipelineError).message;
    return describePostgresError(error, await readNames(client, target, runId));
  }
}

/** SQLSTATE classes of rows that do not fit, and of a failing server: replacing in place would fail too. */
const hopeless: ReadonlySet<string> = new Set(["08", "22", "23", "25", "53", "57", "58", "XX"]);

function isHopeless(error: unknown): boolean {
  if (error instanceof PipelineError) return error.code !== "sink_busy";
  return !(error instanceof pg.DatabaseError) || error.code === undefined || hopeless.has(error.code.slice(0, 2));
}
