import * as z from "zod";

import { invalid, notImplemented } from "../../errors.ts";
import type { Field } from "../../wire/field-type.ts";
import { readSchema, tableSchema } from "../../wire/read-schema.ts";
import { type Destination, destinationFields, readDestination } from "../destination.ts";
import type { CommonRequest } from "../job-request.ts";

const count = z.union([z.string(), z.number()]).transform(Number);

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationLoad */
export const loadConfiguration = z.strictObject({
  ...destinationFields,
  sourceUris: z.array(z.string()).nullish(),
  sourceFormat: z.string().nullish(),
  schema: tableSchema.nullish(),
  autodetect: z.boolean().nullish(),
  skipLeadingRows: count.nullish(),
  fieldDelimiter: z.string().nullish(),
  quote: z.string().nullish(),
  nullMarker: z.string().nullish(),
  nullMarkers: z.array(z.string()).nullish(),
  allowQuotedNewlines: z.boolean().nullish(),
  allowJaggedRows: z.boolean().nullish(),
  ignoreUnknownValues: z.boolean().nullish(),
  maxBadRecords: count.nullish(),
  encoding: z.string().nullish(),
  // These change nothing here.
  parquetOptions: z.looseObject({}).nullish(),
  useAvroLogicalTypes: z.boolean().nullish(),
  preserveAsciiControlCharacters: z.boolean().nullish(),
  destinationTableProperties: z.looseObject({}).nullish(),
});

export const loadFormats = ["CSV", "NEWLINE_DELIMITED_JSON", "PARQUET"] as const;

/** How the data of a load job is read. */
export interface LoadOptions {
  readonly format: (typeof loadFormats)[number];
  /** Undefined: the table's, or detected. */
  readonly fields: readonly Field[] | undefined;
  readonly isDetected: boolean;
  readonly ignoreUnknownValues: boolean;
  readonly maxBadRecords: number;
  readonly csv: CsvOptions;
}

/** https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#csv-options */
export interface CsvOptions {
  readonly skipLeadingRows: number | undefined;
  readonly delimiter: string;
  readonly quote: string;
  readonly nullMarkers: readonly string[];
  readonly allowQuotedNewlines: boolean;
  readonly allowJaggedRows: boolean;
}

/** A load job: its data came with it. */
export interface LoadRequest extends CommonRequest {
  readonly kind: "load";
  /** As the client sent it. */
  readonly configuration: object;
  readonly destination: Destination;
  readonly options: LoadOptions;
  readonly data: Buffer;
}

/** The request of a load job, from its parsed configuration. */
export function readLoad(
  common: CommonRequest,
  load: z.infer<typeof loadConfiguration>,
  data: Buffer | undefined,
): LoadRequest {
  if (load.sourceUris?.length)
    throw notImplemented("loading from Cloud Storage (sourceUris): upload the data with the job");
  if (data === undefined) throw invalid("Load configuration must specify at least one source URI");
  const format = loadFormats.find((one) => one === (load.sourceFormat || "CSV").toUpperCase());
  if (format === undefined)
    throw notImplemented(`the source format ${load.sourceFormat}: use ${loadFormats.join(", ")}`);
  const destination = readDestination(load, common.projectId, "WRITE_APPEND");
  if (destination === undefined) throw invalid("Required parameter is missing: destinationTable");
  if (load.encoding && !/^utf-?8$/i.test(load.encoding))
    throw notImplemented(`the encoding ${load.encoding}: use UTF-8`);
  return {
    ...common,
    kind: "load",
    configuration: load,
    destination,
    data,
    options: {
      format,
      fields: load.schema?.fields?.length ? readSchema(load.schema) : undefined,
      isDetected: load.autodetect ?? false,
      ignoreUnknownValues: load.ignoreUnknownValues ?? false,
      maxBadRecords: load.maxBadRecords ?? 0,
      csv: {
        skipLeadingRows: load.skipLeadingRows ?? undefined,
        delimiter: toDelimiter(load.fieldDelimiter),
        quote: load.quote ?? '"',
        nullMarkers: load.nullMarkers ?? [load.nullMarker ?? ""],
        allowQuotedNewlines: load.allowQuotedNewlines ?? false,
        allowJaggedRows: load.allowJaggedRows ?? false,
      },
    },
  };
}

function toDelimiter(given: string | null | undefined): string {
  const delimiter = given || ",";
  return delimiter === "\\t" || delimiter.toLowerCase() === "tab" ? "\t" : delimiter;
}
