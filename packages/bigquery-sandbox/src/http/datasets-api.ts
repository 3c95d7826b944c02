import * as z from "zod";

import { duplicate, invalid, notImplemented } from "../errors.ts";
import { type DatasetName, datasetLabel, defaultLocation } from "../storage/table-name.ts";
import type { Dataset } from "../storage/catalog.ts";
import { type Call, pathPart, readBoolean, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";
import { checkEtag, etagOf } from "./etag.ts";
import { parseBody } from "./jobs-api.ts";
import { pageOfList } from "./list-page.ts";
import { patchProperties, type PropertyRules, readProperties } from "./properties.ts";

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset */
const RULES: PropertyRules = {
  kept: [
    "friendlyName",
    "description",
    "labels",
    "access",
    "isCaseInsensitive",
    "maxTimeTravelHours",
    "storageBillingModel",
  ],
  known: [
    "kind",
    "etag",
    "id",
    "selfLink",
    "datasetReference",
    "creationTime",
    "lastModifiedTime",
    "location",
    "type",
    "satisfiesPzs",
    "satisfiesPzi",
    "defaultRoundingMode",
  ],
  refused: [
    "defaultTableExpirationMs",
    "defaultPartitionExpirationMs",
    "defaultEncryptionConfiguration",
    "defaultCollation",
    "linkedDatasetSource",
    "externalDatasetReference",
    "externalCatalogDatasetOptions",
    "resourceTags",
    "tags",
  ],
};

const datasetBody = z.looseObject({
  datasetReference: z.object({ projectId: z.string().optional(), datasetId: z.string() }).optional(),
  location: z.string().nullish(),
});

/** datasets.list */
export function listDatasets({ catalog }: Services, call: Call): Reply {
  const projectId = pathPart(call, "project");
  if (call.query.get("filter")) throw notImplemented("filters of datasets.list");
  const { items, nextPageToken } = pageOfList(catalog.datasets(projectId), (id) => id, call.query, 1000);
  const datasets = items.map((datasetId) => {
    const dataset = catalog.dataset({ projectId, datasetId });
    const { friendlyName, labels } = dataset.properties;
    return {
      kind: "bigquery#dataset",
      id: datasetLabel({ projectId, datasetId }),
      datasetReference: { datasetId, projectId },
      location: dataset.location,
      ...(friendlyName === undefined ? {} : { friendlyName }),
      ...(labels === undefined ? {} : { labels }),
    };
  });
  const etag = etagOf("datasets", ...datasets.map(({ id }) => id));
  return {
    envelope: {
      kind: "bigquery#datasetList",
      etag,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
      ...(datasets.length > 0 ? { datasets } : {}),
    },
  };
}

/** datasets.get */
export function getDataset({ catalog }: Services, call: Call): Reply {
  const name = datasetName(call);
  return { envelope: toResource(name, catalog.dataset(name)) };
}

/** datasets.insert. https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets/insert */
export function insertDataset({ catalog }: Services, call: Call): Reply {
  const body = parseBody(datasetBody, call.body);
  const name = { projectId: pathPart(call, "project"), datasetId: checkId(body.datasetReference?.datasetId) };
  const properties = patchProperties({}, readProperties(call.body, RULES));
  if (catalog.hasDataset(name)) throw duplicate(`Dataset ${datasetLabel(name)}`);
  const nowMs = Date.now();
  const location = body.location || defaultLocation;
  const dataset = { location, createdMs: nowMs, modifiedMs: nowMs, isSample: false, properties };
  catalog.setDataset(name, dataset);
  return { envelope: toResource(name, dataset) };
}

/** datasets.patch and datasets.update */
export function changeDataset({ catalog }: Services, call: Call): Reply {
  const name = datasetName(call);
  const before = catalog.dataset(name);
  catalog.checkWritable(name, `Dataset ${datasetLabel(name)}`);
  checkEtag(call, etagOf(datasetLabel(name), before.modifiedMs));
  const changes = readProperties(call.body, RULES);
  const properties = patchProperties(call.operation === "datasets.update" ? {} : before.properties, changes);
  const dataset = { ...before, properties, modifiedMs: Math.max(Date.now(), before.modifiedMs + 1) };
  catalog.setDataset(name, dataset);
  return { envelope: toResource(name, dataset) };
}

/** datasets.delete */
export async function deleteDataset({ catalog, writer }: Services, call: Call): Promise<Reply> {
  const name = datasetName(call);
  catalog.checkWritable(name, `Dataset ${datasetLabel(name)}`);
  const isWithContents = readBoolean(call.query.get("deleteContents"));
  await writer.write((connection) => writer.dropDataset(connection, name, isWithContents));
  return { envelope: {}, status: 204 };
}

function toResource(name: DatasetName, dataset: Dataset): Record<string, unknown> {
  return {
    kind: "bigquery#dataset",
    etag: etagOf(datasetLabel(name), dataset.modifiedMs),
    id: datasetLabel(name),
    selfLink: `/bigquery/v2/projects/${name.projectId}/datasets/${name.datasetId}`,
    datasetReference: { datasetId: name.datasetId, projectId: name.projectId },
    maxTimeTravelHours: "168",
    ...dataset.properties,
    creationTime: String(dataset.createdMs),
    lastModifiedTime: String(dataset.modifiedMs),
    location: dataset.location,
    type: "DEFAULT",
  };
}

/** https://cloud.google.com/bigquery/docs/datasets#dataset-naming; a leading underscore hides a dataset. */
function checkId(datasetId: string | undefined): string {
  if (datasetId === undefined) throw invalid("Required parameter is missing: datasetReference.datasetId");
  if (/^[A-Za-z0-9]\w{0,1023}$/.test(datasetId)) return datasetId;
  throw invalid(
    `Invalid dataset ID "${datasetId}". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.`,
  );
}

function datasetName(call: Call): DatasetName {
  return { projectId: pathPart(call, "project"), datasetId: pathPart(call, "dataset") };
}
