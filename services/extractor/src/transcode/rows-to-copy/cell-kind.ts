/**
 * Encoding of a cell, as numbers that the WASM module shares: `rows-to-copy-wasm/` imports this file, so it contains
 * only code that AssemblyScript supports.
 */
export const KIND_INT64 = 0;
export const KIND_FLOAT64 = 1;
export const KIND_NUMERIC = 2;
export const KIND_BOOL = 3;
export const KIND_TEXT = 4;
export const KIND_BYTES = 5;
export const KIND_DATE = 6;
export const KIND_DATETIME = 7;
export const KIND_TIME = 8;
export const KIND_TIMESTAMP = 9;
export const KIND_JSON = 10;
/** Rare or nested: only TypeScript encodes these. */
export const KIND_OTHER = 11;
/** Several fields of the row, also for NULL: only TypeScript encodes these. */
export const KIND_FLATTENED = 12;
