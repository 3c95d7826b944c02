import type { Mapping } from "./mapping.ts";

/** Columns, and paths of fields such as `address.city`, that a mapping excludes, as it names them. */
export function excludedSources(mapping: Mapping | null): string[] {
  return (mapping?.columns ?? []).flatMap(({ source, exclude }) => (exclude === true ? [source] : []));
}
