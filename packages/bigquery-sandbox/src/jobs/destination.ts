import type { DuckDBConnection } from "@duckdb/node-api";
import * as z from "zod";

import { duplicate, invalid, notFound } from "../errors.ts";
import type { Catalog } from "../storage/catalog.ts";
import { checkPartitioning } from "../storage/partitioning.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { type TableName, tableLabel } from "../storage/table-name.ts";
import type { TableWriter } from "../storage/table-writer.ts";
import { widenSchema } from "../storage/widen-schema.ts";
import type { Field } from "../wire/field-type.ts";

/** Fields of a job's configuration that say where rows go. https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
export const destinationFields = {
  destinationTable: z
    .object({ projectId: z.string().optional(), datasetId: z.string(), tableId: z.string() })
    .nullish(),
  writeDisposition: z.enum(["WRITE_EMPTY", "WRITE_APPEND", "WRITE_TRUNCATE"]).nullish(),
  createDisposition: z.enum(["CREATE_IF_NEEDED", "CREATE_NEVER"]).nullish(),
  schemaUpdateOptions: z.array(z.enum(["ALLOW_FIELD_ADDITION", "ALLOW_FIELD_RELAXATION"])).nullish(),
  timePartitioning: z.looseObject({}).nullish(),
  rangePartitioning: z.looseObject({}).nullish(),
  clustering: z.looseObject({}).nullish(),
} as const;

/** Where a job's rows go. */
export interface Destination {
  readonly table: TableName;
  readonly write: "WRITE_EMPTY" | "WRITE_APPEND" | "WRITE_TRUNCATE";
  readonly create: "CREATE_IF_NEEDED" | "CREATE_NEVER";
  readonly mayWiden: boolean;
  /** What a new or replaced table is given, as in the Table resource. */
  readonly properties: Readonly<Record<string, unknown>>;
}

const destinationBody = z.object(destinationFields);

/** The destination of a job's configuration. */
export function readDestination(
  body: z.infer<typeof destinationBody>,
  projectId: string,
  defaultWrite: Destination["write"],
): Destination | undefined {
  const { destinationTable: table, timePartitioning, rangePartitioning, clustering } = body;
  if (!table) return undefined;
  if (/[@$]/.test(table.tableId)) throw invalid(`Invalid table ID "${table.tableId}".`);
  const properties = Object.entries({ timePartitioning, rangePartitioning, clustering }).filter(([, value]) => value);
  return {
    table: { ...table, projectId: table.projectId ?? projectId },
    write: body.writeDisposition ?? defaultWrite,
    create: body.createDisposition ?? "CREATE_IF_NEEDED",
    mayWiden: (body.schemaUpdateOptions ?? []).length > 0,
    properties: Object.fromEntries(properties),
  };
}

/** The table that a job appends its rows to: made, emptied or as it is. It is not yet in the catalog. */
export async function openDestination(
  connection: DuckDBConnection,
  writer: TableWriter,
  catalog: Catalog,
  destination: Destination,
  fields: readonly Field[],
): Promise<StoredTable> {
  const { table: name, write, properties } = destination;
  const existing = checkDestination(catalog, destination);
  if (existing === undefined || write === "WRITE_TRUNCATE") {
    const all = { ...existing?.properties, ...properties };
    checkPartitioning(fields, all);
    const made = await writer.createEmpty(connection, { fields, properties: all });
    return existing === undefined ? made : { ...made, createdMs: existing.createdMs };
  }
  if (write === "WRITE_EMPTY" && existing.rowCount > 0) throw duplicate(`Table ${tableLabel(name)}`);
  const old = existing.columns.map(({ field }) => field);
  const added = fields.filter((field) => !hasField(old, field));
  if (added.length === 0) return existing;
  if (destination.mayWiden) return writer.withFields(connection, existing, widenSchema(old, [...old, ...added]));
  throw invalid(
    `Provided Schema does not match Table ${tableLabel(name)}. Cannot add fields (field: ${added[0]?.name})`,
  );
}

/** The table that exists, if any. @throws ApiError if the job may not write there */
export function checkDestination(catalog: Catalog, { table: name, create }: Destination): StoredTable | undefined {
  catalog.checkWritable(name, `Table ${tableLabel(name)}`);
  const existing = catalog.find(name);
  if (existing === undefined && create === "CREATE_NEVER") throw notFound(`Table ${tableLabel(name)}`);
  if (existing?.viewQuery !== undefined) throw invalid(`Table ${tableLabel(name)} is a view, and no destination`);
  return existing;
}

function hasField(fields: readonly Field[], { name }: Field): boolean {
  return fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
}
