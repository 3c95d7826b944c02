/**
 * Schema of a RunEvent, from https://openlineage.io/spec/2-0-2/OpenLineage.json, and of the sent facets, from
 * https://openlineage.io/spec/facets/: names, types and required fields.
 */

const uri = { type: "string", format: "uri" };
const time = { type: "string", format: "date-time" };

/** Fields of `BaseFacet`, which every facet has. */
const base = { _producer: uri, _schemaURL: uri };

function facet(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: "object", properties: { ...base, ...properties }, required: ["_producer", "_schemaURL", ...required] };
}

const anyFacets = { type: "object", additionalProperties: facet({}, []) };

const dataset = {
  type: "object",
  properties: {
    namespace: { type: "string" },
    name: { type: "string" },
    facets: { ...anyFacets, properties: { schema: { $ref: "#/$defs/SchemaDatasetFacet" } } },
  },
  required: ["namespace", "name"],
};

export const runEventSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    eventTime: time,
    producer: uri,
    schemaURL: uri,
    eventType: { type: "string", enum: ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"] },
    run: {
      type: "object",
      properties: {
        runId: { type: "string", format: "uuid" },
        facets: {
          ...anyFacets,
          properties: {
            // facets/1-0-1/NominalTimeRunFacet.json
            nominalTime: facet({ nominalStartTime: time, nominalEndTime: time }, ["nominalStartTime"]),
            // facets/1-0-1/ErrorMessageRunFacet.json
            errorMessage: facet(
              {
                message: { type: "string" },
                programmingLanguage: { type: "string" },
                stackTrace: { type: "string" },
              },
              ["message", "programmingLanguage"],
            ),
          },
        },
      },
      required: ["runId"],
    },
    job: {
      type: "object",
      properties: { namespace: { type: "string" }, name: { type: "string" }, facets: anyFacets },
      required: ["namespace", "name"],
    },
    inputs: {
      type: "array",
      items: { ...dataset, properties: { ...dataset.properties, inputFacets: anyFacets } },
    },
    outputs: {
      type: "array",
      items: {
        ...dataset,
        properties: {
          ...dataset.properties,
          outputFacets: {
            ...anyFacets,
            properties: {
              // facets/1-0-2/OutputStatisticsOutputDatasetFacet.json
              outputStatistics: facet(
                { rowCount: { type: "integer" }, size: { type: "integer" }, fileCount: { type: "integer" } },
                [],
              ),
            },
          },
        },
      },
    },
  },
  required: ["eventTime", "producer", "schemaURL", "run", "job"],
  $defs: {
    // facets/1-1-1/SchemaDatasetFacet.json
    SchemaDatasetFacet: facet({ fields: { type: "array", items: { $ref: "#/$defs/SchemaDatasetFacetFields" } } }, []),
    SchemaDatasetFacetFields: {
      type: "object",
      properties: {
        name: { type: "string" },
        type: { type: "string" },
        description: { type: "string" },
        fields: { type: "array", items: { $ref: "#/$defs/SchemaDatasetFacetFields" } },
      },
      required: ["name"],
    },
  },
};
