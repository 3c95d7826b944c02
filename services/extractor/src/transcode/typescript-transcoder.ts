import { ByteWriter } from "./byte-writer.ts";
import type { Column } from "./column.ts";
import { readEnvelope } from "./page-envelope.ts";
import type { PageTranscoder, TranscodedPage } from "./page-transcoder.ts";
import { RowEncoder } from "./row-encoder.ts";

/** For where WASM has no SIMD, and what the WASM module is compared with. */
export class TypeScriptTranscoder implements PageTranscoder {
  readonly implementation = "typescript";
  readonly #rows: RowEncoder;
  readonly #out = new ByteWriter();

  constructor(columns: readonly Column[]) {
    this.#rows = new RowEncoder(columns);
  }

  transcode(page: Uint8Array): TranscodedPage {
    const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
    const out = this.#out;
    out.clear();
    const rowEnds: number[] = [];
    const envelope = readEnvelope(bytes, (firstRow) => this.#encodeRows(bytes, firstRow, rowEnds));
    return {
      rowCount: rowEnds.length,
      tuples: out.bytes.subarray(0, out.length),
      rowEnds: Uint32Array.from(rowEnds),
      ...envelope,
    };
  }

  #encodeRows(page: Buffer, firstRow: number, rowEnds: number[]): number {
    let start = firstRow;
    for (;;) {
      const end = this.#rows.encodeRow(page, start, rowEnds.length, this.#out);
      start = this.#rows.nextRow(page, end, rowEnds.length);
      rowEnds.push(this.#out.length);
      if (start < 0) return end + 1;
    }
  }
}
