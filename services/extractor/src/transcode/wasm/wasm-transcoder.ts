import type { Unrepresentable } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";
import { applyPolicy } from "../unrepresentable/apply-policy.ts";
import { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import type { Column } from "../column.ts";
import { readEnvelope } from "../page-json/page-envelope.ts";
import type { PageTranscoder, TranscodedPage } from "../page-transcoder.ts";
import { RowEncoder } from "../rows-to-copy/row-encoder.ts";
import { instantiateTranscoder, type TranscoderExports } from "./wasm-module.ts";

const wasmPageBytes = 65_536;
/** The module reads 16 bytes at a time, and stops at the first zero byte after the page. */
const zeroBytesBehindPage = 64;
/** `{"f":[]}`, the shortest row. */
const minRowBytes = 8;
/**
 * The module's fields are never more than twice as long as their JSON: the worst is a one-digit NUMERIC, 14 bytes from
 * `{"v":"1"},`. The module may write a few extra bytes and overwrite them.
 */
const maxGrowth = 2;
const tupleSlackBytes = 256;
/** Addresses are int32: enough for pages of about 500 MB; BigQuery's are at most 20 MB. */
const maxMemoryBytes = 2 ** 31 - wasmPageBytes;

/**
 * Copies the page into the module's memory (about 10 GB/s) and encodes its rows there. The memory grows to the largest
 * page and is reused; parts that no page has reached use no RAM. Cells or rows that the module does not support come
 * back here, and the RowEncoder encodes them from the original page.
 */
export class WasmTranscoder implements PageTranscoder {
  readonly implementation = "wasm";
  readonly #module: TranscoderExports;
  readonly #rows: RowEncoder;
  /** A cell or row that TypeScript encoded, to be copied into the module's memory. */
  readonly #detour = new ByteWriter();
  readonly #pageAt: number;
  readonly #columns: readonly Column[];
  readonly #policy: Unrepresentable;
  #memory: Uint8Array;
  #page: Buffer = Buffer.alloc(0);

  /** @returns null where WASM has no SIMD */
  static open(columns: readonly Column[], policy: Unrepresentable = "fail"): WasmTranscoder | null {
    let transcoder: WasmTranscoder | null = null;
    const module = instantiateTranscoder((value, column, row) => transcoder!.#encodeCell(value, column, row));
    if (module !== null) transcoder = new WasmTranscoder(module, columns, policy);
    return transcoder;
  }

  private constructor(module: TranscoderExports, columns: readonly Column[], policy: Unrepresentable) {
    this.#module = module;
    this.#columns = columns;
    this.#policy = policy;
    this.#rows = new RowEncoder(columns, policy);
    this.#memory = new Uint8Array(module.memory.buffer);
    const kindsAt = module.layoutBase.value;
    this.#pageAt = alignTo16(kindsAt + columns.length);
    this.#ensureMemory(this.#pageAt);
    this.#memory.set(
      this.#rows.columns.map((column) => column.kind),
      kindsAt,
    );
    module.setColumns(kindsAt, columns.length, this.#rows.fieldCount);
  }

  get heldBytes(): number {
    return this.#memory.length + this.#detour.bytes.length + this.#rows.heldBytes;
  }

  transcode(page: Uint8Array): TranscodedPage {
    const module = this.#module;
    const pageEnd = this.#pageAt + page.byteLength;
    const rowEndsAt = alignTo16(pageEnd + zeroBytesBehindPage);
    const tuplesAt = alignTo16(rowEndsAt + 4 * Math.ceil(page.byteLength / minRowBytes));
    this.#page = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
    module.startPage(rowEndsAt, tuplesAt);
    this.#rows.startPage();
    let rowsAt = 0;
    const envelope = readEnvelope(this.#page, (firstRow) => {
      rowsAt = firstRow;
      this.#ensureMemory(tuplesAt + maxGrowth * page.byteLength + tupleSlackBytes);
      this.#memory.set(page, this.#pageAt);
      this.#memory.fill(0, pageEnd, rowEndsAt);
      return this.#encodeRows(firstRow);
    });
    // Read only now: growing memory gets a new buffer.
    const { buffer } = module.memory;
    const rows = {
      tuples: new Uint8Array(buffer, tuplesAt, module.out.value - tuplesAt),
      rowEnds: new Uint32Array(buffer, rowEndsAt, module.rowCount.value),
    };
    const replaced = applyPolicy(this.#policy, this.#columns, this.#page, rowsAt, rows, this.#rows.replaced);
    return { rowCount: module.rowCount.value, ...replaced, ...envelope };
  }

  /** @returns position after the rows' `]` */
  #encodeRows(firstRow: number): number {
    let start = firstRow;
    while (this.#module.encodeRows(this.#pageAt + start) === 0) {
      const row = this.#module.rowCount.value;
      const oddRow = this.#module.position.value - this.#pageAt;
      this.#detour.clear();
      const end = this.#rows.encodeRow(this.#page, oddRow, row, this.#detour);
      start = this.#rows.nextRow(this.#page, end, row);
      this.#appendDetour(end);
      this.#module.endRow();
      if (start < 0) return end + 1;
    }
    return this.#module.position.value - this.#pageAt;
  }

  #encodeCell(value: number, column: number, row: number): number {
    this.#detour.clear();
    const end = this.#rows.encodeCell(this.#page, value - this.#pageAt, column, row, this.#detour);
    this.#appendDetour(end);
    return this.#pageAt + end;
  }

  /** @param position after the encoded part: room is kept for the rest of the page. */
  #appendDetour(position: number): void {
    const { bytes, length } = this.#detour;
    const out = this.#module.out.value;
    this.#ensureMemory(out + length + maxGrowth * (this.#page.length - position) + tupleSlackBytes);
    const memory = this.#memory;
    // A call costs more than a loop over the twelve bytes of a float.
    if (length > 32) memory.set(bytes.subarray(0, length), out);
    else for (let index = 0; index < length; index++) memory[out + index] = bytes[index]!;
    this.#module.setOut(out + length);
  }

  #ensureMemory(byteCount: number): void {
    const missing = byteCount - this.#memory.length;
    if (missing > 0) {
      if (byteCount > maxMemoryBytes) {
        throw new PipelineError("internal", "A page of BigQuery is too large to be transcoded.", {
          byte_count: this.#page.length,
        });
      }
      this.#module.memory.grow(Math.ceil(missing / wasmPageBytes));
    }
    // Growing detaches the old view.
    if (this.#memory.buffer !== this.#module.memory.buffer) this.#memory = new Uint8Array(this.#module.memory.buffer);
  }
}

function alignTo16(address: number): number {
  return Math.ceil(address / 16) * 16;
}
