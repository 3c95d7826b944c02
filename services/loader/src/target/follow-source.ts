/** Makes an existing target follow the source's columns (`schema_drift: evolve`). */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";

import { toColumnType, toNewType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { holdsAll } from "../columns/widenings.ts";
import { assertAlterable } from "./alterations.ts";
import type { Changes, Written } from "./find-changes.ts";
import { dropNotNull, type LoosenedColumn } from "./loosened.ts";
import type { TargetColumn } from "./target-columns.ts";

export interface Following {
  /** Clauses of ALTER TABLE that change the target's columns, in the finalizing transaction. */
  readonly alterations: readonly string[];
  /** Names of the existing columns whose types these change. */
  readonly altered: readonly string[];
  /** Names of columns without values that need none when these have run. */
  readonly freed: readonly string[];
}

export const nothingFollows: Following = { alterations: [], altered: [], freed: [] };

/** How the columns differ from those of the run before. */
interface Drift {
  readonly before: Written;
  readonly columns: readonly Column[];
  readonly changes: Changes;
  readonly loosened: readonly LoosenedColumn[];
}

/**
 * @param target quoted, `existing` its columns.
 * @throws PipelineError `schema_drift` when objects depend on a column whose type has to change.
 */
export async function followSource(
  client: pg.PoolClient,
  target: string,
  { before, columns, changes, loosened }: Drift,
  existing: ReadonlyMap<string, TargetColumn>,
): Promise<Following> {
  const missing = changes.added.filter(({ column }) => !existing.has(column.name));
  // Types that are no narrower are somebody's choice, and stay: perhaps because of what depends on the column.
  const narrow = changes.changed.filter(({ column }) => {
    const [present, wanted] = [existing.get(column.name)?.type ?? "", toColumnType(column)];
    return present !== wanted && holdsAll(wanted, present);
  });
  const widened = loosened.filter(({ isWidened }) => isWidened);
  const changing = [...narrow, ...widened].map(({ column }) => column);
  const altered = changing.map(({ name }) => name);
  await assertAlterable(client, target, changing);
  const freed = goneInNeed(before, columns, existing);
  const alterations = [
    ...missing.map(({ column }) => `add column ${quoteIdentifier(column.name)} ${toNewType(column)}`),
    ...narrow.map(({ column }) => `alter column ${quoteIdentifier(column.name)} type ${toColumnType(column)}`),
    ...loosened.flatMap(({ clauses }) => clauses),
    ...freed.map(dropNotNull),
  ];
  return { alterations, altered, freed };
}

/** Columns that the source has no more, and that the target requires only because the source did. */
function goneInNeed(
  before: Written,
  columns: readonly Column[],
  existing: ReadonlyMap<string, TargetColumn>,
): readonly string[] {
  const names = new Set(columns.map(({ name }) => name));
  return before.columns.flatMap(({ name, not_null: wasRequired = false }) =>
    wasRequired && !names.has(name) && existing.get(name)?.isRequired === true ? [name] : [],
  );
}
