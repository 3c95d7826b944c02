import type { DuckDBConnection } from "@duckdb/node-api";

import { notImplemented } from "../../errors.ts";
import { rowAccessDenied } from "../../sql/check-limits.ts";
import { type DmlStatement, readDml } from "../../sql/statements/dml.ts";
import type { Token } from "../../sql/tokens.ts";
import type { FoundTable } from "../../storage/catalog.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import { tableLabel } from "../../storage/table-name.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import { changedTable } from "./run-change.ts";
import { insertedRows } from "./run-insert.ts";
import type { PlannedStatement, RowCounts, StatementContext } from "./statement.ts";
import { targetName } from "./target-name.ts";

/**
 * Plans a statement that changes rows.
 *
 * Failure: nothing is visible before the last step, which puts the table's new version into the catalog.
 */
export function planDml(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const statement = readDml(tokens, context.sql);
  const target = targetName(statement.target, context);
  const find = (): StoredTable => {
    const { table } = context.catalog.resolve(target, context.location, undefined, Date.now());
    context.catalog.checkWritable(target, `Table ${tableLabel(target)}`);
    if (table.viewQuery !== undefined) throw notImplemented(`DML on views, such as ${tableLabel(target)}`);
    return table;
  };
  find();
  return {
    target,
    run: async (connection, writer) => {
      const { table, counts } = await writeRows(connection, writer, context, statement, {
        name: target,
        table: find(),
      });
      await writer.commit(connection, target, table);
      return { rows: counts };
    },
  };
}

async function writeRows(
  connection: DuckDBConnection,
  writer: TableWriter,
  context: StatementContext,
  statement: DmlStatement,
  target: FoundTable,
): Promise<{ table: StoredTable; counts: RowCounts }> {
  const { table: before } = target;
  switch (statement.kind) {
    case "insert": {
      const { sql, fields } = await insertedRows(connection, context, statement, before);
      const table = await writer.append(connection, before, sql, { fields });
      return { table, counts: { inserted: table.rowCount - before.rowCount, updated: 0, deleted: 0 } };
    }
    case "truncate": {
      const table = await writer.emptied(connection, before);
      return { table, counts: { inserted: 0, updated: 0, deleted: before.rowCount } };
    }
    case "change":
      if (before.limits?.rowPolicies !== undefined) throw rowAccessDenied(target.name);
      return changedTable(connection, writer, context, statement, target);
  }
  return statement satisfies never;
}
