/** A new pipeline's draft outlives a reload. It holds no secret. */
import { emptyDraft, type Draft } from "./draft.ts";

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
    // The browser keeps nothing, or no more than it has: then the draft lasts as long as the page.
  }
}

export function forgetDraft(): void {
  localStorage.removeItem(key);
}
