import { PipelineError } from "@datamantri/runtime";

/**
 * A cell that cannot be encoded; the row encoder adds column and row and makes a PipelineError. The reason never quotes
 * the value.
 */
export class CellRefusal extends Error {
  readonly code: "value_not_representable" | "source_response_invalid";
  /** Name of a flattened STRUCT's field; undefined for the cell's own column. */
  readonly column: string | undefined;

  constructor(code: CellRefusal["code"], reason: string, column?: string) {
    super(reason);
    this.code = code;
    this.column = column;
  }

  /** Names a field inside the cell; the innermost counts. */
  in(column: string): CellRefusal {
    return new CellRefusal(this.code, this.message, this.column ?? column);
  }
}

/** Refuses a value that PostgreSQL cannot store, or that is invalid for its type. */
export function refuseValue(reason: string): never {
  throw new CellRefusal("value_not_representable", reason);
}

/** Refuses a cell without the JSON shape of its column. */
export function refuseShape(reason: string): never {
  throw new CellRefusal("source_response_invalid", reason);
}

/** @param byteOffset position in the page, to find it in a recorded answer. */
export function invalidPage(reason: string, byteOffset: number, row?: number): PipelineError {
  const where = row === undefined ? "" : ` in row ${row}`;
  return new PipelineError("source_response_invalid", `BigQuery's page cannot be read${where}: ${reason}.`, {
    reason,
    byte_offset: byteOffset,
    row_in_page: row,
  });
}

export function refusedCell(refusal: CellRefusal, cellColumn: string, row: number): PipelineError {
  const column = refusal.column ?? cellColumn;
  return new PipelineError(
    refusal.code,
    `Cannot convert column "${column}" in row ${row} of the page: ${refusal.message}.`,
    { column, row_in_page: row, reason: refusal.message },
  );
}
