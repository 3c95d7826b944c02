import { invalid } from "../errors.ts";
import { readUnsigned } from "./call.ts";

/** One page of a list, and the token of the next one. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

/**
 * A page of a list whose items have keys in ascending order; the token is the last item's key, so that new items shift no page.
 */
export function pageOfList<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  query: URLSearchParams,
  defaultMaxResults: number,
): ListPage<T> {
  const maxResults = readUnsigned(query.get("maxResults"), "maxResults") ?? defaultMaxResults;
  const token = query.get("pageToken");
  const after = token ? readToken(token) : undefined;
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) > after);
  const page = start < 0 ? [] : items.slice(start, start + maxResults);
  const last = page.at(-1);
  if (last === undefined || start + page.length >= items.length) return { items: page };
  return { items: page, nextPageToken: Buffer.from(`after ${keyOf(last)}`).toString("base64url") };
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (text.startsWith("after ")) return text.slice("after ".length);
  throw invalid(`Invalid page token: ${token}`);
}
