import { readFileSync } from "node:fs";

/** Encodes the value at address `value`; returns the address after it. Throws PipelineError, through the module. */
export type EncodeCellInHost = (value: number, column: number, row: number) => number;

/** Exports of `rows-to-copy-wasm/index.ts`; addresses are byte offsets in `memory`. */
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
 * Creates an instance with its own memory; null on a CPU whose vector instructions WASM cannot use.
 *
 * @throws when the module's file is missing: that is a broken installation, not a reason to be slow
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
    // CI compiles the module, so the cause is its SIMD; TypeScript does the same, slower.
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}
