/**
 * The SELECT list of a query of ours. It does not name what the mapping excludes, so that it is never asked for: it may be
 * protected by a policy tag, and would be billed. https://docs.cloud.google.com/bigquery/docs/column-level-security
 */
import type { Column } from "@datamantri/contracts";
import type { Mapping, SourceConfig } from "@datamantri/api";
import { excludedSources, findPseudoColumn, quoteBigQueryName } from "@datamantri/api/values";

import { pathOf } from "../../mapping/page-columns.ts";
import { resolveColumns } from "../../mapping/resolve-columns.ts";
import { sourceAlias } from "../tables/table.ts";
import { fieldAt, isEmptied, withFields } from "./struct-expression.ts";

/** Columns and fields that the queries of a source leave out. */
export interface LeftOut {
  /** Columns that are left out as a whole. */
  readonly columns: readonly string[];
  /** STRUCTs, and ARRAYs of them, without some of their fields. */
  readonly rebuilt: readonly { readonly column: string; readonly expression: string }[];
}

export const nothingLeftOut: LeftOut = { columns: [], rebuilt: [] };

/**
 * @param columns of the source; null if a server does not tell them: then fields of STRUCTs are asked for, and only their
 *   column's pages leave them out.
 */
export function leaveOut(mapping: Mapping | null, columns: readonly Column[] | null): LeftOut {
  const sources = excludedSources(mapping);
  if (sources.length === 0) return nothingLeftOut;
  if (columns === null) return { columns: sources.filter((name) => !name.includes(".")), rebuilt: [] };
  const named = new Set(sources.map((source) => source.split(".")[0]!.toLowerCase()));
  const resolved = resolveColumns(columns, { mapping }).columns.flatMap(({ column }) => column ?? []);
  const keptOf = Map.groupBy(resolved, (column) => pathOf(column)[0]!);
  const left: { columns: string[]; rebuilt: LeftOut["rebuilt"][number][] } = { columns: [], rebuilt: [] };
  for (const column of columns.filter(({ name }) => named.has(name.toLowerCase()))) {
    const kept = (keptOf.get(column.name) ?? []).filter((one) => !isEmptied(fieldAt(column, pathOf(one)), one));
    const value = `${sourceAlias}.${quoteBigQueryName(column.name)}`;
    const expression = withFields(value, column, kept);
    if (kept.length === 0) left.columns.push(column.name);
    else if (expression !== value) left.rebuilt.push({ column: column.name, expression });
  }
  return left;
}

/** `* EXCEPT (...) REPLACE (...)`: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#select_except */
export function selectList({ cursor_column }: SourceConfig, { columns, rebuilt }: LeftOut): string {
  const pseudo = findPseudoColumn(cursor_column);
  // It is not among the columns of *.
  const excluded = columns.filter((column) => column !== pseudo?.rowsName);
  const except = excluded.length === 0 ? "" : ` EXCEPT (${excluded.map(quoteBigQueryName).join(", ")})`;
  const replaced = rebuilt.map(({ column, expression }) => `${expression} AS ${quoteBigQueryName(column)}`);
  const replace = replaced.length === 0 ? "" : ` REPLACE (${replaced.join(", ")})`;
  const cursor = pseudo === undefined ? "" : `, ${sourceAlias}.${pseudo.name} AS ${pseudo.rowsName}`;
  return `*${except}${replace}${cursor}`;
}
