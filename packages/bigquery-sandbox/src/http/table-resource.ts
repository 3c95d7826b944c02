import { notFound, notImplemented } from "../errors.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { timeOf } from "../storage/table-history.ts";
import { type TableName, tableLabel } from "../storage/table-name.ts";
import { toTableSchema } from "../wire/field-type.ts";
import { type Call, pathPart, type Services } from "./call.ts";
import { etagOf } from "./etag.ts";
import { withoutNulls } from "./properties.ts";
import { externalFields } from "./table-limits-fields.ts";

/** The Table resource. https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table */
export function toTableResource({ catalog }: Services, name: TableName, table: StoredTable): Record<string, unknown> {
  const isView = table.viewQuery !== undefined;
  const { view: _view, ...properties } = table.properties ?? {};
  return {
    kind: "bigquery#table",
    etag: etagOfTable(name, table),
    id: tableLabel(name),
    selfLink: `/bigquery/v2/projects/${name.projectId}/datasets/${name.datasetId}/tables/${name.tableId}`,
    tableReference: name,
    ...properties,
    schema: toTableSchema(table.columns.map((column) => column.field)),
    numBytes: String(isView ? 0 : table.byteCount),
    numLongTermBytes: "0",
    numRows: String(isView ? 0 : table.rowCount),
    creationTime: String(table.createdMs),
    lastModifiedTime: String(timeOf(table)),
    type: typeOfTable(table),
    ...externalFields(table),
    ...(isView ? { view: { query: table.viewQuery, useLegacySql: false } } : {}),
    location: catalog.locationOf(name),
  };
}

/** One entry of tables.list. */
export function toListedTable(name: TableName, table: StoredTable): Record<string, unknown> {
  const { friendlyName, labels, timePartitioning, rangePartitioning, clustering } = table.properties ?? {};
  return {
    kind: "bigquery#table",
    id: tableLabel(name),
    tableReference: name,
    type: typeOfTable(table),
    creationTime: String(table.createdMs),
    ...withoutNulls({ friendlyName, labels, timePartitioning, rangePartitioning, clustering }),
    ...(table.viewQuery === undefined ? {} : { view: { useLegacySql: false } }),
  };
}

/** Changes with every write. */
export function etagOfTable(name: TableName, table: StoredTable): string {
  return etagOf(tableLabel(name), table.createdMs, timeOf(table));
}

function typeOfTable({ viewQuery, limits }: StoredTable): string {
  if (limits?.external !== undefined) return "EXTERNAL";
  return viewQuery === undefined ? "TABLE" : "VIEW";
}

/** The table that a path names, perhaps with a time decorator. */
export function tableName(call: Call): TableName {
  const tableId = pathPart(call, "table");
  if (tableId.includes("$")) throw notImplemented("partition decorators ($)");
  return { projectId: pathPart(call, "project"), datasetId: pathPart(call, "dataset"), tableId };
}

/** The table that a path names, for a change: a name without a time, of a dataset that may change. */
export function ownTableName({ catalog }: Services, call: Call): TableName {
  const name = tableName(call);
  catalog.checkWritable(name, `Table ${tableLabel(name)}`);
  if (catalog.find(name) === undefined) throw notFound(`Table ${tableLabel(name)}`);
  return name;
}
