/** Checks the staged values against the target before they move: PostgreSQL would cut them, or name no column. */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { assertIndexable } from "./index-rows.ts";
import type { TargetColumn } from "./target-columns.ts";
import { asStored, type TargetShape } from "./target-shape.ts";
import { isRowError } from "../rejects/row-errors.ts";

interface Limited {
  readonly name: string;
  readonly column: TargetColumn;
}

/**
 * @param key columns of the primary key that the first load will make; empty if it makes none.
 * @throws PipelineError `sink_rejected` that names every column with values that are too long, are no labels of its
 *   enum, refused by its domain, or are too large for an index.
 */
export async function assertValuesFit(
  client: pg.PoolClient,
  runId: string,
  shape: TargetShape,
  key: readonly string[] = [],
): Promise<void> {
  const limited = shape.columns.flatMap((name) => {
    const column = shape.stored.get(name);
    return column === undefined ? [] : [{ name, column }];
  });
  await assertTextsFit(client, shape, limited);
  await assertLabels(client, shape, limited);
  await assertDomains(client, shape, limited);
  await assertIndexable(client, runId, shape, key);
}

/**
 * Finds texts that an assignment would cut: it drops the blanks at the end that are too many, as the SQL standard says,
 * and refuses the others. https://www.postgresql.org/docs/current/datatype-character.html
 */
async function assertTextsFit(client: pg.PoolClient, shape: TargetShape, columns: readonly Limited[]): Promise<void> {
  const limited = columns.filter(({ column }) => column.maxLength !== null);
  const counts = await countStaged(client, shape, limited, ({ column }, value) => {
    return `char_length(${value}::text) > ${column.maxLength}`;
  });
  const cut = counts.map(({ name, column, count }) => `${count} of ${name} (at most ${column.maxLength} characters)`);
  if (cut.length === 0) return;
  throw new PipelineError(
    "sink_rejected",
    `too long for ${shape.target}, also by blanks at the end: ${cut.join(", ")}`,
  );
}

async function assertLabels(client: pg.PoolClient, shape: TargetShape, columns: readonly Limited[]): Promise<void> {
  const enums = columns.filter(({ column }) => column.labels !== null);
  const labels = enums.map(({ column }) => column.labels);
  const counts = await countStaged(
    client,
    shape,
    enums,
    (_, value, index) => `${value}::text <> all ($${index + 1}::text[])`,
    labels,
  );
  const unknown = counts.map(({ name, column, count }) => `${count} of ${name} (${column.type})`);
  if (unknown.length === 0) return;
  const reason = `values that are no label of the enum of ${shape.target}: ${unknown.join(", ")}`;
  throw new PipelineError("sink_rejected", `${reason}; add the labels (ALTER TYPE ... ADD VALUE), or reject such rows`);
}

/** A domain's check names itself, but not the column. */
async function assertDomains(client: pg.PoolClient, shape: TargetShape, columns: readonly Limited[]): Promise<void> {
  const domains = columns.filter(({ column: { type, storedAs } }) => type !== storedAs);
  if (domains.length === 0 || (await takesValues(client, shape, domains)) === null) return;
  for (const domain of domains) {
    const refusal = await takesValues(client, shape, [domain]);
    if (refusal === null) continue;
    const { name, column } = domain;
    const reason = `${name} of ${shape.target} has values that its domain ${column.type} refuses (SQLSTATE ${refusal.code})`;
    throw new PipelineError(
      "sink_rejected",
      `${reason}; correct them in the source, or reject such rows`,
      {},
      { cause: refusal },
    );
  }
}

/** @returns PostgreSQL's error for one of the values; null if the domains take all. */
async function takesValues(
  client: pg.PoolClient,
  shape: TargetShape,
  domains: readonly Limited[],
): Promise<pg.DatabaseError | null> {
  const casts = domains.map(({ name }) => `num_nulls(${asStored(shape, name)}) >= 0`).join(" and ");
  await client.query("savepoint domains");
  try {
    await client.query(`select count(*) from ${shape.staging} where ${casts}`);
    return null;
  } catch (error) {
    if (!isRowError(error)) throw error;
    return error;
  } finally {
    await client.query("rollback to savepoint domains; release savepoint domains");
  }
}

/**
 * @param condition for a value that does not fit: the column's, or an element of it.
 * @returns the columns that have such rows.
 */
async function countStaged(
  client: pg.PoolClient,
  { staging }: TargetShape,
  columns: readonly Limited[],
  condition: (column: Limited, value: string, index: number) => string,
  values: readonly unknown[] = [],
): Promise<readonly (Limited & { readonly count: number })[]> {
  if (columns.length === 0) return [];
  const counts = columns.map((limited, index) => {
    const { name, column } = limited;
    const misfit = column.isArray
      ? `exists (select from unnest(${name}) as element (value) where ${condition(limited, "value", index)})`
      : condition(limited, name, index);
    return `count(*) filter (where ${misfit}) as "${index}"`;
  });
  const statement = `select ${counts.join(", ")} from ${staging}`;
  const { rows } = await client.query<Record<string, string>>(statement, [...values]);
  return columns
    .map((limited, index) => ({ ...limited, count: Number(rows[0]![index]) }))
    .filter(({ count }) => count > 0);
}
