import type { RunConfiguration } from "@datamantri/resources";

const sourceTable = ["project", "data_project", "dataset", "table", "query", "api_endpoint"] as const;
const targetTable = ["host", "port", "database", "schema", "table"] as const;

/** Whether another source is read or another table written: how far the one was read says nothing about the other. */
export function hasMoved(before: RunConfiguration, after: RunConfiguration): boolean {
  return (
    sourceTable.some((field) => before.source_config[field] !== after.source_config[field]) ||
    targetTable.some((field) => before.destination_config[field] !== after.destination_config[field])
  );
}
