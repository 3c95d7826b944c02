import type { IncomingHttpHeaders } from "node:http";

import { invalid } from "../errors.ts";
import type { JobRunner } from "../jobs/job-runner.ts";
import type { Views } from "../jobs/views.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Connections } from "../storage/connections.ts";
import type { PieceCache } from "../storage/page.ts";
import type { TableWriter } from "../storage/table-writer.ts";
import type { TimestampFormat } from "../wire/cell-sql.ts";
import type { InsertIds } from "./insert-ids.ts";

/** Dependencies of all operations' handlers. */
export interface Services {
  readonly catalog: Catalog;
  readonly jobs: JobRunner;
  readonly pages: Connections;
  readonly pieces: PieceCache;
  readonly writer: TableWriter;
  readonly views: Views;
  readonly insertIds: InsertIds;
}

/** One request, with its parsed path. */
export interface Call {
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent; empty without one. */
  readonly text: string;
  /** The body as JSON; undefined without one. */
  readonly body: unknown;
}

/** An answer: an object, and its rows, already as JSON text. */
export interface Reply {
  readonly envelope: Readonly<Record<string, unknown>>;
  /** The text inside the brackets of `rows`; undefined omits `rows`, as BigQuery does when there are none. */
  readonly rows?: AsyncIterable<Uint8Array> | undefined;
  /** True for an answer without a body. */
  readonly isEmpty?: boolean;
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
