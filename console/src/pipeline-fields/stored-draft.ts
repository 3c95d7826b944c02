/** The draft of a new pipeline survives a reload. It holds no secret. */
import type { Draft } from "./draft.ts";
import { emptyDraft } from "./to-draft.ts";

const key = "datamantri.pipeline-draft";

export function loadDraft(): Draft {
  try {
    return { ...emptyDraft, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Draft>) };
  } catch {
    // Written by another release, or by hand.
    return emptyDraft;
  }
}

export function storeDraft(draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // The browser's storage is unavailable or full: the draft lasts as long as the page.
  }
}

export function forgetDraft(): void {
  localStorage.removeItem(key);
}
