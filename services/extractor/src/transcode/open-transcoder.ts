import type { Unrepresentable } from "@datamantri/api";

import type { Column } from "./column.ts";
import type { PageTranscoder } from "./page-transcoder.ts";
import { TypeScriptTranscoder } from "./typescript-transcoder.ts";
import { WasmTranscoder } from "./wasm/wasm-transcoder.ts";

/**
 * A transcoder for pages with these columns. It keeps memory of some five times the largest page it has met until it is
 * garbage; one at a time may be used for any number of pages, one after another.
 */
export function openTranscoder(columns: readonly Column[], policy: Unrepresentable = "fail"): PageTranscoder {
  return WasmTranscoder.open(columns, policy) ?? new TypeScriptTranscoder(columns, policy);
}
