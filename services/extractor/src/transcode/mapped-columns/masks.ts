import { createHmac, hash } from "node:crypto";

import type { Mask } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

/** Masks a value's canonical text; null becomes NULL. */
export type MaskText = (text: string) => string | null;

/**
 * @param key of the pipeline; null when it has none
 * @throws PipelineError `mapping_invalid` for a mask whose key is missing
 */
export function maskTextOf(mask: Mask, key: string | null): MaskText {
  switch (mask.method) {
    case "sha256": {
      const salt = mask.salted === true ? needKey(mask.method, key) : "";
      return (text) => hash("sha256", salt + text, "hex");
    }
    case "hmac": {
      const secret = needKey(mask.method, key);
      return (text) => createHmac("sha256", secret).update(text).digest("hex");
    }
    case "redact": {
      const { replacement = null } = mask;
      return () => replacement;
    }
    case "partial": {
      const { keep_first = 0, keep_last = 0 } = mask;
      return (text) => hideMiddle(text, keep_first, keep_last);
    }
  }
  return mask satisfies never;
}

/** A text that is too short to hide a part is hidden completely. */
function hideMiddle(text: string, first: number, last: number): string {
  const characters = Array.from(text);
  const hidden = characters.length - first - last;
  if (hidden <= 0) return "*".repeat(characters.length);
  return characters.slice(0, first).join("") + "*".repeat(hidden) + characters.slice(first + hidden).join("");
}

function needKey(method: string, key: string | null): string {
  if (key !== null) return key;
  throw new PipelineError("mapping_invalid", `the mask ${method} needs mapping.mask_key, and the pipeline has none`);
}
