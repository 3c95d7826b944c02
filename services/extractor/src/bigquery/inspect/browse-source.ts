/** Lists datasets, tables, columns and a few rows. Free of charge. */
import type { BrowseRequest, SourceAccessConfig } from "@datamantri/contracts";
import type { SourceListing } from "@datamantri/api";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { toColumnView } from "./inspect-source.ts";
import { listTables, maxListed } from "../tables/list-tables.ts";
import { countedRows, getTable, hasStoredRows, tablePath, toColumns } from "../tables/table.ts";

const sampleRows = 20;
/** Characters of one value; an answer has to fit into a message. */
const maxValueLength = 1_000;

interface DatasetList {
  readonly datasets?: readonly { readonly datasetReference: { readonly datasetId: string } }[];
  readonly nextPageToken?: string | null;
}

interface Row {
  readonly f?: readonly { readonly v?: unknown }[];
}

const nothing = { datasets: null, tables: null, table: null, is_complete: true } as const;

/** @throws PipelineError for BigQuery's errors. */
export async function browseSource(
  client: BigQueryClient,
  config: SourceAccessConfig,
  { dataset, table }: Pick<BrowseRequest, "dataset" | "table">,
  signal: AbortSignal,
): Promise<SourceListing> {
  const projectId = config.data_project ?? config.project;
  const datasets = `${encodeURIComponent(projectId)}/datasets`;
  if (dataset === undefined) {
    const query = { maxResults: maxListed };
    const list = await client.json<DatasetList>({ path: datasets, query }, signal);
    const names = (list.datasets ?? []).map(({ datasetReference }) => datasetReference.datasetId);
    return { ...nothing, datasets: names, is_complete: (list.nextPageToken ?? "") === "" };
  }
  if (table === undefined) {
    const { tables: listed, nextPageToken } = await listTables(client, { projectId, datasetId: dataset }, signal);
    const tables = listed.map(({ name, type }) => ({ name, type }));
    return { ...nothing, tables, is_complete: nextPageToken === null };
  }
  return { ...nothing, table: await showTable(client, { projectId, datasetId: dataset, tableId: table }, signal) };
}

async function showTable(
  client: BigQueryClient,
  reference: Parameters<typeof tablePath>[0],
  signal: AbortSignal,
): Promise<NonNullable<SourceListing["table"]>> {
  const table = await getTable(client, reference, signal);
  const columns = toColumns(table.schema?.fields).map(toColumnView);
  if (!hasStoredRows(table)) return { columns, row_count: null, rows: [] };
  const path = `${tablePath(reference)}/data`;
  const page = await client.json<{ readonly rows?: readonly Row[] }>(
    { path, query: { maxResults: sampleRows } },
    signal,
  );
  return { columns, row_count: countedRows(table), rows: (page.rows ?? []).map(toValues) };
}

function toValues({ f = [] }: Row): unknown[] {
  return f.map(({ v }) => toValue(v));
}

/** Unwraps BigQuery's `{f: [{v}]}`, and cuts long texts. */
function toValue(value: unknown): unknown {
  if (typeof value === "string") return value.length > maxValueLength ? `${value.slice(0, maxValueLength)}…` : value;
  if (Array.isArray(value)) return value.map((item: { readonly v?: unknown }) => toValue(item.v));
  if (typeof value === "object" && value !== null && "f" in value) return toValues(value as Row);
  return value ?? null;
}
