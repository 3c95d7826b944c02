/**
 * Converts runs into OpenLineage events with inputs and outputs. Names of datasets:
 * https://openlineage.io/docs/spec/naming
 */
import { naturalType, type Column } from "@datamantri/contracts";

import { countArrived, type Run } from "../runs/run.ts";
import type { Dataset, Facets, LineageEvent, LineageEventType } from "./open-lineage.ts";

/** Producer of every event and facet. */
export const producer = "https://datamantri.io/pipeline-orchestrator";

const eventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

/** For each facet, the version that has the fields used here. */
const facetSchemas = {
  schema: "1-1-1/SchemaDatasetFacet.json",
  outputStatistics: "1-0-2/OutputStatisticsOutputDatasetFacet.json",
  nominalTime: "1-0-1/NominalTimeRunFacet.json",
  errorMessage: "1-0-1/ErrorMessageRunFacet.json",
} as const;

/** @param run in its current state. @param job the pipeline's job. */
export function toLineageEvent(eventType: LineageEventType, run: Run, job: LineageEvent["job"]): LineageEvent {
  return {
    eventType,
    eventTime: (run.ended_at ?? new Date()).toISOString(),
    producer,
    schemaURL: eventSchema,
    run: { runId: run.id, facets: toRunFacets(run) },
    job,
    inputs: toInputs(run),
    outputs: toOutputs(run),
  };
}

function toRunFacets({ scheduled_for, error_code, error_message }: Run): Facets {
  return {
    ...(scheduled_for && toFacet("nominalTime", { nominalStartTime: scheduled_for.toISOString() })),
    ...(error_code !== null &&
      toFacet("errorMessage", { message: `${error_message} (${error_code})`, programmingLanguage: "TypeScript" })),
  };
}

/** Empty for a query, whose inputs one would find by parsing SQL, and for an undo, which reads nothing. */
function toInputs({ configuration, plan, undo_of }: Run): Dataset[] {
  if (undo_of !== null) return [];
  const { project, data_project = project, dataset, table, query } = configuration.source_config;
  if (query !== undefined || dataset === undefined || table === undefined) return [];
  const facets = plan && toFacet("schema", { fields: plan.columns.map(toSourceField) });
  return [{ namespace: "bigquery", name: `${data_project}.${dataset}.${table}`, ...(facets && { facets }) }];
}

/** Empty for a skipped run: an output would mean a new version of the table. */
function toOutputs(run: Run): Dataset[] {
  const { configuration, plan, state } = run;
  if (state === "skipped") return [];
  const { host, port, database, schema, table } = configuration.destination_config;
  const namespace = `postgres://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const facets = plan && toFacet("schema", { fields: plan.columns.map(toTargetField) });
  const outputFacets = state === "success" && toFacet("outputStatistics", { rowCount: countArrived(run) });
  return [
    {
      namespace,
      name: `${database}.${schema}.${table}`,
      ...(facets && { facets }),
      ...(outputFacets && { outputFacets }),
    },
  ];
}

interface Field {
  readonly name: string;
  readonly type: string;
  /** Fields of a STRUCT. */
  readonly fields?: readonly Field[];
}

function toSourceField({ name, sourcePath, type, repeated, fields, rangeElementType }: Column): Field {
  const inner = rangeElementType === "" ? type : `${type}<${rangeElementType}>`;
  return {
    name: sourcePath.length === 0 ? name : sourcePath.join("."),
    type: repeated ? `ARRAY<${inner}>` : inner,
    ...(fields.length > 0 && { fields: fields.map(toSourceField) }),
  };
}

function toTargetField(column: Column): Field {
  return { name: column.name, type: column.targetType || (naturalType(column) ?? column.type) };
}

function toFacet(name: keyof typeof facetSchemas, content: object): Facets {
  const _schemaURL = `https://openlineage.io/spec/facets/${facetSchemas[name]}`;
  return { [name]: { _producer: producer, _schemaURL, ...content } };
}
