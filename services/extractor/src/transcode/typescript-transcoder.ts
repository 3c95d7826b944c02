import type { Unrepresentable } from "@datamantri/api";

import { ByteWriter } from "./rows-to-copy/byte-writer.ts";
import { applyPolicy } from "./unrepresentable/apply-policy.ts";
import type { Column } from "./column.ts";
import { readEnvelope } from "./page-json/page-envelope.ts";
import type { PageTranscoder, TranscodedPage } from "./page-transcoder.ts";
import { RowEncoder } from "./rows-to-copy/row-encoder.ts";

/** Fallback where WASM has no SIMD, and the reference for tests of the WASM module. */
export class TypeScriptTranscoder implements PageTranscoder {
  readonly implementation = "typescript";
  readonly #rows: RowEncoder;
  readonly #out = new ByteWriter();

  readonly #columns: readonly Column[];
  readonly #policy: Unrepresentable;

  constructor(columns: readonly Column[], policy: Unrepresentable = "fail") {
    this.#rows = new RowEncoder(columns, policy);
    this.#columns = columns;
    this.#policy = policy;
  }

  get heldBytes(): number {
    return this.#out.bytes.length + this.#rows.heldBytes;
  }

  transcode(page: Uint8Array): TranscodedPage {
    const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
    const out = this.#out;
    out.clear();
    this.#rows.startPage();
    const rowEnds: number[] = [];
    let rowsAt = 0;
    const envelope = readEnvelope(bytes, (firstRow) => {
      rowsAt = firstRow;
      return this.#encodeRows(bytes, firstRow, rowEnds);
    });
    const rows = { tuples: out.bytes.subarray(0, out.length), rowEnds: Uint32Array.from(rowEnds) };
    const replaced = applyPolicy(this.#policy, this.#columns, bytes, rowsAt, rows, this.#rows.replaced);
    return { rowCount: rowEnds.length, ...replaced, ...envelope };
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
