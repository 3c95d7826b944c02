/**
 * Names that error messages of a destination may contain: those in the configuration and in the catalog. Fields of
 * PostgreSQL's errors may contain anything, because triggers set them.
 */
import type pg from "pg";

import { stagingTableName } from "@datamantri/contracts";
import type { DestinationConfig, RunConfiguration } from "@datamantri/api";

import { ledgerSchema, ledgerTables } from "../ledger/ledger.ts";
import { quoteTable } from "../columns/identifiers.ts";

const ledger = [ledgerSchema, ...ledgerTables];

/**
 * Columns, their types, also those of elements and below domains, constraints, also of these domains and of tables that
 * refer to it, indexes and triggers.
 */
const catalogNames = `
  with recursive relations as (
    select to_regclass(name)::oid as oid from unnest($1::text[]) as name where to_regclass(name) is not null
  ), columns as (
    select pg_attribute.* from pg_attribute join relations on attrelid = oid where attnum > 0 and not attisdropped
  ), types as (
    select atttypid as type, atttypmod as modifier from columns
    union
    select case typtype when 'd' then typbasetype else typelem end, case typtype when 'd' then typtypmod else modifier end
    from types join pg_type on pg_type.oid = type
    where typtype = 'd' or typcategory = 'A'
  ), constraints as (
    select pg_constraint.* from pg_constraint join relations on relations.oid in (conrelid, confrelid)
    union all
    select * from pg_constraint where contypid in (select type from types)
  )
  select distinct name from (
    select attname::text as name from columns
    union all select format_type(type, modifier) from types
    union all select format_type(type, null) from types
    union all select conname::text from constraints
    union all select relname::text from pg_class where oid in (select conrelid from constraints)
    union all select relname::text from pg_class join pg_index on indexrelid = pg_class.oid where indrelid in (select oid from relations)
    union all select tgname::text from pg_trigger where tgrelid in (select oid from relations)
  ) as found
  where name is not null
`;

export interface Named {
  readonly schema: string;
  readonly table?: string | undefined;
  readonly user: string;
  readonly database: string;
}

/** Names from a configuration alone, for a server that cannot be queried. */
export function configuredNames({ schema, table, user, database }: Named): ReadonlySet<string> {
  const tables = table === undefined ? [] : [table, `${schema}.${table}`];
  return new Set([schema, user, database, ...tables, ...ledger, ...ledger.map((name) => `${ledgerSchema}.${name}`)]);
}

/** Part of a run's target (`RunTarget`). */
interface NamedTarget {
  readonly config: DestinationConfig;
  readonly configuration: RunConfiguration;
  readonly cursorColumn: string | null;
}

/** Names in a run's configuration. */
export function runNames({ config, configuration, cursorColumn }: NamedTarget, runId: string): ReadonlySet<string> {
  const staging = stagingTableName(runId);
  const mapped = configuration.mapping?.columns ?? [];
  const columns = [...(config.key ?? []), cursorColumn, ...mapped.flatMap(({ source, name }) => [source, name])];
  return new Set([
    ...configuredNames(config),
    staging,
    `${ledgerSchema}.${staging}`,
    ...columns.filter((name) => typeof name === "string"),
  ]);
}

/**
 * Staging table → target, for errors about rows: a rule that they violate is the target's, or will be. A swap checks them
 * in the staging table.
 */
export function rowTables({ config }: Pick<NamedTarget, "config">, runId: string): ReadonlyMap<string, string> {
  return new Map([[stagingTableName(runId), config.table]]);
}

/** Adds the names of the run's staging and target tables. */
export async function readNames(
  client: pg.ClientBase,
  target: NamedTarget,
  runId: string,
): Promise<ReadonlySet<string>> {
  const { schema, table } = target.config;
  const relations = [quoteTable(schema, table), quoteTable(ledgerSchema, stagingTableName(runId))];
  const { rows } = await client.query<{ name: string }>(catalogNames, [relations]);
  return new Set([...runNames(target, runId), ...rows.map(({ name }) => name)]);
}
