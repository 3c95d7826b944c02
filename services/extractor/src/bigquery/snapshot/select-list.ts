/**
 * What a query of ours asks for. Excluded columns are left out, so that they are never asked for: they may be protected
 * by a policy tag, and would be billed. https://docs.cloud.google.com/bigquery/docs/column-level-security
 */
import type { Mapping, SourceConfig } from "@datamantri/api";
import { findPseudoColumn, quoteBigQueryName } from "@datamantri/api/values";

import { findColumn } from "../tables/schema.ts";
import { sourceAlias, toColumns, type Table } from "../tables/table.ts";

/**
 * Columns that the mapping excludes as a whole. A field of a STRUCT cannot be left out by its name.
 *
 * @param table of the source; null for a query, whose columns only the query itself tells.
 */
export function excludedColumns(mapping: Mapping | null, table: Table | null): string[] {
  const names = (mapping?.columns ?? []).flatMap(({ source, exclude }) => (exclude === true ? [source] : []));
  if (table === null) return names.filter((name) => !name.includes("."));
  const known = toColumns(table.schema?.fields);
  return names.filter((name) => findColumn(known, name) !== undefined);
}

/** `* EXCEPT (...)`: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#select_except */
export function selectList({ cursor_column }: SourceConfig, excluded: readonly string[]): string {
  const columns = excluded.length === 0 ? "*" : `* EXCEPT (${excluded.map(quoteBigQueryName).join(", ")})`;
  const pseudo = findPseudoColumn(cursor_column);
  return pseudo === undefined ? columns : `${columns}, ${sourceAlias}.${pseudo.name} AS ${pseudo.rowsName}`;
}
