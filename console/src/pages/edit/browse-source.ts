import { dataOf } from "@datamantri/client";
import { queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { Draft, Secrets } from "./draft.ts";

/** What there is at a place of BigQuery: datasets, the tables of one, or a table with its first rows. */
export function listingQuery(
  { project, apiEndpoint }: Draft,
  { credentials }: Secrets,
  place: { readonly dataset?: string; readonly table?: string },
) {
  const access = {
    project,
    ...(apiEndpoint ? { api_endpoint: apiEndpoint } : {}),
    ...(credentials ? { credentials } : {}),
  };
  return queryOptions({
    // The credentials decide what is seen, and belong in no key.
    queryKey: ["browse", project, apiEndpoint, credentials.length, place],
    queryFn: () => dataOf(api.POST("/api/v1/connections/browse-source", { body: { ...access, ...place } })),
    staleTime: 60_000,
    retry: false,
  });
}
