/** Tracks whether the pages show current data, from the API's responses or their absence. */
import { ApiError } from "@datamantri/client";
import { QueryCache } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { useNow } from "../format/use-now.ts";

/** Until then a page that cannot reach the API is only reconnecting. */
const staleAfterMs = 20_000;

export type Connection =
  | { readonly state: "live" }
  | { readonly state: "reconnecting" }
  | { readonly state: "stale"; readonly since: number };

let answeredAt = Date.now();
let isFailing = false;
const listeners = new Set<() => void>();

function setFailing(next: boolean): void {
  if (next === isFailing) return;
  isFailing = next;
  for (const listener of listeners) listener();
}

/** A refusal is a response; the API's 503 and a lost connection are not. */
function isSilence(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status >= 502;
}

/** Observes every response to the pages' queries. */
export const listeningCache = new QueryCache({
  onSuccess: () => {
    answeredAt = Date.now();
    setFailing(false);
  },
  onError: noteFailure,
});

/** Also for a query that is being retried and has not failed yet. */
export function noteFailure(error: unknown): void {
  if (isSilence(error)) setFailing(true);
}

export function useConnection(): Connection {
  const isBroken = useSyncExternalStore(subscribe, () => isFailing);
  const now = useNow(5_000);
  if (!isBroken) return { state: "live" };
  return now - answeredAt < staleAfterMs ? { state: "reconnecting" } : { state: "stale", since: answeredAt };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
