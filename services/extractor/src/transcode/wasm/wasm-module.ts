import { readFileSync } from "node:fs";

/** Encodes the value at address `value`; gives the address behind it. Throws PipelineError, right through the module. */
export type EncodeCellInHost = (value: number, column: number, row: number) => number;

/** What `rows-to-copy-wasm/index.ts` exports; addresses are byte offsets in `memory`. */
export interface TranscoderExports {
  readonly memory: WebAssembly.Memory;
  readonly layoutBase: WebAssembly.Global;
  readonly position: WebAssembly.Global;
  readonly rowCount: WebAssembly.Global;
  readonly out: WebAssembly.Global;
  setOut(address: number): void;
  setColumns(kindsAt: number, count: number, fieldsOfTuple: number): void;
  startPage(rowEndsAt: number, tuplesAt: number): void;
  endRow(): void;
  encodeRows(firstRow: number): number;
}

let compiled: WebAssembly.Module | null | undefined;

/**
 * A new instance, with memory of its own; null on a processor whose vectors WASM cannot use.
 *
 * @throws when the file of the module is missing: that is a broken installation, not a reason to be slow
 */
export function instantiateTranscoder(encodeCell: EncodeCellInHost): TranscoderExports | null {
  compiled ??= compile();
  if (compiled === null) return null;
  const { exports } = new WebAssembly.Instance(compiled, { index: { encodeCellInHost: encodeCell } });
  return exports as unknown as TranscoderExports;
}

function compile(): WebAssembly.Module | null {
  const bytes = readFileSync(new URL("generated/transcoder.wasm", import.meta.url));
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    // The module is sound (CI compiles it), so it is the SIMD in it; TypeScript does the same, slower.
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}
