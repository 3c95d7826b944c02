import type pg from "pg";

import { validFrom, validTo, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { RunTarget } from "../connect/destinations.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { isKeyed } from "../write-modes/keyed-rows.ts";
import { resolveDrift } from "./drift.ts";
import { assertRunBefore, hasFinalized, rangeColumnOf } from "./backfill-target.ts";
import { assertKeyComparable } from "./comparable.ts";
import { assertLossless } from "./lossless.ts";
import { ask } from "../connect/ask.ts";
import { grantOn } from "./session.ts";
import { assertOwnColumns, assertOwnColumnsFit } from "./own-columns.ts";
import { assertDeletesStay, assertSeesAllRows, targetExists, targetTable } from "./target-table.ts";
import { assertReplaceable } from "./references.ts";
import { assertNotInstead } from "./instead-rules.ts";
import { assertTextOrder } from "./text-order.ts";
import { tryAlterations } from "./try-alterations.ts";
import { assertOwner, assertRights, commandsOf } from "./rights.ts";
import { assertTable } from "./target-kind.ts";
import { assertKeysUnique, assertVersionsFit } from "./unique-keys.ts";
import { insertStaged, keyNames, readTargetShape, type TargetShape } from "./target-shape.ts";

const mayCreate = `select has_schema_privilege(current_user, $1, 'CREATE') as answer`;

/** Columns that need a value from the source: NOT NULL, without default and without a trigger that could fill them. */
const columnsInNeed = `
  select attname as name
  from pg_attribute
  join pg_type on pg_type.oid = atttypid
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
    and (attnotnull or typnotnull) and not atthasdef and attidentity = '' and typdefault is null
    and attname <> all ($2)
    and not exists (
      select from pg_trigger
      -- Row, before, insert: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_trigger.h
      where tgrelid = attrelid and tgtype & 7 = 7 and tgenabled in ('O', 'A')
    )
  order by attnum
`;

/**
 * Fails now rather than after hours of loading: checks that the table can be created, and the columns fit.
 *
 * @returns true if the target exists, in its form when the rows move.
 * @throws PipelineError `sink_permission_denied`, `schema_drift`, `sink_key_invalid`, `sink_table_mismatch`;
 *   PostgreSQL's errors about the columns.
 */
export async function checkTarget(
  client: pg.PoolClient,
  run: {
    readonly runId: string;
    readonly pipelineId: string;
    readonly columns: readonly Column[];
    /** See PrepareRun. */
    readonly rangeColumn: string;
  },
  target: RunTarget,
): Promise<boolean> {
  const { config, writeMode } = target;
  const { runId, rangeColumn } = run;
  await assertTable(client, config);
  const drift = await resolveDrift(client, run.pipelineId, target, run.columns);
  const { columns, alterations, altered, freed } = drift;
  assertOwnColumns(target, columns);
  const isIncremental = target.configuration.source_config.read === "incremental";
  const isOrdered = isIncremental || isKeyed(writeMode);
  const orderedBy = [isOrdered ? target.cursorColumn : null, rangeColumn === "" ? null : rangeColumn];
  await assertTextOrder(client, columns, orderedBy);
  const shape = await readTargetShape(client, runId, target, columns);
  if (isKeyed(writeMode)) await assertKeyComparable(client, shape, columns);
  const exists = await targetExists(client, config);
  if (rangeColumn !== "") await assertRunBefore(client, run.pipelineId, target, exists);
  if (exists) {
    const names = columns.map(({ name }) => name);
    const replacesRange = writeMode === "append" && rangeColumn !== "";
    const rangeBy = replacesRange ? rangeColumnOf(shape, columns, rangeColumn).name : undefined;
    const all = [...shape.stored.values()].map(({ name }) => name);
    const kept = writeMode === "replace" && config.keep_previous !== undefined ? all : undefined;
    const writing = { config, writeMode, columns: names, key: keyNames(config, columns), rangeBy, kept };
    await assertRights(client, writing);
    await assertNotInstead(client, shape.target, commandsOf(writing));
    assertTaken(shape, names);
    // Columns that drift adds do not exist yet. Executed, even an INSERT of no rows would fire statement triggers.
    if (alterations.length === 0) await client.query(`explain ${insertStaged(shape)} where false`);
    else {
      await assertOwner(client, config, "schema_drift changes its columns");
      await tryAlterations(client, runId, target, shape, alterations);
    }
    assertLossless(
      shape,
      columns.filter(({ name }) => !altered.includes(name)),
    );
    const seeing = replacesRange ? "a backfill" : writeMode;
    if (seeing !== "append") await assertSeesAllRows(client, config, seeing);
    if (replacesRange || deletesRows(target)) {
      await assertDeletesStay(client, config, replacesRange ? "merge" : "append");
      // Changes nothing and fires no trigger. Refused for a published table without a replica identity.
      await client.query(`explain delete from ${shape.target}`);
    }
    assertOwnColumnsFit(target, shape);
    if (writeMode === "history") await assertVersionsFit(client, shape);
    // An increment is far smaller than its target: once it has been looked at, only what is written is.
    if (isKeyed(writeMode) && !(isIncremental && (await hasFinalized(client, run.pipelineId, target)))) {
      const isCurrent = writeMode === "history" ? `${quoteIdentifier(validTo(config))} is null` : undefined;
      await assertKeysUnique(client, shape, isCurrent);
    }
    if (writeMode === "replace") await assertReplaceable(client, shape.target);
    await checkColumnsInNeed(client, target, [...columns.map(({ name }) => name), ...freed]);
    return alterations.length === 0;
  } else if (!(await ask(client, mayCreate, config.schema))) {
    throw new PipelineError(
      "sink_permission_denied",
      `the user "${config.user}" may not create tables in "${config.schema}". Run: ${grantOn(config, "CREATE")}`,
    );
  }
  return false;
}

/** @throws PipelineError `sink_table_mismatch` that names the columns of which PostgreSQL takes no values. */
function assertTaken({ target, stored }: TargetShape, names: readonly string[]): void {
  const generated = names.filter((name) => stored.get(quoteIdentifier(name))?.isGenerated === true);
  if (generated.length === 0) return;
  const list = generated.map((name) => `"${name}"`).join(", ");
  throw new PipelineError(
    "sink_table_mismatch",
    `${target} generates the values of ${list}: exclude them in the mapping`,
  );
}

function deletesRows({ writeMode, config }: RunTarget): boolean {
  return writeMode === "replace" || (writeMode === "mirror" && config.delete_mode !== "soft");
}

/** @param filled names of columns that have a value, or need none. */
async function checkColumnsInNeed(client: pg.PoolClient, run: RunTarget, filled: readonly string[]): Promise<void> {
  const target = targetTable(run.config);
  const written = [...filled, ...(run.writeMode === "history" ? [validFrom(run.config)] : [])];
  const { rows } = await client.query<{ name: string }>(columnsInNeed, [target, written]);
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => `"${name}"`).join(", ");
  const reason = `${target} requires a value for ${names}, but the source has no such column and the target no default. Give it one, or drop its NOT NULL or primary key`;
  throw new PipelineError("sink_table_mismatch", reason);
}
