import { notFound } from "../errors.ts";
import type { TableName } from "../storage/catalog.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { type Call, pathPart, readTimestampFormat, type Reply, type Services } from "./call.ts";
import { pageOf, TABLE_PAGE_BYTES } from "./paging.ts";
import { selectFields } from "./select-fields.ts";
import { checkListed, limitFields, tableSchema } from "./table-limits-fields.ts";

/** datasets.list */
export function listDatasets(services: Services, call: Call): Reply {
  const projectId = pathPart(call, "project");
  const datasets = services.catalog.datasets(projectId).map((datasetId) => ({
    kind: "bigquery#dataset",
    id: `${projectId}:${datasetId}`,
    datasetReference: { projectId, datasetId },
    location: services.catalog.locationOf({ projectId, datasetId }),
  }));
  return { envelope: { kind: "bigquery#datasetList", etag: "sandbox", ...(datasets.length > 0 ? { datasets } : {}) } };
}

/** datasets.get */
export function getDataset(services: Services, call: Call): Reply {
  const projectId = pathPart(call, "project");
  const datasetId = pathPart(call, "dataset");
  const [firstTable] = services.catalog.tables(projectId, datasetId);
  if (firstTable === undefined) throw notFound(`Dataset ${projectId}:${datasetId}`);
  const { createdMs } = services.catalog.get({ projectId, datasetId, tableId: firstTable }, Date.now());
  return {
    envelope: {
      kind: "bigquery#dataset",
      etag: "sandbox",
      id: `${projectId}:${datasetId}`,
      datasetReference: { projectId, datasetId },
      location: services.catalog.locationOf({ projectId, datasetId }),
      creationTime: String(createdMs),
      lastModifiedTime: String(createdMs),
      maxTimeTravelHours: "168",
      type: "DEFAULT",
    },
  };
}

/** tables.list */
export function listTables(services: Services, call: Call): Reply {
  const projectId = pathPart(call, "project");
  const datasetId = pathPart(call, "dataset");
  const names = services.catalog.tables(projectId, datasetId);
  const tables = names.map((tableId) => {
    const table = services.catalog.get({ projectId, datasetId, tableId }, Date.now());
    return {
      kind: "bigquery#table",
      id: `${projectId}:${datasetId}.${tableId}`,
      tableReference: { projectId, datasetId, tableId },
      type: typeOf(table),
      creationTime: String(table.createdMs),
    };
  });
  return { envelope: { kind: "bigquery#tableList", etag: "sandbox", tables, totalItems: tables.length } };
}

/** tables.get */
export function getTable(services: Services, call: Call): Reply {
  const name = tableName(call);
  const table = services.catalog.get(name, Date.now());
  const isView = table.viewQuery !== undefined;
  return {
    envelope: {
      kind: "bigquery#table",
      etag: "sandbox",
      id: `${name.projectId}:${name.datasetId}.${name.tableId}`,
      selfLink: `/bigquery/v2/projects/${name.projectId}/datasets/${name.datasetId}/tables/${name.tableId}`,
      tableReference: name,
      schema: tableSchema(table),
      numBytes: String(isView ? 0 : table.byteCount),
      numLongTermBytes: "0",
      numRows: String(isView ? 0 : table.rowCount),
      ...limitFields(table),
      creationTime: String(table.createdMs),
      lastModifiedTime: String(table.createdMs),
      type: typeOf(table),
      ...(isView ? { view: { query: table.viewQuery, useLegacySql: false } } : {}),
      location: services.catalog.locationOf(name),
    },
  };
}

/** tabledata.list. https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list */
export async function listTableData(services: Services, call: Call): Promise<Reply> {
  const name = tableName(call);
  const table = services.catalog.get(name, Date.now());
  const columns = selectFields(table.columns, call.query.get("selectedFields"));
  checkListed(name, table, columns);
  const source = {
    tokenScope: `${name.projectId}:${name.datasetId}.${name.tableId}`,
    table,
    columns,
    format: readTimestampFormat(call.query),
    maxBytes: TABLE_PAGE_BYTES,
  };
  const { envelope, rows } = await pageOf(services, source, {
    startIndex: call.query.get("startIndex"),
    pageToken: call.query.get("pageToken"),
    maxResults: call.query.get("maxResults"),
  });
  return { envelope: { kind: "bigquery#tableDataList", etag: "sandbox", ...envelope }, rows };
}

function typeOf({ viewQuery, limits }: StoredTable): string {
  if (limits?.external !== undefined) return "EXTERNAL";
  return viewQuery === undefined ? "TABLE" : "VIEW";
}

function tableName(call: Call): TableName {
  return {
    projectId: pathPart(call, "project"),
    datasetId: pathPart(call, "dataset"),
    tableId: pathPart(call, "table"),
  };
}
