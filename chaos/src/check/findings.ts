/** What a checker found: each is a broken promise. */
export interface Finding {
  readonly kind: FindingKind;
  /** How many: rows, runs, events. */
  readonly count: number;
  readonly text: string;
}

/**
 * `lost`, `duplicated`, `corrupted`: rows. `untrue`: an end that is not so, or a due time or event that is missing.
 * `stuck`: something did not end in time, or was left behind.
 */
export const findingKinds = ["lost", "duplicated", "corrupted", "stuck", "untrue"] as const;
export type FindingKind = (typeof findingKinds)[number];

export function found(kind: FindingKind, text: string, count = 1): Finding {
  return { kind, count, text };
}
