/** Moves the staging table into the target, by the write mode. In the finalizing transaction. */
import type pg from "pg";

import { stagingTableName, type Column, type CursorRange } from "@datamantri/contracts";
import type { WriteMode } from "@datamantri/resources";

import { deleteRange } from "./append.ts";
import { lockTimeout, type RunTarget } from "../connect/destinations.ts";
import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { resolveDrift } from "../target/drift.ts";
import { checkGuards } from "../target/guards.ts";
import { addVersions, deleteGoneRows, markGoneRows, mergeRows, resolveKeys, unmarkRows } from "./keyed-rows.ts";
import { assertLossless } from "../target/lossless.ts";
import { replaceTarget } from "./replace/replace-target.ts";
import { assertDeletesStay, dropStaging, insertFromStaging, targetExists } from "../staging/staging.ts";
import {
  castStagedRows,
  deletedAt,
  toTargetShape,
  validFrom,
  validTo,
  type TargetShape,
} from "../target/target-shape.ts";

/** What ALTER DEFAULT PRIVILEGES promises for the schema: a table that was made elsewhere does not have it. */
const defaultGrants = `
  select format('grant %s on %s to %s%s', privilege_type, $1::text,
      case grantee when 0 then 'public' else grantee::regrole::text end,
      case when is_grantable then ' with grant option' end) as statement
  from pg_default_acl, aclexplode(defaclacl)
  where defaclobjtype = 'r' and defaclrole = current_user::regrole and defaclnamespace = to_regnamespace($2)
`;

export interface StagedRun {
  readonly runId: string;
  readonly pipelineId: string;
  readonly columns: readonly Column[];
  /** In the staging table. */
  readonly rowCount: number;
  /** Of the snapshot's rows: not in the staging table, and not gone. */
  readonly rejectedCount: number;
  /** Of the snapshot. */
  readonly takenAtMs: number;
  /** Of a backfill; null for every other run. */
  readonly range: CursorRange | null;
}

/** What the run's log should say. */
export interface Written {
  /** Drift, and what guards found. */
  readonly warnings: string[];
  /** How a target was replaced; empty when it was not. */
  readonly replacement: string;
}

/**
 * @throws PipelineError `schema_drift`, `guard_stopped`, `sink_key_invalid`, `sink_table_mismatch`; what PostgreSQL says.
 */
export async function writeTarget(client: pg.PoolClient, run: StagedRun, target: RunTarget): Promise<Written> {
  const drift = await resolveDrift(client, run.pipelineId, target, run.columns);
  await alterTarget(client, drift.statements);
  const shape = toTargetShape(run.runId, target, drift.columns);
  await assertLossless(client, shape.target, drift.columns);
  const warnings = [...drift.notes, ...(await checkGuards(client, target, shape, run.rowCount))];
  const takenAt = new Date(run.takenAtMs);
  if (isKeyed(target.writeMode)) await resolveKeys(client, shape);
  if (!(await targetExists(client, target.config))) {
    await becomeTarget(client, run.runId, target, shape, takenAt);
    return { warnings, replacement: "" };
  }
  if (run.rejectedCount > 0 && removesGoneRows(target.writeMode)) warnings.push(describeKept(run.rejectedCount));
  const replacement = await fillTarget(client, run, target, shape, drift.columns);
  await dropStaging(client, run.runId);
  return { warnings, replacement };
}

/** Readers queue behind a lock that ALTER TABLE waits for, so it gives up soon; the task comes again. */
async function alterTarget(client: pg.PoolClient, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  const patience = ["set local lock_timeout to '2s'", ...statements, `set local lock_timeout to '${lockTimeout}'`];
  await client.query(patience.join(";\n"));
}

/** @returns how the target was replaced; empty for other modes. */
async function fillTarget(
  client: pg.PoolClient,
  { runId, columns, rejectedCount, takenAtMs, range }: StagedRun,
  target: RunTarget,
  shape: TargetShape,
  written: readonly Column[],
): Promise<string> {
  if (target.writeMode === "replace") return replaceTarget(client, runId, target, columns, written);
  if (isKeyed(target.writeMode)) {
    await writeKeyedRows(client, target, shape, new Date(takenAtMs), rejectedCount === 0);
    return "";
  }
  if (range !== null) await deleteRange(client, target.config, written, range);
  await client.query(insertFromStaging(runId, target.config, written));
  return "";
}

export function isKeyed(mode: WriteMode): boolean {
  return mode === "merge" || mode === "mirror" || mode === "history";
}

function removesGoneRows(mode: WriteMode): boolean {
  return mode === "mirror" || mode === "history";
}

function describeKept(rejectedCount: number): string {
  const count = rejectedCount.toLocaleString("en-US");
  return `rows that are gone from the source stay until a run without rejects: ${count} rows were rejected and may be among them`;
}

/** @param isWhole whether the staged rows are all of the source. A rejected row is missing among them and not gone. */
async function writeKeyedRows(
  client: pg.PoolClient,
  { writeMode, config }: RunTarget,
  shape: TargetShape,
  takenAt: Date,
  isWhole: boolean,
): Promise<void> {
  // Others may read meanwhile, not write: what is compared must hold still.
  await client.query(`lock table ${shape.target} in share row exclusive mode`);
  await client.query(`analyze ${shape.staging}`);
  const staged = await castStagedRows(client, shape);
  if (writeMode === "history") {
    await addVersions(client, shape, staged, takenAt, isWhole);
    return;
  }
  await mergeRows(client, shape, staged);
  if (writeMode !== "mirror") return;
  if (!isWhole) {
    if (config.delete_mode === "soft") await unmarkRows(client, shape, staged);
    return;
  }
  if (config.delete_mode === "soft") {
    await markGoneRows(client, shape, staged, takenAt);
    return;
  }
  await assertDeletesStay(client, config);
  await deleteGoneRows(client, shape, staged);
}

/**
 * The first load copies nothing twice: the staging table becomes the target, with the key as its primary key. It moves
 * first: a target may be called `runs`.
 */
async function becomeTarget(
  client: pg.PoolClient,
  runId: string,
  { config, writeMode }: RunTarget,
  { staging, target, key }: TargetShape,
  takenAt: Date,
): Promise<void> {
  await client.query(`
    alter table ${staging} reset (autovacuum_enabled);
    alter table ${staging} set schema ${quoteIdentifier(config.schema)};
    alter table ${quoteTable(config.schema, stagingTableName(runId))} rename to ${quoteIdentifier(config.table)}
  `);
  const grants = await client.query<{ statement: string }>(defaultGrants, [target, quoteIdentifier(config.schema)]);
  for (const { statement } of grants.rows) await client.query(statement);
  if (writeMode === "history") {
    await client.query(`
      alter table ${target}
        add column "${validFrom}" timestamptz not null default '${takenAt.toISOString()}',
        add column "${validTo}" timestamptz;
      alter table ${target} alter column "${validFrom}" drop default
    `);
  }
  if (writeMode === "mirror" && config.delete_mode === "soft") {
    await client.query(`alter table ${target} add column "${deletedAt}" timestamptz`);
  }
  if (!isKeyed(writeMode)) return;
  const columns = writeMode === "history" ? [...key, `"${validFrom}"`] : key;
  await client.query(`alter table ${target} add primary key (${columns.join(", ")})`);
}
