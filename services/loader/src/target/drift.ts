/**
 * Schema drift: the columns differ from those of the last write to the target, because the source or the pipeline's
 * mapping has changed. Within a run there is none, because the snapshot is fixed. Between runs the pipeline's policy
 * decides, before a row is read.
 */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import { excludedSources } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType, toNewType } from "../columns/column-types.ts";
import type { RunTarget } from "../connect/destinations.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { holdsAll } from "../columns/widenings.ts";
import { assertAlterable } from "./alterations.ts";
import { findChanges, type Change, type Written } from "./find-changes.ts";
import { dropNotNull, findCandidates, findLoosened } from "./loosened.ts";
import { readTargetColumns, type TargetColumn } from "./target-columns.ts";
import { targetExists, targetTable } from "./target-table.ts";

export interface DriftOutcome {
  /** Columns to write; fewer than the source's when new ones are ignored. */
  readonly columns: readonly Column[];
  /** Changes the target's columns, in the finalizing transaction. */
  readonly statements: readonly string[];
  /** Names of the existing columns whose types these change. */
  readonly altered: readonly string[];
  /** Names of columns without values that need none when these have run. */
  readonly freed: readonly string[];
  /** For the run's log. */
  readonly notes: readonly string[];
}

/** Columns that the last run of the pipeline wrote into this target. */
const previousColumns = `
  select columns, excluded
  from datamantri.runs
  where pipeline_id = $1 and target = $2 and state = 'finalized'
  order by closed_at desc
  limit 1
`;

/**
 * Compares the columns with those of the previous run, and with the target's own.
 *
 * @throws PipelineError `schema_drift` that names every column, when the policy, the types or objects that depend on a
 *   column forbid it.
 */
export async function resolveDrift(
  client: pg.PoolClient,
  pipelineId: string,
  { config, configuration }: RunTarget,
  columns: readonly Column[],
): Promise<DriftOutcome> {
  const same = { columns, statements: [], altered: [], freed: [], notes: [] };
  if (!(await targetExists(client, config))) return same;
  const target = targetTable(config);
  const { rows } = await client.query<{ columns: Written["columns"] | null; excluded: Written["excluded"] }>(
    previousColumns,
    [pipelineId, target],
  );
  const before = rows[0]?.columns;
  if (!before) return same;
  const written = { columns: before, excluded: rows[0]!.excluded };
  const changes = findChanges(written, columns, excludedSources(configuration.mapping));
  const { added, removed, changed, nested } = changes;
  const policy = config.schema_drift ?? "freeze";
  const candidates = findCandidates(written, columns, policy === "evolve");
  if (added.length + removed.length + changed.length + nested.length + candidates.length === 0) return same;
  const existing = await readTargetColumns(client, target);
  const loosened = findLoosened(candidates, existing, configuration.mapping?.unrepresentable === "null");
  if (added.length + removed.length + changed.length + nested.length + loosened.length === 0) return same;

  const all = [...added, ...removed, ...changed, ...loosened, ...nested];
  const isWide = changed.every(({ column, before: old }) => holdsAll(toColumnType(column), old));
  const isOnlyNew =
    changed.length + removed.length + loosened.length === 0 && !added.some(({ isRenamed }) => isRenamed);
  if (policy === "freeze" || !isWide || (policy === "ignore_new" && !isOnlyNew)) {
    throw new PipelineError("schema_drift", refuse(all, policy, isWide && policy !== "evolve"));
  }
  if (policy === "ignore_new") {
    const isNew = new Set(added.map(({ column }) => column));
    const inside = textsOf(nested).join(", ");
    return {
      columns: columns.filter((column) => !isNew.has(column)),
      statements: [],
      altered: [],
      freed: [],
      notes: [
        ...(added.length > 0 ? [`schema drift, new columns are ignored: ${textsOf(added).join(", ")}`] : []),
        ...(nested.length > 0 ? [`schema drift inside of columns, written as it is: ${inside}`] : []),
      ],
    };
  }
  const missing = added.filter(({ column }) => !existing.has(column.name));
  // Types that are no narrower are somebody's choice, and stay: perhaps because of what depends on the column.
  const narrow = changed.filter(({ column }) => {
    const [present, wanted] = [existing.get(column.name)?.type ?? "", toColumnType(column)];
    return present !== wanted && holdsAll(wanted, present);
  });
  const widened = loosened.filter(({ isWidened }) => isWidened);
  const altered = [...narrow, ...widened].map(({ column }) => column.name);
  await assertAlterable(client, target, altered);
  const freed = goneInNeed(written, columns, existing);
  const alterations = [
    ...missing.map(({ column }) => `add column ${quoteIdentifier(column.name)} ${toNewType(column)}`),
    ...narrow.map(({ column }) => `alter column ${quoteIdentifier(column.name)} type ${toColumnType(column)}`),
    ...loosened.flatMap(({ clauses }) => clauses),
    ...freed.map(dropNotNull),
  ];
  const statements = alterations.length === 0 ? [] : [`alter table ${target} ${alterations.join(", ")}`];
  return {
    columns,
    statements,
    altered,
    freed,
    notes: [`schema drift, the target follows: ${textsOf(all).join(", ")}`],
  };
}

const textsOf = (changes: readonly { readonly text: string }[]): readonly string[] => changes.map(({ text }) => text);

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

/**
 * Says apart what the source and what the mapping changed, because they are corrected in different places.
 *
 * @param canEvolve whether another policy would accept the change.
 */
function refuse(all: readonly Change[], policy: string, canEvolve: boolean): string {
  const bySource = textsOf(all.filter(({ cause }) => cause === "source")).join(", ");
  const byMapping = textsOf(all.filter(({ cause }) => cause === "mapping")).join(", ");
  const advice = `Undo that${canEvolve ? ", write to another table, or set schema_drift to evolve" : " or write to another table"}`;
  const mapped = `the pipeline's mapping has changed (${policy}): ${byMapping}. ${advice}`;
  if (bySource === "") return mapped;
  const source = `the source has changed (${policy}): ${bySource}`;
  return byMapping === "" ? source : `${source}; ${mapped}`;
}
