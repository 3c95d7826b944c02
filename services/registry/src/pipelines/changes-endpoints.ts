import type { RunConfiguration } from "@datamantri/api";

const sourceTable = ["project", "data_project", "dataset", "table", "query", "api_endpoint"] as const;
const targetTable = ["host", "port", "database", "schema", "table"] as const;

/** Whether the source or the target table differs: then the watermark does not apply. */
export function changesEndpoints(before: RunConfiguration, after: RunConfiguration): boolean {
  return (
    sourceTable.some((field) => before.source_config[field] !== after.source_config[field]) ||
    targetTable.some((field) => before.destination_config[field] !== after.destination_config[field])
  );
}
