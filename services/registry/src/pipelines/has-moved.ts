import type { DestinationConfig, SourceConfig } from "@datamantri/contracts";

/** What a pipeline reads and writes, connections resolved. */
interface Places {
  readonly source_config: SourceConfig;
  readonly destination_config: DestinationConfig;
}

const sourcePlace = ["project", "data_project", "dataset", "table", "query", "api_endpoint"] as const;
const destinationPlace = ["host", "port", "database", "schema", "table"] as const;

/** Whether another source is read or another table written: how far the one was read says nothing about the other. */
export function hasMoved(before: Places, after: Places): boolean {
  return (
    sourcePlace.some((field) => before.source_config[field] !== after.source_config[field]) ||
    destinationPlace.some((field) => before.destination_config[field] !== after.destination_config[field])
  );
}
