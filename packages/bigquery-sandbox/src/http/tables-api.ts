import type { DuckDBConnection } from "@duckdb/node-api";
import * as z from "zod";

import { invalid } from "../errors.ts";
import { describeView } from "../jobs/describe-view.ts";
import { checkPartitioning, checkSameIngestion } from "../storage/partitioning.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { widenSchema } from "../storage/widen-schema.ts";
import { readSchema, tableSchema } from "../wire/read-schema.ts";
import { type Call, pathPart, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";
import { checkEtag, etagOf } from "./etag.ts";
import { parseBody } from "./jobs-api.ts";
import { pageOfList } from "./list-page.ts";
import { patchProperties, type PropertyRules, readProperties } from "./properties.ts";
import { etagOfTable, ownTableName, tableName, toListedTable, toTableResource } from "./table-resource.ts";

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table */
const RULES: PropertyRules = {
  kept: [
    ..."friendlyName description labels timePartitioning rangePartitioning clustering".split(" "),
    ..."requirePartitionFilter tableConstraints defaultRoundingMode".split(" "),
  ],
  known: [
    ..."kind etag id selfLink tableReference schema view type creationTime lastModifiedTime location".split(" "),
    ..."numBytes numPhysicalBytes numLongTermBytes numRows numTimeTravelPhysicalBytes numTotalLogicalBytes".split(" "),
    ..."numActiveLogicalBytes numLongTermLogicalBytes numTotalPhysicalBytes numActivePhysicalBytes".split(" "),
    ..."numLongTermPhysicalBytes numCurrentPhysicalBytes numPartitions streamingBuffer".split(" "),
  ],
  refused: [
    ..."expirationTime externalDataConfiguration materializedView encryptionConfiguration snapshotDefinition".split(
      " ",
    ),
    ..."cloneDefinition biglakeConfiguration defaultCollation maxStaleness resourceTags tableReplicationInfo".split(
      " ",
    ),
    "externalCatalogTableOptions",
  ],
};

const tableBody = z.looseObject({
  tableReference: z.object({ tableId: z.string() }).optional(),
  schema: tableSchema.nullish(),
  view: z
    .object({
      query: z.string(),
      useLegacySql: z.boolean().optional(),
      userDefinedFunctionResources: z.array(z.unknown()).optional(),
    })
    .nullish(),
});

type Properties = Readonly<Record<string, unknown>>;

/** tables.list */
export function listTables({ catalog }: Services, call: Call): Reply {
  const dataset = { projectId: pathPart(call, "project"), datasetId: pathPart(call, "dataset") };
  const ids = catalog.tables(dataset);
  const { items, nextPageToken } = pageOfList(ids, (id) => id, call.query, 1000);
  const tables = items.map((tableId) => {
    const name = { ...dataset, tableId };
    return toListedTable(name, catalog.get(name, Date.now()));
  });
  return {
    envelope: {
      kind: "bigquery#tableList",
      etag: etagOf("tables", ...items),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
      ...(tables.length > 0 ? { tables } : {}),
      totalItems: ids.length,
    },
  };
}

/** tables.get */
export function getTable(services: Services, call: Call): Reply {
  const name = tableName(call);
  return { envelope: toTableResource(services, name, services.catalog.get(name, Date.now())) };
}

/** tables.insert. https://cloud.google.com/bigquery/docs/reference/rest/v2/tables/insert */
export async function insertTable(services: Services, call: Call): Promise<Reply> {
  const { catalog, writer } = services;
  const body = parseBody(tableBody, call.body);
  const name = {
    projectId: pathPart(call, "project"),
    datasetId: pathPart(call, "dataset"),
    tableId: checkId(body.tableReference?.tableId),
  };
  const properties = patchProperties({}, readProperties(call.body, RULES));
  const fields = readSchema(body.schema);
  checkPartitioning(fields, properties);
  catalog.checkWritable(name, `Dataset ${name.projectId}:${name.datasetId}`);
  const table = await writer.write(async (connection) => {
    catalog.checkNew(name);
    const made = body.view
      ? await describeView(connection, catalog, name, body.view, properties)
      : await writer.createEmpty(connection, { fields, properties });
    await writer.commit(connection, name, made);
    return catalog.get(name, Date.now());
  });
  return { envelope: toTableResource(services, name, table) };
}

/** tables.patch and tables.update */
export async function changeTable(services: Services, call: Call): Promise<Reply> {
  const { catalog, writer } = services;
  const name = ownTableName(services, call);
  const body = parseBody(tableBody, call.body);
  const changes = readProperties(call.body, RULES);
  const isUpdate = call.operation === "tables.update";
  const table = await writer.write(async (connection) => {
    const before = catalog.get(name, Date.now());
    checkEtag(call, etagOfTable(name, before));
    const properties = patchProperties(isUpdate ? {} : (before.properties ?? {}), changes);
    const changed = await changedTable(connection, before, properties);
    await writer.commit(connection, name, changed);
    return catalog.get(name, Date.now());
  });
  return { envelope: toTableResource(services, name, table) };

  async function changedTable(
    connection: DuckDBConnection,
    before: StoredTable,
    properties: Properties,
  ): Promise<StoredTable> {
    const { view, schema } = body;
    if (view) {
      return { ...(await describeView(connection, catalog, name, view, properties)), createdMs: before.createdMs };
    }
    checkSameIngestion(before.properties ?? {}, properties);
    if (before.viewQuery !== undefined || !schema?.fields) return { ...before, properties };
    const old = before.columns.map(({ field }) => field);
    const fields = widenSchema(old, readSchema(schema));
    checkPartitioning(fields, properties);
    return writer.withFields(connection, { ...before, properties }, fields);
  }
}

/** tables.delete */
export async function deleteTable(services: Services, call: Call): Promise<Reply> {
  const { writer } = services;
  const name = ownTableName(services, call);
  await writer.write((connection) => writer.drop(connection, name));
  return { envelope: {}, status: 204 };
}

/** https://cloud.google.com/bigquery/docs/tables#table_naming */
function checkId(tableId: string | undefined): string {
  if (tableId === undefined) throw invalid("Required parameter is missing: tableReference.tableId");
  if (/^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]{1,1024}$/u.test(tableId)) return tableId;
  throw invalid(`Invalid table ID "${tableId}".`);
}
