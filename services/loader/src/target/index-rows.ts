/**
 * Finds keys that are too large for an index before the rows move: PostgreSQL would say so only after the work, and of
 * one row. https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR
 */
import pg from "pg";

import { stagingTableName } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { ledgerSchema } from "../ledger/ledger.ts";
import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { asStored, type TargetShape } from "./target-shape.ts";

/**
 * An entry of a btree holds at most 2,704 bytes, of which eight are its header; of other access methods less than a
 * page. https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/access/nbtree.h (BTMaxItemSize)
 */
const maxEntryBytes = 2_704;
const headerBytes = 8;

/** Values below are never tried; there is room for other columns of the index. */
const largeBytes = 2_000;

/** SQLSTATE of PostgreSQL's limits. */
const limitExceeded = "54000";

/** Columns of any length that an index uses, also in expressions and predicates; and what follows the table's name. */
const indexes = `
  select rel.relname as name, used.columns, coalesce(pg_get_expr(indpred, indrelid), 'true') as predicate,
    regexp_replace(
      substr(definition, length(format('CREATE %sINDEX %I ON ', unique_word, rel.relname)) + 1), '^ONLY ', ''
    ) as rest,
    format('%I.%I', nspname, target.relname) as table
  from pg_class target
  join pg_namespace on pg_namespace.oid = target.relnamespace
  join pg_index on indrelid = target.oid
  join pg_class rel on rel.oid = indexrelid
  cross join lateral (
    select pg_get_indexdef(indexrelid) as definition, case when indisunique then 'UNIQUE ' else '' end as unique_word
  ) as words
  cross join lateral (
    select array_agg(attname::text) as columns
    from pg_attribute
    where attrelid = target.oid and attlen = -1 and not attisdropped
      and (
        attnum = any (indkey)
        or exists (
          select from pg_depend
          where classid = 'pg_class'::regclass and objid = indexrelid
            and refclassid = 'pg_class'::regclass and refobjid = target.oid and refobjsubid = attnum
        )
      )
  ) as used
  where target.oid = to_regclass($1) and used.columns is not null
  order by rel.relname
`;

interface TargetIndex {
  /** Empty for the primary key of a new target. */
  readonly name: string;
  /** Quoted. */
  readonly columns: readonly string[];
  /** Follows `create index on <table>`. */
  readonly definition: string;
  /** Condition for the rows that it has. */
  readonly predicate: string;
}

interface IndexRow extends Omit<TargetIndex, "definition"> {
  /** The table's name, and what follows it. */
  readonly rest: string;
  readonly table: string;
}

const rawSizes = new Set(["text", "character varying", "bytea", "citext"]);

const stagedTypes = `
  select attname as name, format_type(atttypid, null) as type
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attlen = -1
`;

/**
 * Builds each index that large values might not fit on a copy of only those rows. PostgreSQL compresses them first, so
 * no length alone says whether they fit.
 *
 * @param key columns of the primary key that the first load will make; empty if it makes none.
 * @throws PipelineError `sink_rejected` that names the index, its columns and the number of rows.
 */
export async function assertIndexable(
  client: pg.PoolClient,
  runId: string,
  shape: TargetShape,
  key: readonly string[],
): Promise<void> {
  const types = await readStagedTypes(client, shape);
  const found = (await readIndexes(client, shape, key)).flatMap((index) => {
    const columns = index.columns.filter((column) => shape.columns.includes(column) && types.has(column));
    return columns.length === 0 ? [] : [{ ...index, columns }];
  });
  if (found.length === 0) return;
  // Uncompressed where that is known without reading it: another table may compress values otherwise.
  const sizes = found.map(({ columns }) => {
    const lengths = columns.map((column) => {
      const size = rawSizes.has(types.get(column)!) ? "octet_length" : "pg_column_size";
      return `coalesce(${size}(${column}), 0)`;
    });
    return `${lengths.join(" + ")} > ${largeBytes}`;
  });
  const counts = sizes.map((isLarge, index) => `count(*) filter (where ${isLarge}) as "${index}"`);
  const { rows } = await client.query<Record<string, string>>(`select ${counts.join(", ")} from ${shape.staging}`);
  for (const [number, index] of found.entries()) {
    if (Number(rows[0]![number]) > 0) await tryIndex(client, runId, shape, index, sizes[number]!);
  }
}

async function readStagedTypes(client: pg.PoolClient, { staging }: TargetShape): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(stagedTypes, [staging]);
  return new Map(rows.map(({ name, type }) => [quoteIdentifier(name), type]));
}

async function readIndexes(
  client: pg.PoolClient,
  shape: TargetShape,
  key: readonly string[],
): Promise<readonly TargetIndex[]> {
  if (shape.stored.size === 0) {
    return key.length === 0 ? [] : [{ name: "", columns: key, definition: `(${key.join(", ")})`, predicate: "true" }];
  }
  const { rows } = await client.query<IndexRow>(indexes, [shape.target]);
  return rows.map(({ name, columns, predicate, rest, table }) => ({
    name,
    predicate,
    columns: columns.map(quoteIdentifier),
    definition: rest.slice(table.length),
  }));
}

/**
 * @param isLarge condition for the rows to try.
 * @throws PipelineError `sink_rejected` when one of them does not fit.
 */
async function tryIndex(
  client: pg.PoolClient,
  runId: string,
  shape: TargetShape,
  index: TargetIndex,
  isLarge: string,
): Promise<void> {
  const copy = quoteTable(ledgerSchema, `${stagingTableName(runId)}_large`);
  // With all columns, because a condition or an expression of the index may use others.
  const values = shape.columns.map((column) => `${asStored(shape, column)} as ${column}`).join(", ");
  let isCopied = false;
  await client.query("savepoint large");
  try {
    await client.query(`create table ${copy} as select ${values} from ${shape.staging} where ${isLarge}`);
    await client.query("savepoint copied");
    isCopied = true;
    await client.query(`create index on ${copy} ${index.definition}`);
  } catch (error) {
    // Anything else is for the move itself to say, which has all rows and columns; so is a value too large for its type.
    if (!(error instanceof pg.DatabaseError)) throw error;
    if (isCopied && error.code === limitExceeded) {
      await client.query("rollback to savepoint copied");
      throw await describeLarge(client, copy, shape, index);
    }
  }
  await client.query("rollback to savepoint large; release savepoint large");
}

async function describeLarge(
  client: pg.PoolClient,
  copy: string,
  { target }: TargetShape,
  { name, columns, predicate }: TargetIndex,
): Promise<PipelineError> {
  const size = columns.map((column) => `coalesce(pg_column_size(${column}), 0)`).join(" + ");
  const { rows } = await client.query<{ count: string }>(
    `select greatest(1, count(*)) as count from ${copy} where ${size} + ${headerBytes} > ${maxEntryBytes} and (${predicate})`,
  );
  const count = Number(rows[0]!.count);
  const [rowsWith, fit] = count === 1 ? ["row", "does"] : ["rows", "do"];
  const where = name === "" ? "primary key" : `index "${name}"`;
  const what = `the key is too large for an index: ${count} ${rowsWith} ${fit} not fit the ${where} of ${target} (${columns.join(", ")})`;
  const limit = `PostgreSQL allows about ${maxEntryBytes.toLocaleString("en-US")} bytes in an index entry`;
  const advice = "choose another key, mask the column with sha256, or index its hash";
  return new PipelineError("sink_rejected", `${what}. ${limit}: ${advice}`, { count });
}
