import { invalid } from "../errors.ts";
import type { JobRunner } from "../jobs/job-runner.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Connections } from "../storage/connections.ts";
import type { PieceCache } from "../storage/page.ts";
import type { TimestampFormat } from "../wire/cell-sql.ts";

/** Dependencies of all operations' handlers. */
export interface Services {
  readonly catalog: Catalog;
  readonly jobs: JobRunner;
  readonly pages: Connections;
  readonly pieces: PieceCache;
}

/** One request, with its parsed path. */
export interface Call {
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** An answer: an object, and its rows, already as JSON text. */
export interface Reply {
  readonly envelope: Readonly<Record<string, unknown>>;
  /** The text inside the brackets of `rows`; undefined omits `rows`, as BigQuery does when there are none. */
  readonly rows?: AsyncIterable<Uint8Array> | undefined;
}

/** A path parameter that the route guarantees. */
export function pathPart(call: Call, name: string): string {
  const value = call.path[name];
  if (value === undefined) throw new Error(`Route ${call.operation} has no ${name}`);
  return value;
}

/** A non-negative integer, or undefined if it is absent. */
export function readUnsigned(value: string | null | undefined, name: string): number | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (!/^\d{1,15}$/.test(value)) throw invalid(`Invalid value for ${name}: ${value}`);
  return Number(value);
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/DataFormatOptions */
export function toTimestampFormat(outputFormat: string | null | undefined, useInt64: boolean): TimestampFormat {
  switch (outputFormat) {
    case "FLOAT64":
    case "INT64":
    case "ISO8601_STRING":
      return outputFormat;
    case null:
    case undefined:
    case "":
    case "TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED":
      return useInt64 ? "INT64" : "FLOAT64";
    default:
      throw invalid(`Invalid value for timestampOutputFormat: ${outputFormat}`);
  }
}

/** The format that a GET's query string requests. */
export function readTimestampFormat(query: URLSearchParams): TimestampFormat {
  return toTimestampFormat(
    query.get("formatOptions.timestampOutputFormat"),
    query.get("formatOptions.useInt64Timestamp") === "true",
  );
}
