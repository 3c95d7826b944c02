import { createHash } from "node:crypto";

import { ApiError } from "../errors.ts";
import type { Call } from "./call.ts";

/** Names one state of a resource. */
export function etagOf(...facts: readonly (string | number)[]): string {
  return createHash("sha256").update(facts.join("\n")).digest("base64").slice(0, 22) + "==";
}

/** Refuses a change of another state than the client knows. https://cloud.google.com/bigquery/docs/api-performance#etag */
export function checkEtag({ headers }: Call, etag: string): void {
  const wanted = headers["if-match"];
  if (wanted === undefined || wanted === "*" || wanted === etag) return;
  throw new ApiError(412, "conditionNotMet", "Precondition check failed.", "If-Match");
}
