import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import type { TargetShape } from "../target/target-shape.ts";
import { isEnforced, targetTree } from "../target/target-table.ts";
import { ask } from "../connect/ask.ts";
import { attempt } from "../target/attempt.ts";
import { assertWritten, deleteRows, insertRows, inStepsOrAtOnce, updateRows } from "./counted-writes.ts";
import { countRows, isNoOlder, isOther, listOf, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

/** unique_violation, exclusion_violation: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isTaken: ReadonlySet<string | undefined> = new Set(["23505", "23P01"]);

/**
 * Inserts new rows and updates those that differ; the others are not touched.
 *
 * @param gone condition for rows `old` to delete before: a new row may have a unique value of a deleted one.
 */
export async function mergeRows(client: pg.PoolClient, rows: StagedRows, gone?: string): Promise<void> {
  const inSteps = () => writeInSteps(client, rows, gone);
  if (!(await ask(client, isReferredTo, rows.shape.target))) return inSteps();
  await inStepsOrAtOnce(client, inSteps, () => writeAtOnce(client, rows, gone));
}

async function writeInSteps(client: pg.PoolClient, rows: StagedRows, gone: string | undefined): Promise<void> {
  const { shape } = rows;
  if (gone !== undefined) await deleteRows(client, shape, { where: gone });
  if (valuesOf(shape).length > 0) await changeRows(client, rows);
  await insertRows(client, shape, shape.columns, newRows(rows));
}

/** A foreign key to the table, its own too, that is checked at the end of each statement. */
const isReferredTo = `
  select exists (
    select from pg_constraint where contype = 'f' and confrelid in ${targetTree} and not condeferred and ${isEnforced}
  ) as answer
`;

interface Part {
  readonly name: string;
  /** FROM clause of its rows. */
  readonly rows: string;
  readonly statement: string;
}

/** A row may refer to one that is new, and no longer to one that is gone: only at the end all of it holds. */
async function writeAtOnce(client: pg.PoolClient, rows: StagedRows, gone: string | undefined): Promise<void> {
  const { shape, source } = rows;
  const { target, columns } = shape;
  const [old, fresh, values] = [`${target} as old`, newRows(rows), valuesOf(shape)];
  const parts: Part[] = [
    { name: "added", rows: `(${fresh}) as new`, statement: `insert into ${target} (${columns.join(", ")}) ${fresh}` },
  ];
  if (values.length > 0) {
    const where = isChanged(rows);
    const statement = `update ${old} set ${setOf(values)} from ${source} as new where ${where}`;
    parts.unshift({ name: "changed", rows: `${old}, ${source} as new where ${where}`, statement });
  }
  if (gone !== undefined) {
    parts.unshift({ name: "gone", rows: `${old} where ${gone}`, statement: `delete from ${old} where ${gone}` });
  }
  const expected = shape.isIntercepted
    ? await sumOf(
        client,
        parts.map((part) => part.rows),
      )
    : null;
  const written = await sumOf(
    client,
    parts.map(({ name }) => name),
    parts,
  );
  if (expected !== null) assertWritten(target, expected, written);
}

/** Counts rows. @param parts statements that run with it, whose rows may be counted by their names. */
async function sumOf(client: pg.PoolClient, from: readonly string[], parts: readonly Part[] = []): Promise<number> {
  const list = parts.map(({ name, statement }) => `${name} as (${statement} returning 1)`);
  const sum = from.map((one) => `(select count(*) from ${one})`).join(" + ");
  const { rows } = await client.query<{ count: string }>(
    `${list.length > 0 ? `with ${list.join(", ")}` : ""} select ${sum} as count`,
  );
  return Number(rows[0]!.count);
}

/** The rows that the target does not have. */
function newRows({ shape, source }: StagedRows): string {
  const isKnown = `exists (select from ${shape.target} as old where ${sameKey(shape)})`;
  return `select ${listOf("new", shape.columns)} from ${source} as new where not ${isKnown}`;
}

/** Condition for a row `old` of the target and its staged version `new` that replaces it. */
function isChanged(rows: StagedRows): string {
  return `${sameKey(rows.shape)} and ${isOther(valuesOf(rows.shape))}${isNoOlder(rows)}`;
}

function setOf(values: readonly string[]): string {
  return `(${values.join(", ")}) = row(${listOf("new", values)})`;
}

/** A unique value may move from one row to another: an update checks each row while the other still has the value. */
async function changeRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { shape, source } = rows;
  const where = isChanged(rows);
  const update = () => updateRows(client, shape, setOf(valuesOf(shape)), { from: `${source} as new`, where });
  const taken = await attempt(client, update, ({ code }) => isTaken.has(code));
  if (taken === null) return;
  if (shape.isIntercepted || (await deleteDoesMore(client, shape))) throw await explainTaken(client, shape, taken);
  await assertMayDelete(client, rows);
  await exchangeRows(client, rows, where);
}

/** Foreign keys that act when a row is deleted, or when a changing column ($2) is, and triggers on deletes. */
const actsOnDelete = `
  select exists (
    select from pg_constraint
    where contype = 'f' and confrelid in ${targetTree} and ${isEnforced} and (
      confdeltype <> 'a' or confupdtype <> 'a' and exists (
        select from pg_attribute where attrelid = confrelid and attnum = any (confkey) and attname = any ($2)
      )
    )
  ) or exists (
    select from pg_trigger
    where (tgrelid = to_regclass($1) or tgrelid in (select relid from pg_partition_tree(to_regclass($1))))
      and not tgisinternal and tgenabled in ('O', 'A') and tgtype & 8 = 8
  ) as answer
`;

/** True if deleting a row and writing it again may change others. */
async function deleteDoesMore(client: pg.PoolClient, shape: TargetShape): Promise<boolean> {
  const changing = valuesOf(shape).map((column) => shape.stored.get(column)?.name);
  const { rows } = await client.query<{ answer: boolean }>(actsOnDelete, [shape.target, changing]);
  return rows[0]!.answer;
}

const uniqueConstraint = `
  select exists (
    select from pg_constraint as own
    where conrelid in ${targetTree} and conname = $2 and contype = 'u' and not condeferrable
      -- What a foreign key refers to cannot be deferrable.
      and not exists (select from pg_constraint as other where other.contype = 'f' and other.conindid = own.conindid)
  ) as "isUnique"
`;

/**
 * A deferrable constraint is checked at the end of the update:
 * https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-DEFERRABLE
 */
async function explainTaken(
  client: pg.PoolClient,
  { target }: TargetShape,
  taken: pg.DatabaseError,
): Promise<pg.DatabaseError | PipelineError> {
  const { rows } = await client.query<{ isUnique: boolean }>(uniqueConstraint, [target, taken.constraint]);
  if (!rows[0]!.isUnique) return taken;
  const reason = `duplicate key value violates unique constraint "${taken.constraint}" of ${target}`;
  const advice = `Rows that exchange their values are not deleted and inserted, because of a trigger or a foreign key: if they do, make the constraint DEFERRABLE`;
  return new PipelineError("sink_rejected", `${reason}. ${advice}`, {}, { cause: taken, vendorMessage: taken.message });
}

const mayDelete = `select has_table_privilege(to_regclass($1), 'DELETE') as answer`;

/** @throws PipelineError `sink_permission_denied` with the statement that grants it. */
async function assertMayDelete(
  client: pg.PoolClient,
  { shape: { target }, config: { user } }: StagedRows,
): Promise<void> {
  if (await ask(client, mayDelete, target)) return;
  const reason = `rows of ${target} exchange unique values, for which they are deleted and inserted in one statement`;
  const grant = `GRANT DELETE ON ${target} TO ${quoteIdentifier(user)}`;
  throw new PipelineError("sink_permission_denied", `${reason}. Run: ${grant}`);
}

/** All columns that a statement may write: generated ones follow. */
const writableColumns = `
  select attname as name
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
  order by attnum
`;

/**
 * Deletes the rows that differ and inserts them with their new values, in one statement: foreign keys are checked at its
 * end. The order makes PostgreSQL delete all of them before it inserts the first.
 */
async function exchangeRows(client: pg.PoolClient, { shape, source }: StagedRows, where: string): Promise<void> {
  const { target, columns, key } = shape;
  const { rows: found } = await client.query<{ name: string }>(writableColumns, [target]);
  const all = found.map(({ name }) => quoteIdentifier(name));
  const list = all.map((column) => (columns.includes(column) ? `new.${column}` : `old.${column}`));
  const expected = await countRows(client, `${target} as old, ${source} as new where ${where}`);
  const { rowCount } = await client.query(`
    with gone as (
      delete from ${target} as old using ${source} as new where ${where} returning old.*
    )
    insert into ${target} (${all.join(", ")}) overriding system value
    select ${list.join(", ")} from gone as old join ${source} as new on ${sameKey(shape)}
    order by ${listOf("old", key)}
  `);
  assertWritten(target, expected, rowCount ?? 0);
}
