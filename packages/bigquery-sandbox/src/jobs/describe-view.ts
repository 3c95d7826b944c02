import type { DuckDBConnection } from "@duckdb/node-api";

import { notImplemented } from "../errors.ts";
import { parseStatement } from "../sql/syntax/parse-statement.ts";
import { translate } from "../sql/translate.ts";
import type { Catalog } from "../storage/catalog.ts";
import { emptyTable, type StoredTable } from "../storage/stored-table.ts";
import type { TableName } from "../storage/table-name.ts";
import { checkNamed, describeResult } from "./describe-result.ts";
import { TableResolver } from "./table-resolver.ts";

/** A view as a client defines it. */
export interface ViewDefinition {
  readonly query: string;
  readonly useLegacySql?: boolean | undefined;
  /** True for CREATE VIEW, whose columns must have names. */
  readonly needsNames?: boolean;
  readonly userDefinedFunctionResources?: readonly unknown[] | undefined;
}

/**
 * Makes a view: a table without rows that queries replace by the view's own query. It is not yet in the catalog.
 *
 * @throws ApiError if its query is not valid
 */
export async function describeView(
  connection: DuckDBConnection,
  catalog: Catalog,
  name: TableName,
  view: ViewDefinition,
  properties: Readonly<Record<string, unknown>>,
): Promise<StoredTable> {
  // BigQuery's default is legacy SQL.
  if (view.useLegacySql !== false) throw notImplemented("views in legacy SQL: set useLegacySql to false");
  if (view.userDefinedFunctionResources?.length) throw notImplemented("user-defined functions of views");
  const nowMs = Date.now();
  const { projectId } = name;
  const location = catalog.locationOf(name);
  const resolver = new TableResolver({ catalog, projectId, defaultDataset: undefined, location, nowMs });
  const text = { query: parseStatement(view.query), sql: view.query, parameters: [] };
  const translated = translate(text, resolver);
  if (view.needsNames) checkNamed("VIEW", translated.columns);
  const fields = await describeResult(connection, translated);
  return { ...emptyTable("", fields, nowMs), viewQuery: view.query, properties };
}
