import type { Unrepresentable } from "@datamantri/api";

import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LOWER_F,
  LOWER_N,
  LOWER_V,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "../page-json/ascii.ts";
import { ByteWriter } from "./byte-writer.ts";
import { fieldSlackBytes } from "./cell-encoder.ts";
import { columnEncoder, type ColumnEncoder } from "./column-encoder.ts";
import type { Column } from "../column.ts";
import { writeNulls } from "../mapped-columns/field-writer.ts";
import { endOfString, endOfValue, parseJson, skipSpace } from "../page-json/json-scan.ts";
import { CellRefusal, invalidPage, refusedCell } from "../unrepresentable/refusal.ts";
import { replaceUnrepresentable } from "../unrepresentable/replace-unrepresentable.ts";
import { unescapeTo } from "../page-json/unescape.ts";

/** A cell that PostgreSQL cannot store, where the policy keeps the row. */
export interface ReplacedCell {
  /** Row number in the page. */
  readonly row: number;
  /** Index of the column. */
  readonly column: number;
  /** Why it cannot be stored; never quotes the value. */
  readonly reason: string;
}

const orderAdvice = "a cursor is never replaced: take another cursor, clean this one in a query, or reject such rows";

/**
 * Encodes rows, `{"f":[{"v":..},..]}`, as tuples of PostgreSQL's binary COPY, byte by byte. It is the reference for the
 * WASM module (`rows-to-copy-wasm`), which encodes ordinary cells faster.
 */
export class RowEncoder {
  readonly columns: readonly ColumnEncoder[];
  /** Fields of a tuple. */
  readonly fieldCount: number;
  /** Replaced cells of the page so far, by row. */
  readonly replaced: ReplacedCell[] = [];
  readonly #sourceColumns: readonly Column[];
  readonly #policy: Unrepresentable;
  /** Text of a cell with its escapes resolved. */
  readonly #unescaped = new ByteWriter();

  /** @param policy for cells that PostgreSQL cannot store. */
  constructor(columns: readonly Column[], policy: Unrepresentable) {
    this.columns = columns.map(columnEncoder);
    this.fieldCount = this.columns.reduce((sum, column) => sum + column.fieldCount, 0);
    this.#sourceColumns = columns;
    this.#policy = policy;
  }

  startPage(): void {
    this.replaced.length = 0;
  }

  /**
   * Appends the row at `start` to `out`.
   *
   * @param row Its number in the page, for errors.
   * @returns position behind the row
   * @throws PipelineError
   */
  encodeRow(page: Buffer, start: number, row: number, out: ByteWriter): number {
    // The WASM module may have encoded a part of this row.
    while (this.replaced.at(-1)?.row === row) this.replaced.pop();
    out.reserve(2);
    out.int16(this.fieldCount);
    const cells = openMember(page, start, LOWER_F, row);
    let position = expect(page, cells, OPEN_BRACKET, row);
    for (let column = 0; column < this.columns.length; column++) {
      if (column > 0) position = this.#nextCell(page, position, row);
      position = openMember(page, position, LOWER_V, row);
      position = this.encodeCell(page, position, column, row, out);
      position = expect(page, skipSpace(page, position), CLOSE_BRACE, row);
    }
    if (page[position] === COMMA) throw this.#wrongCellCount(position, row);
    position = expect(page, position, CLOSE_BRACKET, row);
    return skipSpace(page, expectLast(page, position, CLOSE_BRACE, row));
  }

  /** Memory that it keeps for the next cell. */
  get heldBytes(): number {
    return this.#unescaped.bytes.length;
  }

  /**
   * Appends the fields of the column for the JSON value at `start`.
   *
   * @returns position behind the value
   * @throws PipelineError
   */
  encodeCell(page: Buffer, start: number, column: number, row: number, out: ByteWriter): number {
    const encoder = this.columns[column]!;
    const fieldAt = out.length;
    try {
      if (page[start] === LOWER_N && page.toString("latin1", start, start + 4) === "null") {
        writeNulls(encoder.fieldCount, out);
        return start + 4;
      }
      return this.#encodeValue(page, start, row, encoder, out);
    } catch (error) {
      if (!(error instanceof CellRefusal)) throw error;
      const mayMend = error.code === "value_not_representable" && this.#policy !== "fail";
      if (!mayMend) throw refusedCell(error, encoder.name, row);
      if (this.#sourceColumns[column]!.isCursor === true && this.#policy !== "reject") {
        // A row with a replaced cursor would be before or after others than in the source, and increments would skip some.
        throw refusedCell(new CellRefusal(error.code, `${error.message}; ${orderAdvice}`), encoder.name, row);
      }
      out.length = fieldAt;
      return this.#mendCell(page, start, column, row, error, out);
    }
  }

  /**
   * Position of the next row.
   *
   * @returns -1 when there is none; `position` is then at the `]`
   */
  nextRow(page: Buffer, position: number, row: number): number {
    if (page[position] === CLOSE_BRACKET) return -1;
    return expect(page, position, COMMA, row);
  }

  #encodeValue(page: Buffer, start: number, row: number, encoder: ColumnEncoder, out: ByteWriter): number {
    if (!encoder.isNested) return this.#encodeString(page, start, row, encoder, out);
    const end = endOfValue(page, start);
    encoder.encode(page, start, end, out);
    return end;
  }

  /** Encodes the cell by the policy: in a rejected row its replacement, or NULL. */
  #mendCell(page: Buffer, start: number, column: number, row: number, refusal: CellRefusal, out: ByteWriter): number {
    const end = endOfValue(page, start);
    const isReplaced = this.#policy !== "null" && this.#encodeReplaced(page, start, end, column, row, out);
    if (!isReplaced) {
      if (this.#policy === "replace") throw refusedCell(refusal, this.columns[column]!.name, row);
      writeNulls(this.columns[column]!.fieldCount, out);
    }
    this.replaced.push({ row, column, reason: refusal.message });
    return end;
  }

  /** @returns false, with nothing written, if there is no replacement. */
  #encodeReplaced(page: Buffer, start: number, end: number, column: number, row: number, out: ByteWriter): boolean {
    const fieldAt = out.length;
    const replaced = replaceUnrepresentable(this.#sourceColumns[column]!, parseJson(page, start, end));
    try {
      this.#encodeValue(Buffer.from(JSON.stringify(replaced)), 0, row, this.columns[column]!, out);
      return true;
    } catch (error) {
      if (!(error instanceof CellRefusal)) throw error;
      out.length = fieldAt;
      return false;
    }
  }

  #encodeString(page: Buffer, start: number, row: number, encoder: ColumnEncoder, out: ByteWriter): number {
    if (page[start] !== QUOTE) throw unexpected(page, start, '"', row);
    const end = endOfString(page, start + 1);
    if (end === 0) throw invalidPage("a string does not end", start, row);
    if (end > 0) {
      out.reserve(2 * (end - start) + fieldSlackBytes);
      encoder.encode(page, start + 1, end, out);
      return end + 1;
    }
    const text = this.#unescaped;
    text.clear();
    text.reserve(~end - start);
    unescapeTo(page, start + 1, ~end, text);
    out.reserve(2 * text.length + fieldSlackBytes);
    encoder.encode(text.bytes, 0, text.length, out);
    return ~end + 1;
  }

  #nextCell(page: Buffer, position: number, row: number): number {
    if (page[position] === CLOSE_BRACKET) throw this.#wrongCellCount(position, row);
    return expect(page, position, COMMA, row);
  }

  #wrongCellCount(position: number, row: number): Error {
    return invalidPage(`a row does not have ${this.columns.length} cells`, position, row);
  }
}

/** Position of the value in `{"<key>":value`. */
function openMember(page: Buffer, start: number, key: number, row: number): number {
  let position = expect(page, start, OPEN_BRACE, row);
  position = expectLast(page, position, QUOTE, row);
  position = expectLast(page, position, key, row);
  position = expect(page, position, QUOTE, row);
  return expect(page, position, COLON, row);
}

/** Position after `byte`, white space skipped. */
function expect(page: Buffer, position: number, byte: number, row: number): number {
  return skipSpace(page, expectLast(page, position, byte, row));
}

function expectLast(page: Buffer, position: number, byte: number, row: number): number {
  if (page[position] !== byte) throw unexpected(page, position, String.fromCharCode(byte), row);
  return position + 1;
}

function unexpected(page: Buffer, position: number, wanted: string, row: number): Error {
  const reason = position >= page.length ? "it is truncated" : `${wanted} was expected`;
  return invalidPage(reason, position, row);
}
