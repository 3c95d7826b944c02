import type { Unrepresentable } from "@datamantri/api";

import type { Column } from "./column.ts";
import type { PageTranscoder } from "./page-transcoder.ts";
import { TypeScriptTranscoder } from "./typescript-transcoder.ts";
import { WasmTranscoder } from "./wasm/wasm-transcoder.ts";

/**
 * Opens a transcoder for pages with these columns. It keeps about five times the largest page in memory until it is
 * garbage-collected. It can be used for any number of pages, one after another.
 */
export function openTranscoder(columns: readonly Column[], policy: Unrepresentable = "fail"): PageTranscoder {
  return WasmTranscoder.open(columns, policy) ?? new TypeScriptTranscoder(columns, policy);
}
