import type { IncomingHttpHeaders } from "node:http";

import { invalid } from "../errors.ts";
import type { JobRunner } from "../jobs/job-runner.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Connections } from "../storage/connections.ts";
import type { PieceCache } from "../storage/page.ts";
import type { TableWriter } from "../storage/table-writer.ts";
import type { TimestampFormat } from "../wire/cell-sql.ts";
import type { InsertIds } from "./insert-ids.ts";
import type { Uploads } from "./uploads.ts";

/** Dependencies of all operations' handlers. */
export interface Services {
  readonly catalog: Catalog;
  readonly jobs: JobRunner;
  readonly pages: Connections;
  readonly pieces: PieceCache;
  readonly writer: TableWriter;
  readonly insertIds: InsertIds;
  readonly uploads: Uploads;
}

/** One request, with its parsed path. */
export interface Call {
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The address that the client used: `http://127.0.0.1:9050`. */
  readonly origin: string;
  /** The body as it was sent, but uncompressed; empty without one. */
  readonly bytes: Buffer;
  /** The body as JSON; undefined without one. @throws ApiError if it is not */
  readonly body: unknown;
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

/** A truth value of a query string; Python's client sends `True`. */
export function readBoolean(value: string | null): boolean {
  return value?.toLowerCase() === "true";
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
    readBoolean(query.get("formatOptions.useInt64Timestamp")),
  );
}

/** JSON of a request. @throws ApiError */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // Reported in BigQuery's format; the client knows the body it sent.
    throw invalid("Invalid JSON payload received.");
  }
}
