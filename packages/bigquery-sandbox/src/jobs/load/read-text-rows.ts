import { ApiError, invalid } from "../../errors.ts";
import type { Field } from "../../wire/field-type.ts";
import { type CsvValue, readCsv } from "../../values/csv.ts";
import { detectCsv, detectJson } from "../../values/detect-schema.ts";
import { parseRawJson } from "../../values/raw-json.ts";
import { readRow } from "../../values/read-row.ts";
import { ValueError } from "../../values/scalar-text.ts";
import type { CsvOptions, LoadOptions } from "./load-request.ts";

/** Rows of a file, for `rowsFromTextSql` with these columns. */
export interface TextRows {
  readonly fields: readonly Field[];
  readonly rows: readonly object[];
  readonly badRecords: number;
}

/** Parsed rows as objects, and the schema that they have. */
interface Parsed {
  readonly fields: readonly Field[];
  readonly rows: readonly unknown[];
}

/**
 * Reads a file of JSON lines or CSV.
 *
 * @param tableFields of the table that exists
 * @throws ApiError if more rows than `maxBadRecords` do not fit
 */
export function readTextRows(text: string, options: LoadOptions, tableFields: readonly Field[] | undefined): TextRows {
  const { fields, rows } =
    options.format === "CSV" ? parseCsv(text, options, tableFields) : parseLines(text, options, tableFields);
  const readOptions = { ignoreUnknownValues: options.ignoreUnknownValues, isJsonRaw: options.format !== "CSV" };
  const read = rows.map((row) => readRow(row, fields, readOptions));
  const bad = read.flatMap((row, index) => ("errors" in row ? [{ index, error: row.errors[0] }] : []));
  const [first] = bad;
  if (first !== undefined && bad.length > options.maxBadRecords) {
    throw new ApiError(
      400,
      "invalid",
      `Error while reading data, error message: too many errors, giving up. Rows: ${first.index + 1}; errors: ${bad.length}. ` +
        `Row ${first.index + 1}, field ${first.error?.location}: ${first.error?.message}`,
    );
  }
  return { fields, rows: read.flatMap((row) => ("row" in row ? [row.row] : [])), badRecords: bad.length };
}

function parseLines(text: string, options: LoadOptions, tableFields: readonly Field[] | undefined): Parsed {
  const rows = text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [parseRawJson(line)];
    } catch {
      // Said with the number of the line; the client knows its text.
      throw invalid(
        `Error while reading data, error message: Failed to parse JSON: line ${index + 1} is not a JSON object`,
      );
    }
  });
  return { rows, fields: options.fields ?? tableFields ?? detected(options, () => detectJson(rows)) };
}

function parseCsv(text: string, options: LoadOptions, tableFields: readonly Field[] | undefined): Parsed {
  const { csv } = options;
  const all = readValues(text, csv);
  const skipped = csv.skipLeadingRows ?? 0;
  const known = options.fields ?? tableFields;
  if (known !== undefined)
    return { fields: known, rows: all.slice(skipped).map((row) => toObject(row, known, options)) };
  // With a number of rows to skip, the last of them has the names: https://cloud.google.com/bigquery/docs/schema-detect
  const rows = all.slice(Math.max(0, skipped - 1));
  const isHeader = csv.skipLeadingRows === undefined ? undefined : skipped > 0;
  const { fields, hasHeader } = detected(options, () => detectCsv(rows, isHeader));
  return { fields, rows: rows.slice(hasHeader ? 1 : 0).map((row) => toObject(row, fields, options)) };
}

function readValues(text: string, csv: CsvOptions): CsvValue[][] {
  try {
    return readCsv(text, csv);
  } catch (error) {
    if (error instanceof ValueError) throw invalid(`Error while reading data, error message: ${error.message}`);
    throw error;
  }
}

function toObject(
  row: readonly CsvValue[],
  fields: readonly Field[],
  { csv, ignoreUnknownValues }: LoadOptions,
): unknown {
  const values = fields.map((field, index) => [field.name, toCell(row[index], csv)] as const);
  const rest = row
    .slice(fields.length)
    .map((value, index) => [`column ${fields.length + index + 1}`, value.text] as const);
  const isShort = row.length < fields.length && !csv.allowJaggedRows;
  const missing = isShort ? [[`column ${row.length + 1} of ${fields.length}`, ""] as const] : [];
  return Object.fromEntries([...values, ...(ignoreUnknownValues ? [] : rest), ...missing]);
}

/** Quoted values are no null markers: `""` is an empty text. */
function toCell(value: CsvValue | undefined, { nullMarkers }: CsvOptions): string | null {
  return value === undefined || (!value.isQuoted && nullMarkers.includes(value.text)) ? null : value.text;
}

function detected<T>({ isDetected }: LoadOptions, detect: () => T): T {
  if (isDetected) return detect();
  throw invalid("No schema specified on job or table.");
}
