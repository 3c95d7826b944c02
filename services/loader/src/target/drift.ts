/**
 * Schema drift: the columns differ from those of the last write to the target, because the source or the pipeline's
 * mapping has changed. Within a run there is none, because the snapshot is fixed. Between runs the pipeline's policy
 * decides, before a row is read.
 */
import type pg from "pg";

import { sourcePathOf, type Column } from "@datamantri/contracts";
import { excludedSources, isWildcard } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "../columns/column-types.ts";
import type { RunTarget } from "../connect/destinations.ts";
import { holdsAll } from "../columns/widenings.ts";
import { findChanges, type AddedColumn, type Change, type Written } from "./find-changes.ts";
import { followSource, nothingFollows, type Following } from "./follow-source.ts";
import { toKnownColumns, type KnownColumn } from "./known-columns.ts";
import { findCandidates, findLoosened } from "./loosened.ts";
import { readTargetColumns } from "./target-columns.ts";
import { targetExists, targetTable } from "./target-table.ts";

export interface DriftOutcome extends Following {
  /** Columns to write; fewer than the source's when new ones are ignored. */
  readonly columns: readonly Column[];
  /** What later runs compare their columns with. */
  readonly known: readonly KnownColumn[];
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
  const first = { columns, ...nothingFollows, known: toKnownColumns(columns, []), notes: [] };
  if (!(await targetExists(client, config))) return first;
  const target = targetTable(config);
  const { rows } = await client.query<{ columns: Written["columns"] | null; excluded: Written["excluded"] }>(
    previousColumns,
    [pipelineId, target],
  );
  const before = rows[0]?.columns;
  if (!before) return first;
  const same = { ...first, known: toKnownColumns(columns, before) };
  const written = { columns: before, excluded: rows[0]!.excluded };
  const changes = findChanges(written, columns, excludedSources(configuration.mapping));
  const { added, removed, changed, nested } = changes;
  const policy = config.schema_drift ?? "freeze";
  const source = configuration.source_config;
  const isUndeclared = source.query !== undefined || isWildcard(source);
  const candidates = findCandidates(written, columns, policy === "evolve" && isUndeclared);
  const existing = candidates.length > 0 ? await readTargetColumns(client, target) : undefined;
  const loosened = existing === undefined ? [] : findLoosened(candidates, existing, configuration.mapping);
  const all = [...added, ...removed, ...changed, ...loosened, ...nested];
  if (all.length === 0) return same;

  const isWide = changed.every(({ column, before: old }) => holdsAll(toColumnType(column), old));
  const isOnlyNew =
    changed.length + removed.length + loosened.length === 0 && !added.some(({ isRenamed }) => isRenamed);
  const recased = added.find(({ isRenamed, cause }) => isRenamed && cause === "source");
  if (recased !== undefined && policy !== "freeze") throw new PipelineError("schema_drift", refuseRecased(recased));
  if (policy === "freeze" || !isWide || (policy === "ignore_new" && !isOnlyNew)) {
    throw new PipelineError("schema_drift", refuse(all, policy, isWide && policy !== "evolve"));
  }
  if (policy === "ignore_new") {
    const isNew = new Set(added.map(({ column }) => column));
    const inside = textsOf(nested).join(", ");
    const kept = columns.filter((column) => !isNew.has(column));
    return {
      columns: kept,
      ...nothingFollows,
      known: toKnownColumns(kept, before),
      notes: [
        ...(added.length > 0 ? [`schema drift, new columns are ignored: ${textsOf(added).join(", ")}`] : []),
        ...(nested.length > 0 ? [`schema drift inside of columns, written as it is: ${inside}`] : []),
      ],
    };
  }
  const notes = [`schema drift, the target follows: ${textsOf(all).join(", ")}`];
  const drift = { before: written, columns, changes, loosened };
  const following = await followSource(client, target, drift, existing ?? (await readTargetColumns(client, target)));
  const followed = loosened.map(({ column }) => column.name);
  return { columns, ...following, known: toKnownColumns(columns, before, followed), notes };
}

const textsOf = (changes: readonly { readonly text: string }[]): readonly string[] => changes.map(({ text }) => text);

/** BigQuery does not tell names apart by their case, PostgreSQL does: the target would get a second column. */
function refuseRecased({ text, column }: AddedColumn): string {
  const path = JSON.stringify(sourcePathOf(column));
  return `the source has changed the case of a column's name: ${text}. Give ${path} its former name in mapping.columns`;
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
