/**
 * The ordinary case of the row encoder, on bytes: what it does not know, an odd cell or an odd row, goes to the host,
 * where TypeScript encodes it or says what is wrong. So there is one list of errors, and it is not here.
 *
 * The host lays the memory out: columns' kinds, page, zero bytes behind the page, row ends, tuples. The tuples' part is
 * large enough for whatever the rest of the page can become (see wasm-transcoder.ts), so nothing here looks for room.
 */
import * as kinds from "../src/transcode/rows-to-copy/cell-kind";
import { encodeBytes } from "./base64";
import { encodeDate, encodeDatetime, encodeTime } from "./date-time";
import { encodeBool, encodeFloat64, encodeInt64, encodeNumeric, encodeTimestamp } from "./numbers";
import { out, setOut } from "./output";
import { CLOSE_BRACKET, COMMA, QUOTE, byteAt, closeRow, isNull, nextCell, openCell, openRow, skipSpace } from "./scan";
import { encodeJson, encodeText } from "./strings";

/** Encodes the value at `value` in TypeScript and moves `out`; gives the position behind the value, or throws. */
declare function encodeCellInHost(value: usize, column: i32, row: i32): usize;

/** First byte that the host may lay out. */
export const layoutBase: usize = __heap_base;
/** After encodeRows: behind the `]` of the rows, or the start of the row that the host must encode. */
export let position: usize = 0;
/** Rows encoded so far; the host adds its own. */
export let rowCount: i32 = 0;

let columnKinds: usize = 0;
let columnCount: i32 = 0;
/** Of a tuple: a flattened STRUCT has several. */
let fieldCount: i32 = 0;
let rowEnds: usize = 0;
let tuples: usize = 0;

export { out, setOut };

export function setColumns(kindsAt: usize, count: i32, fieldsOfTuple: i32): void {
  columnKinds = kindsAt;
  columnCount = count;
  fieldCount = fieldsOfTuple;
}

export function startPage(rowEndsAt: usize, tuplesAt: usize): void {
  rowEnds = rowEndsAt;
  tuples = tuplesAt;
  rowCount = 0;
  setOut(tuplesAt);
}

/** Counts the row that ends at `out`. */
export function endRow(): void {
  store<u32>(rowEnds + ((<usize>rowCount) << 2), <u32>(out - tuples));
  rowCount++;
}

/** @returns whether the rows came to their end; if not, the host must encode the row at `position` */
export function encodeRows(firstRow: usize): bool {
  let start = firstRow;
  while (true) {
    const tuple = out;
    const end = encodeRow(start);
    const mark = end == 0 ? 0 : byteAt(end);
    if (mark != COMMA && mark != CLOSE_BRACKET) {
      setOut(tuple);
      position = start;
      return false;
    }
    endRow();
    if (mark == CLOSE_BRACKET) {
      position = end + 1;
      return true;
    }
    start = skipSpace(end + 1);
  }
}

function encodeRow(start: usize): usize {
  const cells = openRow(start);
  if (cells == 0 || columnCount == 0) return 0;
  store<u16>(out, bswap<u16>(<u16>fieldCount));
  setOut(out + 2);
  let value = openCell(cells);
  for (let column = 0; value != 0; value = nextCell(value)) {
    value = encodeCell(value, column);
    if (++column == columnCount) return closeRow(value);
  }
  return 0;
}

function encodeCell(value: usize, column: i32): usize {
  let end: usize = 0;
  if (byteAt(value) == QUOTE) {
    end = encodeString(value + 1, load<u8>(columnKinds + column));
  } else if (isNull(value) && load<u8>(columnKinds + column) != kinds.KIND_FLATTENED) {
    store<i32>(out, -1);
    setOut(out + 4);
    end = value + 4;
  }
  return end == 0 ? encodeCellInHost(value, column, rowCount) : end;
}

function encodeString(start: usize, kind: u32): usize {
  switch (kind) {
    case kinds.KIND_INT64:
      return encodeInt64(start);
    case kinds.KIND_FLOAT64:
      return encodeFloat64(start);
    case kinds.KIND_NUMERIC:
      return encodeNumeric(start);
    case kinds.KIND_BOOL:
      return encodeBool(start);
    case kinds.KIND_TEXT:
      return encodeText(start);
    case kinds.KIND_BYTES:
      return encodeBytes(start);
    case kinds.KIND_DATE:
      return encodeDate(start);
    case kinds.KIND_DATETIME:
      return encodeDatetime(start);
    case kinds.KIND_TIME:
      return encodeTime(start);
    case kinds.KIND_TIMESTAMP:
      return encodeTimestamp(start);
    case kinds.KIND_JSON:
      return encodeJson(start);
    default:
      return 0;
  }
}
