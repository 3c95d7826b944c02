import assert from "node:assert/strict";
import type { Unrepresentable } from "@datamantri/api";
import { PipelineError, type ErrorFacts } from "@datamantri/runtime";
import type { BigQueryType, Column } from "../../src/transcode/column.ts";
import type { PageTranscoder, RejectedRow } from "../../src/transcode/page-transcoder.ts";
import type { ReplacedCell } from "../../src/transcode/rows-to-copy/row-encoder.ts";
import { TypeScriptTranscoder } from "../../src/transcode/typescript-transcoder.ts";
import { WasmTranscoder } from "../../src/transcode/wasm/wasm-transcoder.ts";

/** A cell as BigQuery's JSON has it: text, null, or the nested forms of STRUCT and repeated columns. */
export type Wire = string | null | { f: readonly { v: Wire }[] } | readonly { v: Wire }[];

export interface Outcome {
  readonly rowCount: number;
  readonly totalRows: bigint | null;
  readonly pageToken: string | null;
  readonly jobComplete: boolean | null;
  /** Hexadecimal, so that a difference can be read. */
  readonly rows: readonly string[];
  readonly replaced: readonly ReplacedCell[];
  readonly rejects: readonly RejectedRow[];
}

export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly facts: ErrorFacts;
}

export function column(type: BigQueryType, more: Partial<Column> = {}): Column {
  return { name: "c", type, repeated: false, ...more };
}

export function pageOf(rows: readonly (readonly Wire[])[]): Buffer {
  return Buffer.from(
    JSON.stringify({ totalRows: String(rows.length), rows: rows.map((cells) => ({ f: cells.map((v) => ({ v })) })) }),
  );
}

/** Returns the output of both implementations, after comparing them. */
export class BothTranscoders {
  readonly #wasm: PageTranscoder;
  readonly #typescript: PageTranscoder;

  constructor(columns: readonly Column[], policy: Unrepresentable = "fail") {
    const wasm = WasmTranscoder.open(columns, policy);
    if (wasm === null) throw new Error("these tests need WASM");
    this.#wasm = wasm;
    this.#typescript = new TypeScriptTranscoder(columns, policy);
  }

  transcode(page: Uint8Array): Outcome | Refused {
    const outcome = outcomeOf(this.#wasm, page);
    assert.deepEqual(outcome, outcomeOf(this.#typescript, page));
    return outcome;
  }

  rows(page: Uint8Array): readonly string[] {
    const outcome = this.transcode(page);
    if ("code" in outcome) throw new Error(`${outcome.code}: ${outcome.message}`);
    return outcome.rows;
  }

  refusal(page: Uint8Array): Refused {
    const outcome = this.transcode(page);
    if (!("code" in outcome)) throw new Error(`it was taken: ${outcome.rows.join(" ")}`);
    return outcome;
  }
}

/** The field, in hexadecimal without its length, of a page with this one cell; null for NULL. */
export function fieldOf(cellColumn: Column, cell: Wire): string | null {
  const [row = ""] = new BothTranscoders([cellColumn]).rows(pageOf([[cell]]));
  assert.equal(row.slice(0, 4), "0001");
  const length = Number.parseInt(row.slice(4, 12), 16);
  if (row.slice(4) === "ffffffff") return null;
  assert.equal(row.length, 12 + 2 * length);
  return row.slice(12);
}

export function refusalOf(cellColumn: Column, cell: Wire): Refused {
  return new BothTranscoders([cellColumn]).refusal(pageOf([[cell]]));
}

function outcomeOf(transcoder: PageTranscoder, bytes: Uint8Array): Outcome | Refused {
  try {
    const { tuples, rowEnds, ...page } = transcoder.transcode(bytes);
    assert.equal(rowEnds.length, page.rowCount);
    assert.equal(rowEnds.at(-1) ?? 0, tuples.length);
    const rows = [...rowEnds].map((end, row) =>
      Buffer.from(tuples.subarray(row === 0 ? 0 : rowEnds[row - 1]!, end)).toString("hex"),
    );
    return { ...page, rows };
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return { code: error.code, message: error.message, facts: error.facts };
  }
}
