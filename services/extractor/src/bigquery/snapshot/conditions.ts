/** Conditions of a query that reads a part of a source's rows. */
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn, isOneExpression, quoteBigQueryName } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { sourceAlias } from "../tables/table.ts";

export interface Condition {
  readonly text: string;
  /** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
  readonly parameters: readonly object[];
}

/**
 * The row filter, on lines of its own: a comment at its end would hide what follows.
 * @throws PipelineError `request_invalid` for a text that would change the meaning of the conditions beside it.
 */
export function filterOf({ filter }: SourceConfig): Condition[] {
  if (filter === undefined) return [];
  if (!isOneExpression(filter)) {
    throw new PipelineError(
      "request_invalid",
      "filter must be one condition: its brackets do not match, or it has a semicolon",
    );
  }
  return [{ text: `(\n${filter}\n)`, parameters: [] }];
}

/** A column of the rows as conditions name it. BigQuery skips partitions only by the name of the pseudo column. */
export function nameInConditions({ cursor_column }: SourceConfig, column: string): string {
  const pseudo = findPseudoColumn(cursor_column);
  return `${sourceAlias}.${pseudo?.rowsName === column.toLowerCase() ? pseudo.name : quoteBigQueryName(column)}`;
}

/** Rows without a cursor are read too, unless they are excluded: the loader counts them. */
export function orWithoutCursor(config: SourceConfig, column: string, bound: string): string {
  const name = nameInConditions(config, column);
  // Rows of the streaming buffer have no partition yet. They come with a later run, once they have one.
  const isPseudo = findPseudoColumn(config.cursor_column) !== undefined;
  return config.cursor_nulls === "exclude" || isPseudo ? `${name} ${bound}` : `(${name} ${bound} OR ${name} IS NULL)`;
}
