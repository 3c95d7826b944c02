import * as kinds from "./cell-kind.ts";
import type { CellEncoder } from "./cell-encoder.ts";
import type { Column, ScalarType } from "../column.ts";
import { encodeBytes } from "../types/encode-bytes.ts";
import { encodeDate, encodeDatetime, encodeTime, encodeTimestamp } from "../types/encode-date-time.ts";
import { encodeFloat64 } from "../types/encode-float.ts";
import { encodeInt64 } from "../types/encode-integer.ts";
import { encodeInterval } from "../types/encode-interval.ts";
import { encodeNumeric } from "../types/encode-numeric.ts";
import { encodeRangeOf } from "../types/encode-range.ts";
import { encodeBool, encodeJson, encodeText } from "../types/encode-text.ts";

const scalars: Record<Exclude<ScalarType, "RANGE">, { kind: number; encode: CellEncoder }> = {
  INT64: { kind: kinds.KIND_INT64, encode: encodeInt64 },
  FLOAT64: { kind: kinds.KIND_FLOAT64, encode: encodeFloat64 },
  NUMERIC: { kind: kinds.KIND_NUMERIC, encode: encodeNumeric },
  BIGNUMERIC: { kind: kinds.KIND_NUMERIC, encode: encodeNumeric },
  BOOL: { kind: kinds.KIND_BOOL, encode: encodeBool },
  STRING: { kind: kinds.KIND_TEXT, encode: encodeText },
  BYTES: { kind: kinds.KIND_BYTES, encode: encodeBytes },
  DATE: { kind: kinds.KIND_DATE, encode: encodeDate },
  DATETIME: { kind: kinds.KIND_DATETIME, encode: encodeDatetime },
  TIME: { kind: kinds.KIND_TIME, encode: encodeTime },
  TIMESTAMP: { kind: kinds.KIND_TIMESTAMP, encode: encodeTimestamp },
  JSON: { kind: kinds.KIND_JSON, encode: encodeJson },
  GEOGRAPHY: { kind: kinds.KIND_TEXT, encode: encodeText },
  INTERVAL: { kind: kinds.KIND_OTHER, encode: encodeInterval },
};

/** Encoder of a scalar whose field has the natural type. */
export function scalarEncoder({ type, rangeElementType }: Column): { kind: number; encode: CellEncoder } {
  if (type === "RANGE") return { kind: kinds.KIND_OTHER, encode: encodeRangeOf(rangeElementType ?? "DATE") };
  return scalars[type as keyof typeof scalars];
}
