import { ApiError, invalid } from "../errors.ts";

/** A dataset's full name. */
export interface DatasetName {
  readonly projectId: string;
  readonly datasetId: string;
}

/** A table's full name. */
export interface TableName extends DatasetName {
  readonly tableId: string;
}

/** The project of the sample data; SQL that names none means the job's project, then this one. */
export const DATA_PROJECT = "sandbox";

/** Location of the datasets that name none, and of jobs that read none. */
export const defaultLocation = "US";

/** `project:dataset`, as errors and ids show it. */
export function datasetLabel({ projectId, datasetId }: DatasetName): string {
  return `${projectId}:${datasetId}`;
}

/** `project:dataset.table`, as errors and ids show it. */
export function tableLabel(name: TableName): string {
  return `${datasetLabel(name)}.${name.tableId}`;
}

/** Locations are the same in any case. */
export function isSameLocation(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

/** The name that SQL writes: project, dataset and table, or the last two. */
export function toTableName(parts: readonly string[], defaultProject: string): TableName {
  const [tableId, datasetId, projectId = defaultProject] = parts.toReversed();
  if (tableId === undefined || datasetId === undefined || parts.length > 3) {
    throw new ApiError(400, "invalid", `Invalid table name: ${parts.join(".")}`);
  }
  return { projectId, datasetId, tableId };
}

/** A table's id and the time that its decorator names: `flights_3m@1700000000000`, or `@-3600000` for an hour ago. */
export interface DecoratedId {
  readonly tableId: string;
  readonly snapshotMs: number | undefined;
}

/** https://cloud.google.com/bigquery/docs/table-decorators */
export function readDecorator(id: string, nowMs: number): DecoratedId {
  const [tableId = "", decorator] = id.split("@", 2);
  if (decorator === undefined) return { tableId, snapshotMs: undefined };
  const value = Number(decorator);
  if (!/^-?\d+$/.test(decorator)) throw invalid(`Invalid table decorator: @${decorator}`);
  return { tableId, snapshotMs: value < 0 ? nowMs + value : value };
}
