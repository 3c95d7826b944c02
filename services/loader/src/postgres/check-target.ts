import type pg from "pg";

import type { Column, DestinationConfig } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "./destinations.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { resolveDrift } from "./drift.ts";
import { assertLossless } from "./lossless.ts";
import { ask, assertDeletesStay, chooseEmptying, insertFromStaging, targetExists, targetTable } from "./staging.ts";
import { deletedAt, toTargetShape, validFrom, validTo, type TargetShape } from "./target-shape.ts";

const schemaExists = `select to_regnamespace($1) is not null as exists`;
const mayCreate = `select has_schema_privilege(current_user, $1, 'CREATE') as may`;
const mayEmpty = `select has_table_privilege(current_user, to_regclass($1), $2) as may`;

/**
 * Fails now rather than after hours of loading: is the schema there, may we create the table, do the columns fit?
 *
 * @throws PipelineError `sink_schema_missing`, `sink_permission_denied`, `schema_drift`, `sink_key_invalid`, `sink_table_mismatch`; what
 *   PostgreSQL says about the columns.
 */
export async function checkTarget(
  client: pg.PoolClient,
  run: { readonly runId: string; readonly pipelineId: string; readonly columns: readonly Column[] },
  target: RunTarget,
): Promise<void> {
  const { config, writeMode } = target;
  const { runId } = run;
  const schema = quoteIdentifier(config.schema);
  if (!(await ask(client, schemaExists, schema, "exists"))) {
    throw new PipelineError("sink_schema_missing", `the schema "${config.schema}" does not exist`);
  }
  const { columns, statements } = await resolveDrift(client, run.pipelineId, target, run.columns);
  const shape = toTargetShape(runId, target, columns);
  if (await targetExists(client, config)) {
    // What the drift will change is not there yet, and needs no check.
    if (statements.length === 0) await client.query(`${insertFromStaging(runId, config, columns)} where false`);
    if (statements.length === 0) await assertLossless(client, shape.target, columns);
    if (writeMode === "replace") await checkMayEmpty(client, config);
    if (deletesRows(target)) await assertDeletesStay(client, config);
    await checkOwnColumns(client, target, shape);
  } else if (!(await ask(client, mayCreate, config.schema, "may"))) {
    throw new PipelineError(
      "sink_permission_denied",
      `the user "${config.user}" may not create tables in "${config.schema}"`,
    );
  }
}

function deletesRows({ writeMode, config }: RunTarget): boolean {
  return writeMode === "mirror" && config.delete_mode !== "soft";
}

async function checkMayEmpty(client: pg.PoolClient, config: DestinationConfig): Promise<void> {
  const privilege = await chooseEmptying(client, config);
  const { rows } = await client.query<{ may: boolean }>(mayEmpty, [targetTable(config), privilege]);
  if (rows[0]!.may) return;
  const reason = `the user "${config.user}" may not empty ${targetTable(config)}: replacing needs ${privilege}`;
  throw new PipelineError("sink_permission_denied", reason);
}

/** The columns that a mode keeps for itself: an existing target must have them. */
async function checkOwnColumns(client: pg.PoolClient, run: RunTarget, { target }: TargetShape): Promise<void> {
  const own = ownColumns(run);
  if (own.length === 0) return;
  const list = own.map((name) => `"${name}"`).join(", ");
  try {
    await client.query(`select ${list} from ${target} where false`);
  } catch (cause) {
    const reason = `${run.writeMode} needs the columns ${list} (timestamptz) in the existing table ${target}`;
    throw new PipelineError("sink_table_mismatch", reason, {}, { cause });
  }
}

function ownColumns({ writeMode, config }: RunTarget): readonly string[] {
  if (writeMode === "history") return [validFrom, validTo];
  return writeMode === "mirror" && config.delete_mode === "soft" ? [deletedAt] : [];
}
