import type { DuckDBConnection } from "@duckdb/node-api";

import { checkLimits } from "../../sql/check-limits.ts";
import type { Query } from "../../sql/syntax/ast.ts";
import type { TranslatedQuery } from "../../sql/translate.ts";
import type { FoundTable } from "../../storage/catalog.ts";
import { translateQuery } from "../describe-result.ts";
import type { StatementContext } from "./statement.ts";

/**
 * Translates a query that is a part of a statement, or was made of parts of it.
 *
 * @param target that the query reads under the name {@link targetPath}
 */
export async function translatePart(
  connection: DuckDBConnection,
  { resolver, sql, parameters }: StatementContext,
  query: Query,
  target?: FoundTable,
): Promise<TranslatedQuery> {
  const translated = await translateQuery(connection, { query, sql, parameters }, resolver(target));
  checkLimits(translated.uses);
  return translated;
}
