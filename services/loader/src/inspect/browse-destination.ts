/** Lists schemas, tables, columns and a few rows of a database. Reads only. */
import type pg from "pg";

import type { DestinationBrowseRequest } from "@datamantri/contracts";
import type { DestinationListing } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { withClient, type Access } from "../connect/access-client.ts";
import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { configuredNames } from "../connect/known-names.ts";
import { toSinkError } from "../connect/postgres-errors.ts";

const maxEntries = 1_000;
const sampleRows = 20;
/** Maximum characters of one value. */
const maxValueLength = 1_000;
/** Maximum characters of all values: at four bytes each, they fit into a NATS message. */
const maxSampleLength = 150_000;

const schemas = `
  select nspname as name
  from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema' and has_schema_privilege(oid, 'USAGE')
  order by nspname
  limit ${maxEntries + 1}
`;

const tables = `
  select
    relname as name,
    case relkind
      when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' when 'f' then 'FOREIGN TABLE' else 'TABLE'
    end as type
  from pg_class
  where relnamespace = to_regnamespace(quote_ident($1)) and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition
  order by relname
  limit ${maxEntries + 1}
`;

const columns = `
  select
    attname as name,
    format_type(atttypid, atttypmod) as type,
    not attnotnull as is_nullable,
    nullif(reltuples, -1)::float8 as row_count_estimate
  from pg_class
  join pg_attribute on attrelid = pg_class.oid
  where pg_class.oid = to_regclass($1) and attnum > 0 and not attisdropped
  order by attnum
`;

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly is_nullable: boolean;
  readonly row_count_estimate: number | null;
}

const nothing = { schemas: null, tables: null, table: null, is_complete: true } as const;

/** @throws PipelineError `not_found` for a missing schema or table; PostgreSQL's errors. */
export async function browseDestination(
  access: Access,
  { schema, table }: Pick<DestinationBrowseRequest, "schema" | "table">,
): Promise<DestinationListing> {
  const { host, port, database, user } = access.config;
  try {
    return await withClient(access, async (client) => {
      if (schema === undefined) {
        const { rows } = await client.query<{ name: string }>(schemas);
        const names = rows.slice(0, maxEntries).map(({ name }) => name);
        return { ...nothing, schemas: names, is_complete: rows.length <= maxEntries };
      }
      if (table !== undefined) return { ...nothing, table: await showTable(client, schema, table) };
      const found = await client.query("select to_regnamespace($1) is not null as yes", [quoteIdentifier(schema)]);
      if (found.rows[0]?.yes !== true) throw new PipelineError("not_found", `the schema "${schema}" does not exist`);
      const { rows } = await client.query<{ name: string; type: string }>(tables, [schema]);
      return { ...nothing, tables: rows.slice(0, maxEntries), is_complete: rows.length <= maxEntries };
    });
  } catch (error) {
    const names = configuredNames({ schema: schema ?? "public", table, user, database });
    throw toSinkError(error, `${host}:${port}/${database}`, names);
  }
}

async function showTable(
  client: pg.Client,
  schema: string,
  table: string,
): Promise<NonNullable<DestinationListing["table"]>> {
  const path = quoteTable(schema, table);
  const found = await client.query<ColumnRow>(columns, [path]);
  if (found.rows.length === 0) {
    throw new PipelineError("not_found", `the table "${schema}"."${table}" does not exist, or has no columns`);
  }
  const length = Math.max(1, Math.min(maxValueLength, Math.floor(maxSampleLength / (sampleRows * found.rows.length))));
  // Cut by the server: a value of a gigabyte is never transferred.
  const values = found.rows.map(({ name }) => {
    const text = `${quoteIdentifier(name)}::text`;
    return `case when length(${text}) > ${length} then left(${text}, ${length}) || '…' else ${text} end`;
  });
  const sample = await client.query<(string | null)[]>({
    text: `select ${values.join(", ")} from ${path} limit ${sampleRows}`,
    rowMode: "array",
  });
  return {
    columns: found.rows.map(({ name, type, is_nullable }) => ({ name, type, is_nullable })),
    row_count_estimate: found.rows[0]!.row_count_estimate,
    rows: sample.rows,
  };
}
