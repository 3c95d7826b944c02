/** The API as the signed-in browser uses it: the session is a cookie that no script sees. */
import { dataOf, openClient } from "@datamantri/client";

import { askForProof } from "./confirm.ts";

/** Proves that a change comes from these pages: another site cannot send it (docs/security.md). */
const ownRequestHeader = "x-datamantri-request";

export const api = openClient({
  async fetch(request) {
    request.headers.set(ownRequestHeader, "console");
    const again = request.clone();
    const response = await fetch(request);
    if (response.status !== 403 || !(await needsProof(response.clone()))) return response;
    return (await askForProof()) ? fetch(again) : response;
  },
});

async function needsProof(response: Response): Promise<boolean> {
  const problem: unknown = await response.json().catch(() => null);
  return (problem as { code?: unknown } | null)?.code === "reauthentication_required";
}

/** A page of a list, and the cursor of the next page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Undefined at the end of the list. */
  readonly next: string | undefined;
}

/** @throws ApiError when the API refused the request. */
export async function pageOf<Item>(
  call: Promise<{ readonly data?: readonly Item[]; readonly error?: unknown; readonly response: Response }>,
): Promise<Page<Item>> {
  const { response } = await call;
  const items = await dataOf(call);
  const address = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  const next = address === undefined ? null : new URL(address, response.url).searchParams.get("cursor");
  return { items, next: next ?? undefined };
}
