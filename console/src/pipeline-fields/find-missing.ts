/** Finds the required fields that a draft lacks. The API decides; this only shows it sooner. */
import type { Estimate } from "../api/types.ts";
import { noSecrets, type Draft, type DraftPath, type Secrets } from "./draft.ts";
import { fields, isShown, type Field, type SectionId } from "./fields.ts";

export interface Missing {
  readonly section: SectionId;
  readonly what: string;
}

export function findMissing(draft: Draft, secrets: Secrets, estimate: Estimate | undefined): readonly Missing[] {
  const missing = fields
    .filter((field) => isShown(field, draft) && field.isNeeded?.(draft) === true && isEmpty(field, draft, secrets))
    .map(({ section, label }): Missing => ({ section, what: label }));
  const hasMapping = (estimate?.type_report?.problems.length ?? 0) === 0;
  return hasMapping ? missing : [...missing, { section: "mapping", what: "a valid mapping" }];
}

function isEmpty({ path }: Field, draft: Draft, secrets: Secrets): boolean {
  const held = path in noSecrets ? secrets[path as keyof Secrets] : draft[path as DraftPath];
  return typeof held === "string" ? held.trim() === "" : Array.isArray(held) && held.length === 0;
}
