/** Columns of a target that its pipeline's destination names. Workers and validations find the same problems in them. */
import type { DestinationConfig, PipelineConfiguration } from "@datamantri/api";
import { toWriteMode } from "@datamantri/api/values";

import type { Column } from "./messages.ts";
import { naturalType } from "./natural-types.ts";

/** Path of a column's values in the source, with dots. */
export function sourcePathOf({ name, sourcePath }: Column): string {
  return sourcePath.length === 0 ? name : sourcePath.join(".");
}

/** BigQuery's names are the same in any case: https://docs.cloud.google.com/bigquery/docs/schemas#column_names */
export function isSameSourceName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Finds the column that a source column is mapped to, whatever its name in the target. */
export function findSourceColumn(columns: readonly Column[], source: string): Column | undefined {
  return columns.find((column) => isSameSourceName(sourcePathOf(column), source));
}

/**
 * Finds the column that has a source column's values as they are, neither masked nor cast. Only these have the order of a
 * backfill's bounds, by which append finds the target's rows of its range, and are a key where the source's are.
 *
 * @param columns that a run writes.
 */
export function findUnchangedColumn(columns: readonly Column[], source: string): Column | undefined {
  const column = findSourceColumn(columns, source);
  if (column === undefined || column.mask !== "") return undefined;
  return column.targetType === "" || column.targetType === naturalType(column) ? column : undefined;
}

/** Says why append cannot backfill by a column that `findUnchangedColumn` does not find. */
export function describeLostRange(source: string): string {
  return (
    `append would find the rows of the backfill in the target by "${source}", which the mapping excludes, masks or ` +
    `casts: name another column, or backfill a pipeline that merges`
  );
}

/**
 * The column that a key names. Matches case first, as PostgreSQL does, then ignores it, as BigQuery does, unless that is
 * ambiguous.
 *
 * @param columns that a run writes.
 */
export function findKeyColumn(name: string, columns: readonly Column[]): string | undefined {
  const names = columns.map((column) => column.name);
  if (names.includes(name)) return name;
  const [alike, ...more] = names.filter((other) => isSameSourceName(other, name));
  return more.length > 0 ? undefined : alike;
}

/** Their values do not tell rows apart. */
const mergingMasks: ReadonlySet<string> = new Set(["redact", "partial"]);

/**
 * Says what is wrong with a key: it names a column that is not there, or one twice, or one whose values a mask does not
 * keep apart; undefined if nothing is.
 *
 * @param columns that a run writes.
 */
export function describeKeyProblem(key: readonly string[], columns: readonly Column[]): string | undefined {
  const found = key.map((name) => findKeyColumn(name, columns));
  const unknown = key.find((_name, index) => found[index] === undefined);
  if (unknown !== undefined) return describeUnknownKey(unknown, columns);
  const masked = columns.find(({ name, mask }) => found.includes(name) && mergingMasks.has(mask));
  if (masked !== undefined) {
    const reason = `the mask ${masked.mask} makes different keys of "${masked.name}" the same`;
    return `${reason}: mask it by hmac or sha256, or name another key`;
  }
  const repeated = found.find((column, index) => found.indexOf(column) < index);
  return repeated === undefined ? undefined : `the key names the column "${repeated}" twice: name each column once`;
}

/** A key names columns of the target, which a mapping may rename. */
function describeUnknownKey(name: string, columns: readonly Column[]): string {
  const renamed = findSourceColumn(columns, name);
  const hint = renamed === undefined ? "" : `; the mapping calls the source's "${name}" "${renamed.name}"`;
  return `the target has no column "${name}", which the key names${hint}`;
}

/** With soft deletes: since when the source no longer has the row. */
export function deletedAt({ deleted_at_column }: Pick<DestinationConfig, "deleted_at_column">): string {
  return deleted_at_column ?? "_deleted_at";
}

/** Since when a version was current. */
export function validFrom({ valid_from_column }: Pick<DestinationConfig, "valid_from_column">): string {
  return valid_from_column ?? "valid_from";
}

/** Until when a version was current; NULL while it is. */
export function validTo({ valid_to_column }: Pick<DestinationConfig, "valid_to_column">): string {
  return valid_to_column ?? "valid_to";
}

type Configuration = Pick<PipelineConfiguration, "mode" | "destination_config">;

/** Columns that the write mode itself writes; empty for modes that have none. */
export function ownColumns(configuration: Configuration): readonly string[] {
  const [writeMode, config] = [toWriteMode(configuration), configuration.destination_config];
  if (writeMode === "history") return [validFrom(config), validTo(config)];
  return writeMode === "mirror" && config.delete_mode === "soft" ? [deletedAt(config)] : [];
}

/** https://www.postgresql.org/docs/current/limits.html */
export const maxTargetColumns = 1_600;
const maxIndexColumns = 32;

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
export const systemColumns: ReadonlySet<string> = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);

/**
 * Says why the columns that the mode writes itself have no place: the source has one of the name, so that one would
 * overwrite the other, or PostgreSQL takes no more. Undefined if they have.
 *
 * @param columns that the run writes.
 */
export function describeOwnColumnsProblem(
  configuration: Configuration,
  columns: readonly { readonly name: string }[],
): string | undefined {
  const own = ownColumns(configuration);
  const taken = own.find((name, index) => own.indexOf(name) < index || columns.some((column) => column.name === name));
  const writeMode = toWriteMode(configuration);
  const option = writeMode === "history" ? "valid_from_column and valid_to_column" : "deleted_at_column";
  const reserved = own.find((name) => systemColumns.has(name));
  if (reserved !== undefined) return `PostgreSQL has a column "${reserved}" itself: choose another name with ${option}`;
  if (taken !== undefined) {
    const reason = `${writeMode} writes the column "${taken}" itself, and the source has one of that name`;
    return `${reason}: rename it by the mapping, or choose other names with ${option}`;
  }
  const { key = [] } = configuration.destination_config;
  if (writeMode === "history" && key.length >= maxIndexColumns) {
    return `the primary key of a history has ${own[0]} beside the key, and PostgreSQL's indexes take ${maxIndexColumns} columns: name at most ${maxIndexColumns - 1}`;
  }
  const count = columns.length + own.length;
  if (own.length === 0 || count <= maxTargetColumns) return undefined;
  return `the target would have ${count} columns with those of ${writeMode} (${own.join(", ")}), PostgreSQL takes ${maxTargetColumns}: exclude some`;
}
