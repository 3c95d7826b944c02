import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";

import { notImplemented } from "../../errors.ts";
import { toQueryError } from "../../sql/duckdb-error.ts";
import { rewriteTokens } from "../../sql/rewrite.ts";
import { type NameScope, nameTables } from "../../sql/table-names.ts";
import type { Token } from "../../sql/tokens.ts";

/** DuckDB SQL of a part of a statement. */
export function toSql(tokens: readonly Token[], scope: NameScope): string {
  const { tokens: named, references } = nameTables(tokens, scope);
  if (references.some(({ systemTime }) => systemTime !== undefined)) {
    throw notImplemented("FOR SYSTEM_TIME AS OF in statements other than SELECT");
  }
  return rewriteTokens(named);
}

/** The columns of a query, which DuckDB only prepares. */
export async function describeSelect(
  connection: DuckDBConnection,
  sql: string,
  original: string,
): Promise<{ name: string; type: DuckDBType }[]> {
  try {
    const prepared = await connection.prepare(sql);
    const columns = Array.from({ length: prepared.columnCount }, (_, index) => ({
      name: prepared.columnName(index),
      type: prepared.columnType(index),
    }));
    prepared.destroySync();
    return columns;
  } catch (error) {
    throw toQueryError(error, original);
  }
}
