import type { Mapping } from "@datamantri/api";
import type { Column } from "@datamantri/contracts";

/** What a mapping excludes, as it names it: columns, and paths of fields such as `address.city`. */
export function excludedSources(mapping: Mapping | null): string[] {
  return (mapping?.columns ?? []).flatMap(({ source, exclude }) => (exclude === true ? [source] : []));
}

/** What the mapping excludes and the source does not have. */
export function findMissing(mapping: Mapping | null, source: readonly Column[]): string[] {
  const paths = new Set(source.flatMap((column) => pathsIn(column, [])));
  return excludedSources(mapping).filter((name) => !paths.has(name.toLowerCase()));
}

function pathsIn({ name, fields }: Column, parents: readonly string[]): string[] {
  const path = [...parents, name];
  return [path.join(".").toLowerCase(), ...fields.flatMap((field) => pathsIn(field, path))];
}
