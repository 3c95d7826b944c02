/**
 * Schema drift: the source's columns differ from those of the last write to the target. Within a run there is none,
 * because the snapshot is fixed. Between runs the pipeline's policy decides, before a row is read.
 */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "../columns/column-types.ts";
import type { RunTarget } from "../connect/destinations.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { targetExists, targetTable } from "./target-table.ts";

export interface DriftOutcome {
  /** Columns to write; fewer than the source's when new ones are ignored. */
  readonly columns: readonly Column[];
  /** Changes the target's columns, in the finalizing transaction. */
  readonly statements: readonly string[];
  /** For the run's log. */
  readonly notes: readonly string[];
}

interface KnownColumn {
  readonly name: string;
  readonly type: string;
}

/** Columns that the last run of the pipeline wrote into this target. */
const previousColumns = `
  select columns
  from datamantri.runs
  where pipeline_id = $1 and target = $2 and state = 'finalized'
  order by closed_at desc
  limit 1
`;

const targetColumnNames = `
  select array_agg(attname::text) as names
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
`;

/** Types that another type holds without loss, so a column can be widened in place. */
const widenings: Readonly<Record<string, readonly string[]>> = {
  bigint: ["numeric"],
  integer: ["bigint", "numeric"],
  smallint: ["integer", "bigint", "numeric"],
  real: ["double precision"],
  date: ["timestamp without time zone"],
};

/**
 * Compares the source's columns with those of the previous run, and with the target's own.
 *
 * @throws PipelineError `schema_drift` that names every column, when the policy or the types forbid it.
 */
export async function resolveDrift(
  client: pg.PoolClient,
  pipelineId: string,
  { config }: RunTarget,
  columns: readonly Column[],
): Promise<DriftOutcome> {
  const same = { columns, statements: [], notes: [] };
  if (!(await targetExists(client, config))) return same;
  const target = targetTable(config);
  const { rows } = await client.query<{ columns: KnownColumn[] | null }>(previousColumns, [pipelineId, target]);
  const before = rows[0]?.columns;
  if (!before) return same;

  const types = new Map(before.map(({ name, type }) => [name, type]));
  const added = columns.filter(({ name }) => !types.has(name));
  const removed = before.filter(({ name }) => !columns.some((column) => column.name === name));
  const changed = columns.filter((column) => types.has(column.name) && types.get(column.name) !== toColumnType(column));
  if (added.length + removed.length + changed.length === 0) return same;

  const found = describe(added, removed, changed, types);
  const policy = config.schema_drift ?? "freeze";
  const isWide = changed.every((column) => widenings[types.get(column.name)!]?.includes(toColumnType(column)));
  if (policy === "freeze" || !isWide || (policy === "ignore_new" && changed.length + removed.length > 0)) {
    throw new PipelineError("schema_drift", `the source has changed (${policy}): ${found}`);
  }
  if (policy === "ignore_new") {
    return {
      columns: columns.filter(({ name }) => types.has(name)),
      statements: [],
      notes: [`schema drift, new columns are ignored: ${found}`],
    };
  }
  const names = await client.query<{ names: string[] }>(targetColumnNames, [target]);
  const missing = added.filter(({ name }) => !names.rows[0]!.names.includes(name));
  const alterations = [
    ...missing.map((column) => `add column ${quoteIdentifier(column.name)} ${toColumnType(column)}`),
    ...changed.map((column) => `alter column ${quoteIdentifier(column.name)} type ${toColumnType(column)}`),
  ];
  const statements = alterations.length === 0 ? [] : [`alter table ${target} ${alterations.join(", ")}`];
  return { columns, statements, notes: [`schema drift, the target follows: ${found}`] };
}

function describe(
  added: readonly Column[],
  removed: readonly KnownColumn[],
  changed: readonly Column[],
  types: ReadonlyMap<string, string>,
): string {
  return [
    ...added.map((column) => `new "${column.name}" ${toColumnType(column)}`),
    ...removed.map(({ name }) => `gone "${name}"`),
    ...changed.map((column) => `"${column.name}" ${types.get(column.name)} is now ${toColumnType(column)}`),
  ].join(", ");
}
