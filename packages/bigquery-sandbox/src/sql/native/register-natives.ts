/*
 * Functions that DuckDB calls in this process, for what its SQL cannot say exactly. They cost 2 µs a call, where
 * DuckDB's own cost a hundredth: the queries of a verification must not need them.
 */
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  type DuckDBConnection,
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  DOUBLE,
  LIST,
  VARCHAR,
} from "@duckdb/node-api";

import { canonicalJson, jsonInteger } from "../../values/canonical-json.ts";
import { farmFingerprint } from "./farm-fingerprint.ts";
import { exactDecimal, floatString } from "./floats.ts";
import { formatText } from "./format-text.ts";
import { formatTime, type TimeKind } from "./format-time.ts";
import {
  calculate,
  type DecimalType,
  orderKey,
  parseDecimal,
  parseNumber,
  roundDecimal,
  type Rounding,
  sumDecimals,
} from "./numbers.ts";
import { parseTime } from "./parse-time.ts";
import { initialCapitals, instr, normalize, translate } from "./texts.ts";

/** Begins the messages that are BigQuery's, and not DuckDB's. */
export const ownErrorMark = "\u0001";

interface Native {
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  /** Called with values that are not NULL. An Error's message becomes the query's. */
  readonly call: (...values: never[]) => DuckDBValue;
}

const textOf = (call: (...values: never[]) => DuckDBValue, ...parameters: readonly DuckDBType[]) => ({
  parameters,
  returns: VARCHAR,
  call,
});

const natives: readonly Native[] = [
  {
    name: "bq_raise",
    ...textOf((message: string) => {
      throw new Error(message);
    }, VARCHAR),
  },
  { name: "bq_float_string", ...textOf(floatString, DOUBLE) },
  { name: "bq_float_exact", ...textOf(exactDecimal, DOUBLE) },
  {
    name: "bq_number_parse",
    ...textOf((text: string, type: DecimalType) => parseDecimal(text, type), VARCHAR, VARCHAR),
  },
  {
    name: "bq_number",
    ...textOf(
      (operator: string, a: string, b: string, type: DecimalType) => calculate(operator, a, b, type),
      VARCHAR,
      VARCHAR,
      VARCHAR,
      VARCHAR,
    ),
  },
  {
    name: "bq_number_round",
    ...textOf(
      (text: string, digits: bigint, how: Rounding) => roundDecimal(text, Number(digits), how),
      VARCHAR,
      BIGINT,
      VARCHAR,
    ),
  },
  { name: "bq_number_key", ...textOf(orderKey, VARCHAR) },
  {
    name: "bq_parse_number",
    ...textOf((text: string, type: DecimalType) => parseNumber(text, type), VARCHAR, VARCHAR),
  },
  {
    name: "bq_big_sum",
    ...textOf((texts: DuckDBListValue) => sumDecimals(texts.items as string[], "BIGNUMERIC"), LIST(VARCHAR)),
  },
  { name: "bq_translate", ...textOf(translate, VARCHAR, VARCHAR, VARCHAR) },
  {
    name: "bq_format_time",
    ...textOf(
      (kind: TimeKind, format: string, micros: bigint, zone: string, offset: bigint) =>
        formatTime(kind, format, micros, zone, Number(offset)),
      VARCHAR,
      VARCHAR,
      BIGINT,
      VARCHAR,
      BIGINT,
    ),
  },
  {
    name: "bq_parse_time_text",
    ...textOf(
      (kind: TimeKind, format: string, text: string) => parseTime(kind, format, text),
      VARCHAR,
      VARCHAR,
      VARCHAR,
    ),
  },
  { name: "bq_canonical_json", ...textOf((text: string) => canonicalJson(text, "exact"), VARCHAR) },
  {
    name: "bq_json_to_int64",
    parameters: [VARCHAR],
    returns: BIGINT,
    call: (json: string) => jsonInteger(json),
  },
  { name: "bq_format", ...textOf(callFormat, VARCHAR, LIST(VARCHAR), LIST(VARCHAR), LIST(VARCHAR)) },
  { name: "bq_decode", ...textOf((blob: DuckDBBlobValue) => new TextDecoder().decode(blob.bytes), BLOB) },
  { name: "bq_initcap", ...textOf(initialCapitals, VARCHAR, VARCHAR) },
  { name: "bq_normalize", ...textOf(normalize, VARCHAR, VARCHAR, BOOLEAN) },
  {
    name: "bq_instr",
    parameters: [VARCHAR, VARCHAR, BIGINT, BIGINT],
    returns: BIGINT,
    call: (text: string, part: string, position: bigint, occurrence: bigint) =>
      BigInt(instr(text, part, Number(position), Number(occurrence))),
  },
  {
    name: "bq_farm_fingerprint",
    parameters: [BLOB],
    returns: BIGINT,
    call: (blob: DuckDBBlobValue) => farmFingerprint(Buffer.from(blob.bytes)),
  },
];

function callFormat(
  format: string,
  types: DuckDBListValue,
  texts: DuckDBListValue,
  literals: DuckDBListValue,
): string | null {
  const list = types.items.map((type, index) => ({
    type: type as string,
    text: texts.items[index] as string | null,
    literal: literals.items[index] as string,
  }));
  return formatText(format, list);
}

/** Registers every function for all connections of the instance. */
export function registerNatives(connection: DuckDBConnection): void {
  for (const native of natives) connection.registerScalarFunction(toScalarFunction(native));
}

function toScalarFunction({ name, parameters, returns, call }: Native): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters,
    returnType: returns,
    mainFunction: (info, chunk, output) => {
      const vectors = parameters.map((_, index) => chunk.getColumnVector(index));
      try {
        for (let row = 0; row < chunk.rowCount; row += 1) {
          const values = vectors.map((vector) => vector.getItem(row));
          output.setItem(row, values.includes(null) ? null : call(...(values as never[])));
        }
      } catch (error) {
        info.setError(ownErrorMark + (error instanceof Error ? error.message : String(error)));
        return;
      }
      output.flush();
    },
  });
}
