/**
 * Finds how a run's columns differ from those of the run before, and whether the source or the pipeline's mapping is the
 * cause. Pure.
 */
import { isSameSourceName, type Column } from "@datamantri/contracts";

import { toKnownColumn, type KnownColumn } from "./known-columns.ts";

/** Who changed something, and what, for people. */
export interface Change {
  readonly cause: "source" | "mapping";
  readonly text: string;
}

export interface AddedColumn extends Change {
  readonly column: Column;
  /** True if the values were written to a column of another name. */
  readonly isRenamed: boolean;
}

export interface ChangedColumn extends Change {
  readonly column: Column;
  /** The type before. */
  readonly before: string;
}

export interface Changes {
  readonly added: readonly AddedColumn[];
  readonly removed: readonly Change[];
  readonly changed: readonly ChangedColumn[];
  /** Inside STRUCTs that are written as JSON: the target's columns stay. */
  readonly nested: readonly Change[];
}

export interface Written {
  readonly columns: readonly KnownColumn[];
  /** Paths in the source that the mapping excluded; null if an older loader wrote the entry. */
  readonly excluded: readonly string[] | null;
}

/** @param excluded paths in the source that the mapping excludes now. */
export function findChanges(before: Written, columns: readonly Column[], excluded: readonly string[]): Changes {
  const known = new Map(before.columns.map((column) => [column.name, column]));
  const now = columns.map((column) => ({ column, ...toKnownColumn(column) }));
  const names = new Set(now.map(({ name }) => name));
  const gone = before.columns.filter(({ name }) => !names.has(name));
  const renamed = new Set<KnownColumn>();

  const added = now.flatMap((fresh): AddedColumn[] => {
    if (known.has(fresh.name)) return [];
    const { column, name, type, source = name } = fresh;
    const old = gone.find((other) => isSame(other.source, source));
    if (old !== undefined) {
      renamed.add(old);
      // Without a mapping both have the source's name, which there may have become another by its case alone.
      const cause = old.name === old.source && name === source ? "source" : "mapping";
      return [{ column, isRenamed: true, cause, text: `"${old.name}" is now called "${name}" (${type})` }];
    }
    const wasMapped =
      isAny(source, before.excluded ?? []) || before.columns.some((other) => touch(other.source, source));
    return [{ column, isRenamed: false, cause: wasMapped ? "mapping" : "source", text: `new "${name}" ${type}` }];
  });

  const removed = gone.flatMap((old): Change[] => {
    if (renamed.has(old)) return [];
    const isMapped =
      old.source !== undefined && (isAny(old.source, excluded) || now.some(({ source }) => touch(source, old.source)));
    return [{ cause: isMapped ? "mapping" : "source", text: `gone "${old.name}"` }];
  });

  const both = now.flatMap((fresh) => {
    const old = known.get(fresh.name);
    return old === undefined ? [] : [{ fresh, old }];
  });
  const changed = both.flatMap(({ fresh, old }): ChangedColumn[] => {
    if (old.type === fresh.type) return [];
    const { column, name, type } = fresh;
    const isOther =
      old.source !== undefined && (!isSame(old.source, fresh.source) || old.source_type === fresh.source_type);
    return [
      { column, before: old.type, cause: isOther ? "mapping" : "source", text: `"${name}" ${old.type} is now ${type}` },
    ];
  });
  const nested = both.flatMap(({ fresh, old }): Change[] => {
    // A STRUCT, an ARRAY and JSON are all jsonb.
    if (old.type === fresh.type && isJson(fresh.type) && isSame(old.source, fresh.source) && isOtherType(old, fresh)) {
      const text = `"${fresh.name}" ${old.source_type!} is now ${fresh.source_type!}`;
      return [{ cause: "source", text }];
    }
    if (old.fields === undefined || fresh.fields === undefined || !isSame(old.source, fresh.source)) return [];
    const paths = { before: before.excluded ?? [], now: excluded };
    return compareFields(fresh.source!, old.fields, fresh.fields, paths);
  });
  return { added, removed, changed, nested };
}

function isJson(type: string): boolean {
  return type === "jsonb" || type === "json";
}

function isOtherType(old: KnownColumn, fresh: KnownColumn): boolean {
  return old.source_type !== undefined && old.source_type !== fresh.source_type;
}

function compareFields(
  source: string,
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  excluded: { readonly before: readonly string[]; readonly now: readonly string[] },
): Change[] {
  const changes: Change[] = [];
  for (const [path, type] of Object.entries(now)) {
    const full = `${source}.${path}`;
    const old = before[path];
    if (old === undefined) {
      changes.push({ cause: isAny(full, excluded.before) ? "mapping" : "source", text: `new "${full}" ${type}` });
    } else if (old !== type) {
      changes.push({ cause: "source", text: `"${full}" ${old} is now ${type}` });
    }
  }
  for (const path of Object.keys(before)) {
    if (path in now) continue;
    const full = `${source}.${path}`;
    changes.push({ cause: isAny(full, excluded.now) ? "mapping" : "source", text: `gone "${full}"` });
  }
  return changes;
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && isSameSourceName(one, other);
}

/** True if one is a field of the other: the mapping flattens the STRUCT, or does so no longer. */
function touch(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && (isBelow(one, other) || isBelow(other, one));
}

function isBelow(path: string, root: string): boolean {
  return path.toLowerCase().startsWith(`${root.toLowerCase()}.`);
}

/** True for one of the paths, or a field of it. */
function isAny(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => isSame(path, root) || isBelow(path, root));
}
