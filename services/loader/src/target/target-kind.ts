/** Finds what has the target's name and is no table, before a row is read. */
import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { ledgerSchema } from "../ledger/ledger.ts";
import { targetTable } from "./target-table.ts";

/**
 * A table's rows are a type of its name, so a new table cannot have the name of one. PostgreSQL renames only the array
 * types that it made itself. https://www.postgresql.org/docs/current/sql-createtable.html
 */
const namesake = `
  select coalesce(
    (
      select case relkind
        when 'S' then 'sequence' when 'c' then 'composite type' when 'i' then 'index' when 'I' then 'index'
        when 't' then 'TOAST table'
      end
      from pg_class
      where oid = to_regclass($1)
    ),
    (
      select case typtype when 'd' then 'domain' when 'e' then 'enum' else 'type' end
      from pg_type
      join pg_namespace on pg_namespace.oid = typnamespace
      where to_regclass($1) is null and nspname = $2 and typname = $3
        and not exists (select from pg_type as element where element.typarray = pg_type.oid)
    )
  ) as kind
`;

/** @returns for people, with what to do; null if a table of the name exists or may be created. */
export async function describeNamesake(
  client: pg.ClientBase,
  config: Pick<DestinationConfig, "schema" | "table">,
): Promise<string | null> {
  const target = targetTable(config);
  const { rows } = await client.query<{ kind: string | null }>(namesake, [target, config.schema, config.table]);
  const { kind } = rows[0]!;
  if (kind === null) return null;
  const article = /^[ie]/.test(kind) ? "an" : "a";
  return `${target} is ${article} ${kind}, not a table: write to another table, or rename the ${kind}`;
}

/** @throws PipelineError `sink_table_mismatch` if something else than a table has the name. */
export async function assertTable(client: pg.ClientBase, config: DestinationConfig): Promise<void> {
  const problem =
    config.schema === ledgerSchema
      ? `the schema "${ledgerSchema}" has the tables of the ledger: write to another schema`
      : await describeNamesake(client, config);
  if (problem !== null) throw new PipelineError("sink_table_mismatch", problem);
}
