import type { Mapping } from "@datamantri/api";
import { excludedSources } from "@datamantri/api/values";
import type { Column } from "@datamantri/contracts";

import { pathOf } from "./page-columns.ts";
import { resolveColumns } from "./resolve-columns.ts";

/** Finds the exclusions of a mapping that name nothing in the source. */
export function findMissing(mapping: Mapping | null, source: readonly Column[]): string[] {
  const paths = pathsOf(source);
  return excludedSources(mapping).filter((name) => !paths.has(name.toLowerCase()));
}

/**
 * Lists what a mapping names and queries leave out, as it names it: what it excludes, and STRUCTs of which no field
 * stays.
 */
export function unreadSources(mapping: Mapping | null, source: readonly Column[]): string[] {
  const paths = pathsOf(source);
  const kept = resolveColumns(source, { mapping }).columns.flatMap(({ column }) =>
    column === null ? [] : [keyOf(pathOf(column))],
  );
  const isEmptied = (name: string): boolean =>
    paths.has(name) && !kept.some((path) => path === name || path.startsWith(`${name}.`));
  return (mapping?.columns ?? []).flatMap(({ source: name, exclude }) =>
    exclude === true || isEmptied(name.toLowerCase()) ? [name] : [],
  );
}

function pathsOf(source: readonly Column[]): ReadonlySet<string> {
  return new Set(source.flatMap((column) => pathsIn(column, [])));
}

function pathsIn({ name, fields }: Column, parents: readonly string[]): string[] {
  const path = [...parents, name];
  return [keyOf(path), ...fields.flatMap((field) => pathsIn(field, path))];
}

/** BigQuery's names are case-insensitive: https://docs.cloud.google.com/bigquery/docs/schemas#column_names */
function keyOf(path: readonly string[]): string {
  return path.join(".").toLowerCase();
}
