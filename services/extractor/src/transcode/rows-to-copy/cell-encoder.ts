import type { ByteWriter } from "./byte-writer.ts";

/**
 * Writes one field (int32 length and bytes) for a cell whose text is `text[start..end)`, JSON escapes already resolved.
 * The caller has reserved `end - start + fieldSlackBytes` bytes; who needs more reserves it.
 *
 * @throws CellRefusal when it cannot
 */
export type CellEncoder = (text: Buffer, start: number, end: number, out: ByteWriter) => void;

/**
 * What any field may need beyond twice its text: length word, numeric header and one digit, or an interval's 20 bytes.
 */
export const fieldSlackBytes = 64;
