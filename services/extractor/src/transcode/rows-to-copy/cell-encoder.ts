import type { ByteWriter } from "./byte-writer.ts";

/**
 * Writes one field (int32 length and bytes) for a cell whose text is `text[start..end)`, with JSON escapes already
 * resolved. The caller has reserved `end - start + fieldSlackBytes` bytes; an encoder that needs more reserves it.
 *
 * @throws CellRefusal when it cannot
 */
export type CellEncoder = (text: Buffer, start: number, end: number, out: ByteWriter) => void;

/**
 * Bytes that any field may need beyond twice its text: length word, numeric header and one digit, or an interval's 20
 * bytes.
 */
export const fieldSlackBytes = 64;
